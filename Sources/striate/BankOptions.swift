import ArgumentParser
import GSL
import GaborBanks
import Planes
import ReceptiveFields
import Reports

/// What every command that designs filters takes.
struct BankOptions: ParsableArguments {
    @Option(help: ArgumentHelp("gabor, log-gabor, dog or steerable.", valueName: "family"))
    var family: FilterFamily = .gabor

    @Option(help: ArgumentHelp("Orientations over half a turn, from 0°.", valueName: "n"))
    var orientations = 8

    @Option(
        help: ArgumentHelp(
            "Pixels, or 0.25deg, 4cpd; with commas (default: 4,6,8; for maps 4,8,16).", valueName: "list"))
    var wavelengths: VisualQuantityList?

    @Option(help: ArgumentHelp("Degrees, with commas.", valueName: "list"))
    var phases = NumberList(values: [0, 90])

    @Option(help: ArgumentHelp("Octaves at half amplitude.", valueName: "n"))
    var bandwidth = 1.0

    @Option(help: ArgumentHelp("Width across the bars over length along them.", valueName: "n"))
    var aspect = 0.5

    @Option(
        help: ArgumentHelp(
            "Rows and columns of every filter, or degrees such as 0.5deg; auto holds ±3 standard deviations, of a preset in the command bank 98 % of each envelope.",
            valueName: "n|auto"))
    var size = "auto"

    @Option(
        help: ArgumentHelp("macaque-v1 draws orientation, frequency and shape from recorded cells.", valueName: "name"))
    var preset: String?

    @Option(help: ArgumentHelp("Filters of a preset (even: quadrature pairs).", valueName: "n"))
    var count = 256

    @Option(
        help: ArgumentHelp(
            "Degrees from fixation at which a preset's cells lie: fields are wider there, .22 + .044 of it (Dow 1981); in map also field: at every place as wide as its own eccentricity asks for.",
            valueName: "degrees|field"))
    var eccentricity = Eccentricity.degrees(0)

    /// As they are typed, those of a grid of filters.
    private static let ofGrid = [
        "--family", "--orientations", "--wavelengths", "--phases", "--bandwidth", "--aspect",
    ]
    /// All of them.
    static let typed = ofGrid + ["--size", "--preset", "--count", "--eccentricity"]

    func validate() throws {
        guard (0...90).contains(eccentricity.drawn) else {
            throw ValidationError("--eccentricity: \(eccentricity) is not possible; from 0 to 90 degrees")
        }
        guard preset == nil else {
            if eccentricity == .field {
                try refuseTyped(["--size"], "windows grow with fields that do (--eccentricity field); leave it out")
            }
            return try refuseTyped(
                Self.ofGrid, "a preset draws its filters from recorded cells; leave out one of the two")
        }
        try refuseTyped(
            ["--count", "--eccentricity"], "that is for filters of a preset; name it with --preset")
        let unused: [String] =
            switch family {
            case .gabor: []
            case .logGabor: ["--aspect"]
            case .steerable: ["--bandwidth", "--aspect"]
            case .differenceOfGaussians: ["--orientations", "--phases", "--bandwidth", "--aspect"]
            }
        try refuseTyped(unused, "filters of the family \(family.rawValue) have none to choose")
    }

    /// Refuses filters of every place's own size, where there is no visual field that they could look at.
    func refuseField() throws {
        guard eccentricity != .field else {
            throw ValidationError(
                "--eccentricity: field is for map, which knows where each filter looks; a number of degrees")
        }
    }

    /// The bank that the options describe, not drawn yet, with sentences on how it is settled.
    ///
    /// - Parameters:
    ///   - wavelengths: where none are given.
    ///   - resolution: for presets, whose cells are known in cycles per degree.
    ///   - known: the same, if it was said rather than assumed: for lengths given as angles.
    ///   - presetSide: rows and columns of a preset's filters, where no size is given; `nil` for what its envelopes need.
    ///   - seed: of what is drawn by chance.
    func plan(
        wavelengths usual: [Double], at resolution: PixelsPerDegree, known: PixelsPerDegree?, presetSide: Int?,
        seed: UInt64
    ) throws -> (bank: any BankPlan, notes: [String]) {
        let side = try side(at: known)
        guard let preset else {
            let design = try BankDesign(
                family: family, orientations: orientations,
                wavelengths: try wavelengths?.lengths("--wavelengths", at: known) ?? usual,
                phases: phases.values, bandwidthOctaves: bandwidth, aspectRatio: aspect, side: side)
            return (design, [])
        }
        guard preset == "macaque-v1" else {
            throw ValidationError("--preset: there is no preset '\(preset)'; did you mean 'macaque-v1'?")
        }
        let width = side ?? presetSide
        if let width, resolution.value > 2 * Double(width) {
            throw ValidationError(
                "--preset: macaque-v1 is not possible; filters of \(width) pixels hold half a degree, as the recorded cells need, at up to \(2 * width) pixels/degree, not at \(resolution.value); take a larger --size"
            )
        }
        let design = try MacaqueBank(
            count: count, at: resolution, size: width.map { PixelSize(side: $0) },
            growth: CorticalField.macaqueV1Growth(at: eccentricity.drawn))
        var generator = MersenneTwister(seed: seed)
        let drawn = try design.drawn(using: &generator)
        return (drawn, DrawnBankText(design, drawn, eccentricity.drawn, seed: seed).sentences)
    }

    /// Rows and columns of every filter; `nil` where they are to be found.
    private func side(at resolution: PixelsPerDegree?) throws -> Int? {
        guard size != "auto" else { return nil }
        guard let quantity = VisualQuantity(argument: size) else {
            throw ValidationError("--size: \(size) is not possible; pixels, degrees such as 0.5deg, or auto")
        }
        let length = try quantity.length("--size", at: resolution)
        guard (1...1_000_000).contains(length) else {
            throw ValidationError("--size: \(size) is not possible; at least 1 pixel")
        }
        guard Int(exactly: length) != nil || size.hasSuffix("deg") else {
            throw ValidationError("--size: \(size) is not possible; whole pixels")
        }
        return Int(length.rounded())
    }

    /// What was left open, as it was in the end.
    func settled(wavelengths usual: [Double]) -> [String: String] {
        ["wavelengths": "\(wavelengths ?? VisualQuantityList(values: usual))"]
    }
}

/// Where a preset's cells lie, as it was typed.
enum Eccentricity: ExpressibleByArgument, CustomStringConvertible, Hashable {
    /// So many degrees from fixation, all of them.
    case degrees(Double)
    /// Each where it looks in the visual field.
    case field

    init?(argument: String) {
        switch Double(argument) {
        case let degrees?: self = .degrees(degrees)
        case nil where argument == "field": self = .field
        default: return nil
        }
    }

    /// That filters are drawn for: those that grow outwards, for fixation.
    var drawn: Double {
        switch self {
        case .degrees(let degrees): degrees
        case .field: 0
        }
    }

    var description: String {
        switch self {
        case .degrees(let degrees): "\(degrees)"
        case .field: "field"
        }
    }

    var defaultValueDescription: String { description }
}
