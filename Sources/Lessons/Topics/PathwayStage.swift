internal import Foundation
import GaborBanks
import Planes
import ReceptiveFields
import Retinotopy

/// A stage of the visual pathway: what it answers to, how wide its fields are, what models it here.
struct PathwayStage: Sendable {
    let name: String
    /// What a unit answers to.
    let answers: String
    /// Degrees across a unit's field.
    let width: Double
    /// Degrees of eccentricity for which the width holds: where one asks, or the nearest at which such cells were recorded.
    let eccentricity: Double
    /// Whose field: the animal, the cells, where they were recorded.
    let cells: String
    /// What the width is.
    let definition: String
    /// Whose number it is.
    let source: String
    /// The command that models it.
    let command: String
    /// Its numbers, worked.
    let numbers: [String]

    /// The stage as a step of a lesson.
    var step: Lesson.Step {
        Lesson.Step("\(name): \(answers).", [.lines(numbers + ["$ \(command)"])])
    }

    /// The stages at an eccentricity, retina first, IT last.
    static func all(at eccentricity: Double) -> [PathwayStage] {
        [
            retina(eccentricity), lgn(eccentricity), v1(eccentricity), v2(eccentricity), dorsal(eccentricity),
            v4(eccentricity), it,
        ]
    }

    /// A lattice on which one pixel is one degree: widths in pixels are widths in degrees.
    private static var degree: PixelsPerDegree {
        guard let one = PixelsPerDegree(1) else { preconditionFailure("1 is positive") }
        return one
    }

    private static func cell(_ filter: DifferenceOfGaussians) -> [String] {
        let (center, surround) = (filter.sigmaCenter, filter.sigmaSurround)
        let root = 2.0.squareRoot()
        // The frequency where the transform is largest, by looking at every hundredth cycle per degree.
        let frequencies = (0...2000).map { SpatialFrequency(cyclesPerPixel: Double($0) / 100) }
        let best = frequencies.max { filter.amplitude($0) < filter.amplitude($1) } ?? frequencies[0]
        let dull = filter.amplitude(frequencies[0]) / filter.amplitude(best)
        return [
            "centre    radius \(Numeral.text(center * root))°, surround \(Numeral.text(surround * root))°, at 1/e",
            "surround  \(Numeral.fixed(100 * filter.surroundWeight, 0)) % of the centre's weight, by the paper's Table 1",
            "          (its abstract gives 55 % over the whole population)",
            "best      \(Numeral.text(best.cyclesPerPixel, decimals: 1)) cycles/°; even light \(Numeral.fixed(100 * dull, 0)) % of that",
        ]
    }

    /// Croner & Kaplan (1995) recorded P cells at 0–5°.
    private static func retina(_ eccentricity: Double) -> PathwayStage {
        PathwayStage(
            name: "retina", answers: "a spot lighter or darker than its surround",
            width: 2 * 2.0.squareRoot() * DifferenceOfGaussians.parvocellular(at: degree).sigmaCenter,
            eccentricity: min(eccentricity, 5),
            cells: "macaque P, 0-5°", definition: "to 1/e", source: "Croner & Kaplan 1995",
            command: "striate bank --family dog",
            numbers: ["P cells: fine detail, colour"] + cell(.parvocellular(at: degree)))
    }

    /// And M cells at 0–10°.
    private static func lgn(_ eccentricity: Double) -> PathwayStage {
        PathwayStage(
            name: "LGN", answers: "the same spots, sorted by cell type into layers",
            width: 2 * 2.0.squareRoot() * DifferenceOfGaussians.magnocellular(at: degree).sigmaCenter,
            eccentricity: min(eccentricity, 10),
            cells: "macaque M, 0-10°", definition: "to 1/e", source: "Croner & Kaplan 1995",
            command: "striate bank --family dog --wavelengths 8,16",
            numbers: ["M cells: movement, low contrast"] + cell(.magnocellular(at: degree)))
    }

    private static func v1(_ eccentricity: Double) -> PathwayStage {
        let field = CorticalField.macaqueV1
        let (offset, slope) = field.line ?? (0, 0)
        let width = offset + slope * eccentricity
        let tuning = MacaqueV1.halfWidthAtRoot2
        let frequency = MacaqueV1.peakFrequencySimpleFoveal
        // Fields keep their width in pixels, that of 28 pixels a degree in the fovea.
        let resolution = max((28 * offset / width).rounded(), 1)
        let place = eccentricity > 0 ? " --eccentricity \(Numeral.text(eccentricity))" : ""
        let magnification = CorticalMap.polimeni(.v1).magnification(atEccentricity: eccentricity)
        return PathwayStage(
            name: "V1", answers: "a bar or an edge of one orientation and width", width: width,
            eccentricity: eccentricity,
            cells: "macaque", definition: field.definition, source: field.source, command: "striate compare MODEL",
            numbers: [
                "field         \(Numeral.text(offset)) + \(Numeral.text(slope))·\(Numeral.text(eccentricity)) \(Numeral.equals(width))°",
                "orientation   half-width \(Numeral.text(tuning.median, decimals: 2))° at 1/√2, the median of \(tuning.cells) cells",
                "frequency     \(Numeral.text(frequency.median, decimals: 1)) cycles/°, the median of \(frequency.cells) foveal cells",
                "map           \(Numeral.text(magnification, decimals: 2)) mm of cortex a degree (human)",
                "$ striate bank --preset macaque-v1 --ppd \(Numeral.text(resolution))\(place)",
                "$ striate tune MODEL",
                "$ striate map IMAGE",
            ])
    }

    /// Of human areas, as a line over eccentricity.
    private static func human(_ area: String, _ eccentricity: Double) -> (
        width: Double, line: String, field: CorticalField
    ) {
        guard let field = CorticalField.human.first(where: { $0.area == "human \(area)" }), let line = field.line
        else { preconditionFailure("the areas asked for are those that there are") }
        let width = line.offset + line.slope * eccentricity
        return (
            width,
            "field  \(Numeral.text(line.offset)) + \(Numeral.text(line.slope))·\(Numeral.text(eccentricity)) \(Numeral.equals(width))°",
            field
        )
    }

    private static func v2(_ eccentricity: Double) -> PathwayStage {
        let (width, line, field) = human("V2", eccentricity)
        return PathwayStage(
            name: "V2", answers: "corners, textures, whose edge it is", width: width, eccentricity: eccentricity,
            cells: "human",
            definition: field.definition, source: field.source, command: "striate rf MODEL --explain", numbers: [line])
    }

    private static func dorsal(_ eccentricity: Double) -> PathwayStage {
        let (width, line, field) = human("V3", eccentricity)
        return PathwayStage(
            name: "V3, MT", answers: "movement and place, on to parietal cortex: where to look next",
            width: width, eccentricity: eccentricity, cells: "human V3", definition: field.definition,
            source: field.source,
            command: "striate saliency IMAGE", numbers: [line + " (V3)"])
    }

    private static func v4(_ eccentricity: Double) -> PathwayStage {
        let (width, line, field) = human("hV4", eccentricity)
        return PathwayStage(
            name: "V4", answers: "curves, shapes, colours as they are under any light", width: width,
            eccentricity: eccentricity,
            cells: "human", definition: field.definition, source: field.source,
            command: "striate rf MODEL --unit LAYER:ROW,COL",
            numbers: [line])
    }

    private static var it: PathwayStage {
        let field = CorticalField.macaqueAtFive[CorticalField.macaqueAtFive.count - 1]
        return PathwayStage(
            name: "IT", answers: "things and faces, nearly wherever they are: what it is", width: field.atFive,
            eccentricity: 5,
            cells: "macaque TE, 5°", definition: "width", source: field.source, command: "striate classify MODEL IMAGE",
            numbers: ["field  \(Numeral.text(field.atFive))° at 5°, whatever the place"])
    }
}
