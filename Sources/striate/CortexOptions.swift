public import ArgumentParser
public import Planes
public import Retinotopy
import GaborBanks
import ReceptiveFields
import Workers

/// A model of V1: what the eye looks at, what cells make of it, and how they lie on the cortex.
struct CortexOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Degrees of visual angle that a picture's width spans.", valueName: "degrees"))
    var field = 16.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The pixel looked at, right and down (default: the middle).", valueName: "x,y"))
    var fixation: NumberList?

    @Option(help: ArgumentHelp("Pass the picture through the LGN: parvo or magno.", valueName: "layers"))
    var lgn: RelayCells.Kind?

    @Option(help: ArgumentHelp("linear, simple (half-rectified) or complex (quadrature energy).", valueName: "kind"))
    var cells = V1Model.Cells.complex

    @Option(
        help: ArgumentHelp("Divide by the activity of all cells at a place; a contrast, such as 0.1.", valueName: "σ"))
    var normalize: Double?

    @Option(help: ArgumentHelp("Beyond the edge: reflect, wrap or zero.", valueName: "kind"))
    var boundary = Boundary.reflect

    @Option(help: ArgumentHelp("Pixels from unit to unit; auto has 128 on the longer side.", valueName: "n|auto"))
    var stride = "auto"

    @Option(
        help: ArgumentHelp(
            "polimeni-v1, polimeni-v2, polimeni-v3, monopole, horton-hoyt or dougherty.", valueName: "map"))
    var cortex = CorticalMap.Named.polimeniV1

    @Flag(help: "Filter light, not the code of sRGB.")
    var linear = false

    @Flag(help: "Let the retina sample coarser outwards, as cortical magnification falls.")
    var foveate = false

    func validate() throws {
        if let fixation, fixation.values.count != 2 { try refuse("--fixation", fixation, "two numbers, x,y") }
    }

    /// Whether anything is asked for that the units of a network do not have.
    var isOfBank: Bool { lgn != nil || normalize != nil || foveate || linear || stride != "auto" }

    /// The pixel looked at.
    var gaze: (x: Double, y: Double)? { fixation.map { ($0.values[0], $0.values[1]) } }

    /// The model of V1 that the options describe, with the bank that others design.
    func pipeline(
        _ design: BankOptions, wavelengths: [Double], seed: UInt64, workers: Workers
    ) throws -> MapPipeline {
        let step = try stride == "auto" ? nil : Int(stride).orUsage("--stride")
        return MapPipeline(
            bank: { resolution in
                let (plan, notes) = try design.plan(
                    wavelengths: wavelengths, at: resolution, known: resolution,
                    presetSide: MacaqueBank.customarySide(
                        at: resolution, growth: CorticalField.macaqueV1Growth(at: design.eccentricity.drawn)),
                    seed: seed)
                return (plan.bank, notes)
            }, relay: lgn, cells: cells,
            normalization: try normalize.map { try DivisiveNormalization(semisaturation: $0) }, boundary: boundary,
            stride: step, degrees: field, fixation: gaze, cortex: cortex.map, isLinear: linear,
            isFoveated: foveate, isGrowing: design.eccentricity == .field, workers: workers)
    }
}

extension RelayCells.Kind: ExpressibleByArgument {}
extension V1Model.Cells: ExpressibleByArgument {}
extension Boundary: ExpressibleByArgument {}
extension CorticalMap.Named: ExpressibleByArgument {}
