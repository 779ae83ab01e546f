public import ArgumentParser
import Planes
public import Stimuli

/// What is drawn.
struct StimulusOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of the bars, degrees counter-clockwise.", valueName: "degrees"))
    var orientation = 90.0

    @Option(help: ArgumentHelp("Cycles per pixel, or 4cpd; as a wavelength 16px or 0.25deg.", valueName: "n"))
    var frequency = VisualQuantity(0.0625)

    @Option(help: ArgumentHelp("Degrees, in the middle.", valueName: "n"))
    var phase = 0.0

    @Option(help: ArgumentHelp("0 to 1; of bars, edges, faces and checks -1 to 1.", valueName: "n"))
    var contrast = 1.0

    @Option(
        help: ArgumentHelp(
            "Pixels, or 2deg, across a disc, annulus, wedge or ring (default: no border; an annulus 3/4 of the side, wedges and rings all of it).",
            valueName: "n"))
    var diameter: VisualQuantity?

    @Option(
        help: ArgumentHelp(
            "Pixels, or 1deg, across the hole of an annulus, wedge or ring (default: half its diameter; of a wedge none).",
            valueName: "n"))
    var hole: VisualQuantity?

    @Option(help: ArgumentHelp("Pixels, or 0.1deg, over which the rim fades.", valueName: "n"))
    var softness = VisualQuantity(1)

    @Option(
        help: ArgumentHelp(
            "Of a plaid's second grating, from the first; of a wedge, from side to side; degrees.", valueName: "n"))
    var angle = 90.0

    @Option(help: ArgumentHelp("Pixels, or 0.1deg, across a bar; of a check.", valueName: "n"))
    var width = VisualQuantity(4)

    @Option(help: ArgumentHelp("Pixels, or 2deg, along a bar (default: it runs through).", valueName: "n"))
    var length: VisualQuantity?

    @Option(
        help: ArgumentHelp(
            "Pixels, or 0.5deg, that a bar or edge is shifted across itself, along its wave direction.", valueName: "n")
    )
    var position = VisualQuantity(0)

    @Option(
        help: ArgumentHelp(
            "Standard deviation of a Gabor patch, pixels or 0.5deg (default: 1/6 of the side).", valueName: "n"))
    var sigma: VisualQuantity?

    @Option(help: ArgumentHelp("Where a wedge points, degrees counter-clockwise from the right.", valueName: "n"))
    var polarAngle = 0.0

    @Option(
        help: ArgumentHelp(
            "Of a face, each from -1 to 1, 0 the mean: aspect=0.5,eye-distance=-1,mouth-curve=1, …",
            valueName: "name=n,…"))
    var features: FaceFeatures?

    @Option(help: ArgumentHelp("Of a face's parts: upright, inverted or scrambled.", valueName: "name"))
    var arrangement = Face.Arrangement.upright

    /// The stimulus of a kind that the options describe.
    ///
    /// - Parameter resolution: pixels per degree, where assumed.
    func design(of kind: StimulusDesign.Kind, at resolution: PixelsPerDegree?) throws -> StimulusDesign {
        func pixels(_ option: String, _ quantity: VisualQuantity) throws -> Double {
            try quantity.length(option, at: resolution)
        }
        return StimulusDesign(
            kind, orientation: Orientation(degrees: orientation),
            frequency: try frequency.frequency("--frequency", at: resolution), phase: Phase(degrees: phase),
            contrast: contrast, diameter: try diameter.map { try pixels("--diameter", $0) },
            hole: try hole.map { try pixels("--hole", $0) }, softness: try pixels("--softness", softness),
            angle: angle, width: try pixels("--width", width), length: try length.map { try pixels("--length", $0) },
            position: try pixels("--position", position), features: try Face.Features(features?.values ?? [:]),
            arrangement: arrangement, sigma: try sigma.map { try pixels("--sigma", $0) }, polarAngle: polarAngle)
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
