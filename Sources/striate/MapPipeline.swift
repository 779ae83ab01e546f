import Archives
import GaborBanks
import Planes
import Reports
import Retinotopy
import Workers

/// From a picture's file to its activity, by the stages that the options of `map` choose.
struct MapPipeline {
    /// A bank of filters for a resolution, with sentences on how it was drawn.
    let bank: (PixelsPerDegree) throws -> (bank: DesignedBank, notes: [String])
    let relay: RelayCells.Kind?
    let cells: V1Model.Cells
    let normalization: DivisiveNormalization?
    let boundary: Boundary
    /// `nil`: about 128 units along the longer side.
    let stride: Int?
    let degrees: Double
    let fixation: (x: Double, y: Double)?
    let cortex: CorticalMap
    let isLinear: Bool
    let isFoveated: Bool
    let workers: Workers

    /// What is fixed before a picture is decoded.
    struct Plan {
        let picture: PictureList.Picture
        let field: VisualField
        let model: V1Model
        let notes: [String]

        var lattice: UnitLattice { UnitLattice(picture: field.size, stride: model.stride) }

        /// What a model is made for: plans that share it share the model.
        var purpose: [Double] { [field.resolution.value, Double(model.stride)] }
    }

    /// The plan for every picture; pictures of one resolution and size share a model.
    func plans(for pictures: [PictureList.Picture]) throws -> [Plan] {
        var last: Plan?
        return try pictures.map { picture in
            let size = picture.file.header.size
            let field = try VisualField(size: size, degrees: degrees, fixation: fixation)
            let longest = max(size.height, size.width)
            let stride = stride ?? max(1, (longest + 127) / 128)
            guard stride <= longest else {
                throw RetinotopyError.invalid(
                    option: "--stride", value: "\(stride)", expected: "at most the picture's \(longest) pixels, or auto"
                )
            }
            if let last, last.field.resolution == field.resolution, last.model.stride == stride {
                return Plan(picture: picture, field: field, model: last.model, notes: last.notes)
            }
            let (bank, notes) = try bank(field.resolution)
            let model = try V1Model(
                bank: bank, relay: try relay.map { try RelayCells($0, for: field) }, cells: cells,
                normalization: normalization, boundary: boundary, stride: stride)
            let plan = Plan(picture: picture, field: field, model: model, notes: notes)
            last = plan
            return plan
        }
    }

    /// A model made ready, for as long as pictures are of its size.
    struct Ready {
        let size: PixelSize
        let purpose: [Double]
        let model: PreparedV1
    }

    /// The model of a plan, made ready, or as it was for the picture before.
    func ready(for plan: Plan, before: Ready?) -> Ready {
        if let before, before.size == plan.field.size, before.purpose == plan.purpose { return before }
        return Ready(
            size: plan.field.size, purpose: plan.purpose,
            model: plan.model.prepared(for: plan.field.size, workers: workers))
    }

    /// Decodes a picture and shows it to its model.
    func study(_ plan: Plan, with model: PreparedV1) throws -> MapStudy {
        let stored = try plan.picture.file.image()
        let seen = isLinear ? stored.linear : stored.encoded
        let shown = isFoveated ? foveated(seen, plan.field) : seen
        let planes = model.response(to: shown.luminance, workers: workers)
        let header = plan.picture.file.header
        var kind =
            "\(plan.picture.file.format.displayName), \(header.isColor ? "colour" : "grey"), \(header.bitDepth) bits"
        if header.hasAlpha { kind += ", over mid grey" }
        if header.isTurned { kind += ", turned upright" }
        return MapStudy(
            name: plan.picture.name, stem: plan.picture.stem, kind: kind, image: shown,
            layer: plan.model.bank.name, cells: plan.model.cells.rawValue,
            map: ActivationMap(
                channels: plan.model.channels, planes: planes, lattice: plan.lattice, field: plan.field,
                cortex: cortex))
    }

    private func foveated(_ image: Image, _ field: VisualField) -> Image {
        let retina = Foveation(of: field, by: cortex)
        let planes = image.planes.map { retina.applied(to: $0, workers: workers) }
        return planes.count == 1
            ? Image(grey: planes[0], encoding: image.encoding)
            : Image(red: planes[0], green: planes[1], blue: planes[2], encoding: image.encoding)
    }

    /// The stages as a report tells them.
    func stages(_ plan: Plan) -> MapStages {
        MapStages(
            model: plan.model, field: plan.field, cortex: cortex, isLinear: isLinear, isFoveated: isFoveated,
            notes: plan.notes)
    }
}
