public import ArgumentParser
import Planes
public import Stimuli

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

    @Option(
        help: ArgumentHelp(
            "Of a face, each from -1 to 1, 0 the mean: aspect=0.5,eye-distance=-1,mouth-curve=1, …",
            valueName: "name=n,…"))
    var features: FaceFeatures?

    @Option(help: ArgumentHelp("Of a face's parts: upright, inverted or scrambled.", valueName: "name"))
    var arrangement = Face.Arrangement.upright

    /// The stimulus of a kind that the options describe.
    func design(of kind: StimulusDesign.Kind) throws -> StimulusDesign {
        StimulusDesign(
            kind, orientation: Orientation(degrees: orientation),
            frequency: SpatialFrequency(cyclesPerPixel: frequency), phase: Phase(degrees: phase), contrast: contrast,
            diameter: diameter, hole: hole, softness: softness, angle: angle, width: width, length: length,
            position: position, features: try Face.Features(features?.values ?? [:]), arrangement: arrangement)
    }
}

extension Face.Arrangement: ExpressibleByArgument {}

/// Features of a face by name: `aspect=0.5,hair=1`.
struct FaceFeatures: ExpressibleByArgument, CustomStringConvertible {
    let values: [String: Double]

    init?(argument: String) {
        var values: [String: Double] = [:]
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, let value = Double(sides[1]), values[sides[0]] == nil else { return nil }
            values[sides[0]] = value
        }
        self.values = values
    }

    var description: String { values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}
