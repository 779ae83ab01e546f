import ArgumentParser

/// How large a picture is for the eye, to set what networks see beside cortex.
struct ScaleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Pixels per degree, assumed, to set fields beside those of cortex.", valueName: "n"))
    var ppd: Double?

    @Option(help: ArgumentHelp("Degrees that the image's width spans, in place of --ppd.", valueName: "deg"))
    var field: Double?

    func validate() throws {
        if ppd != nil, field != nil { throw ValidationError("--ppd and --field: one of them says it all") }
        try expectPositive("--ppd", ppd)
        try expectPositive("--field", field)
    }

    /// Pixels per degree of a picture of some width; `nil` where nothing is assumed.
    func resolution(width: Int) -> Double? { ppd ?? field.map { Double(width) / $0 } }
}
