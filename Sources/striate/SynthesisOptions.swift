import ArgumentParser
import Inference
import Physiology

/// Pictures that are made for a channel.
struct SynthesisOptions: ParsableArguments {
    @Flag(help: "Also make the picture that drives each channel most, by gradient ascent.")
    var synthesise = false

    @Option(
        help: ArgumentHelp(
            "The most RMS contrast of it: difference from the background, 1 being half of black to white.",
            valueName: "n"))
    var contrast = 0.2

    @Option(help: ArgumentHelp("Patterns of noise from which the ascent begins.", valueName: "n"))
    var starts = 4

    @Option(help: ArgumentHelp("The most steps from each.", valueName: "n"))
    var steps = 50

    @Option(help: ArgumentHelp("Pixels by which pictures are shifted about in each step; 0 for none.", valueName: "n"))
    var jitter = 0

    @Option(help: ArgumentHelp("What it differs from: grey, zero, black or white.", valueName: "name"))
    var background = Baseline.grey

    func validate() throws {
        if !(contrast > 0 && contrast <= 1000) { try refuse("--contrast", contrast, "above 0, at most 1000") }
        try expect("--starts", starts, 1...1000)
        try expect("--steps", steps, 1...100_000)
        try expect("--jitter", jitter, 0...1000)
    }

    /// As they are taken; `nil` where nothing is made.
    var settings: StimulusAscent.Settings? {
        synthesise
            ? StimulusAscent.Settings(
                contrast: contrast, starts: starts, steps: steps, jitter: jitter, background: background) : nil
    }
}
