public import ArgumentParser
public import Learning

/// Which kernels patches of photographs teach, and how.
struct PatchOptions: ParsableArguments {
    @Option(help: "What kernels should be: sparse (Olshausen & Field 1996) or ica (Bell & Sejnowski 1997).")
    var goal = PatchSettings.Goal.sparse

    @Option(help: ArgumentHelp("Rows and columns of a patch.", valueName: "n"))
    var size = 12

    @Option(help: ArgumentHelp("Kernels (default: sparse 144, ica 100).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Updates of the kernels (default: sparse 1500, ica 4000).", valueName: "n"))
    var steps: Int?

    @Option(help: ArgumentHelp("Patches of an update.", valueName: "n"))
    var batch = 200

    @Option(help: ArgumentHelp("Of sparse: what a coefficient of 1 costs; patches have variance 1.", valueName: "n"))
    var penalty = 1.0

    @Option(help: ArgumentHelp("Of the first update (default: sparse 2, ica 0.05); it falls to 0.", valueName: "n"))
    var rate: Double?

    func validate() throws {
        try expect("--size", size, 4...32)
        try expect("--count", count, 1...2048)
        try expect("--steps", steps, 1...1_000_000)
        try expect("--batch", batch, 1...10_000)
        if !(penalty > 0 && penalty <= 1000) { try refuse("--penalty", penalty, "above 0, at most 1000") }
        if let rate, !(rate > 0 && rate <= 100) { try refuse("--rate", rate, "above 0, at most 100") }
    }

    /// What decides which kernels are learnt.
    func settings(seed: UInt64) -> PatchSettings {
        PatchSettings(
            goal: goal, side: size, count: count, steps: steps, batch: batch, penalty: penalty, rate: rate, seed: seed)
    }

    /// What was left open, as it was in the end.
    var settled: [String: String] {
        let settings = settings(seed: 0)
        return ["count": "\(settings.count)", "steps": "\(settings.steps)", "rate": "\(settings.rate)"]
    }
}

extension PatchSettings.Goal: ExpressibleByArgument {}
