import ArgumentParser
import Planes
import Stimuli

/// What is drawn.
struct StimulusOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of the bars, degrees counter-clockwise.", valueName: "degrees"))
    var orientation = 90.0

    @Option(help: ArgumentHelp("Cycles per pixel.", valueName: "n"))
    var frequency = 0.0625

    @Option(help: ArgumentHelp("Degrees, in the middle.", valueName: "n"))
    var phase = 0.0

    @Option(help: ArgumentHelp("0 to 1; of bars and edges -1 to 1.", valueName: "n"))
    var contrast = 1.0

    @Option(
        help: ArgumentHelp(
            "Pixels across the disc or ring (default: no border; rings 3/4 of the side).", valueName: "n"))
    var diameter: Double?

    @Option(help: ArgumentHelp("Pixels across the hole of an annulus (default: half its diameter).", valueName: "n"))
    var hole: Double?

    @Option(help: ArgumentHelp("Pixels over which the rim fades.", valueName: "n"))
    var softness = 1.0

    @Option(help: ArgumentHelp("Of a plaid's second grating, from the first, degrees.", valueName: "n"))
    var angle = 90.0

    @Option(help: ArgumentHelp("Pixels across a bar.", valueName: "n"))
    var width = 4.0

    @Option(help: ArgumentHelp("Pixels along a bar (default: it runs through).", valueName: "n"))
    var length: Double?

    @Option(
        help: ArgumentHelp(
            "Pixels that a bar or edge is shifted across itself, along its wave direction.", valueName: "n"))
    var position = 0.0

    /// The stimulus of a kind that the options describe.
    func design(of kind: StimulusDesign.Kind) -> StimulusDesign {
        StimulusDesign(
            kind, orientation: Orientation(degrees: orientation),
            frequency: SpatialFrequency(cyclesPerPixel: frequency), phase: Phase(degrees: phase), contrast: contrast,
            diameter: diameter, hole: hole, softness: softness, angle: angle, width: width, length: length,
            position: position)
    }
}
