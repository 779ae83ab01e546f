public import GaborBanks
internal import Inference
public import Planes
public import Workers

/// From a picture to its activity in V1: the stages and their settings.
public struct MapPipeline {
    /// A bank of filters for a resolution, with sentences on how it was drawn.
    public typealias Bank = (PixelsPerDegree) throws -> (bank: DesignedBank, notes: [String])

    let bank: Bank
    let relay: RelayCells.Kind?
    let cells: V1Model.Cells
    let normalization: DivisiveNormalization?
    let boundary: Boundary
    let stride: Int?
    let degrees: Double
    let fixation: (x: Double, y: Double)?
    /// The map of the cortex.
    public let cortex: CorticalMap
    /// Whether filters see light, or the code of sRGB.
    public let isLinear: Bool
    /// Whether the retina samples coarser outwards.
    public let isFoveated: Bool
    /// Whether filters grow outwards, as fields of macaque V1 do: see ``GrowingV1``.
    public let isGrowing: Bool
    let workers: Workers

    /// A pipeline.
    ///
    /// - Parameters:
    ///   - bank: gives the filters for a resolution; where they grow, those at fixation, which are Gabors.
    ///   - relay: cells of the LGN before the filters; none if left out.
    ///   - cells: what becomes of what the filters give.
    ///   - normalization: by all channels of a place, if any.
    ///   - boundary: what stands beyond a picture's edge.
    ///   - stride: pixels from unit to unit; `nil` for about 128 units along the longer side.
    ///   - degrees: that a picture's width spans.
    ///   - fixation: the pixel looked at; the middle if left out.
    ///   - cortex: from the visual field to millimetres.
    ///   - isLinear: whether filters see light, or the code of sRGB.
    ///   - isFoveated: whether the retina samples coarser outwards.
    ///   - isGrowing: whether filters grow outwards.
    ///   - workers: any number gives the same bytes.
    public init(
        bank: @escaping Bank, relay: RelayCells.Kind? = nil, cells: V1Model.Cells,
        normalization: DivisiveNormalization? = nil, boundary: Boundary, stride: Int? = nil, degrees: Double,
        fixation: (x: Double, y: Double)? = nil, cortex: CorticalMap, isLinear: Bool = false, isFoveated: Bool = false,
        isGrowing: Bool = false, workers: Workers
    ) {
        (self.bank, self.relay, self.cells, self.normalization) = (bank, relay, cells, normalization)
        (self.boundary, self.stride, self.degrees, self.fixation) = (boundary, stride, degrees, fixation)
        (self.cortex, self.isLinear, self.isFoveated, self.workers) = (cortex, isLinear, isFoveated, workers)
        self.isGrowing = isGrowing
    }

    /// What is fixed before a picture is decoded.
    public struct Plan {
        /// Where the picture lies in the visual field.
        public let field: VisualField
        /// The model it is shown to.
        public let model: V1Model
        /// The same model with filters that grow outwards; `nil` where they are alike everywhere.
        public let growing: GrowingV1?
        /// Sentences on how the bank was drawn.
        public let notes: [String]

        fileprivate init(_ field: VisualField, _ model: V1Model, isGrowing: Bool, _ notes: [String]) throws {
            (self.field, self.model, self.notes) = (field, model, notes)
            growing = isGrowing ? try GrowingV1(model, over: field) : nil
        }

        var lattice: UnitLattice { UnitLattice(picture: field.size, stride: model.stride) }

        /// What a model is made ready for: plans that share it share the model.
        fileprivate var purpose: [Double] {
            [field.resolution.value, Double(model.stride), Double(field.size.height), Double(field.size.width)]
        }
    }

    /// The plan for every picture; pictures of one resolution and stride share a model.
    func plans(for pictures: [MapPicture]) throws -> [Plan] {
        var last: Plan?
        return try pictures.map { picture in
            let field = try VisualField(of: picture, degrees: degrees, fixation: fixation)
            let longest = max(picture.size.height, picture.size.width)
            let stride = stride ?? max(1, (longest + 127) / 128)
            guard stride <= longest else {
                throw RetinotopyError.invalid(
                    .stride, value: "\(stride)", expected: "at most the picture's \(longest) pixels, or auto")
            }
            if let last, last.field.resolution == field.resolution, last.model.stride == stride {
                return try Plan(field, last.model, isGrowing: isGrowing, last.notes)
            }
            let (bank, notes) = try bank(field.resolution)
            let model = try V1Model(
                bank: bank, relay: try relay.map { try RelayCells($0, for: field) }, cells: cells,
                normalization: normalization, boundary: boundary, stride: stride)
            let plan = try Plan(field, model, isGrowing: isGrowing, notes)
            last = plan
            return plan
        }
    }

    /// What one picture takes at most, bytes: itself and its copies in single precision, the filters' answers, the channels
    /// before and after they are normalised, places, summary and rows of tables for each unit, and filters that grow.
    func bytes(of plan: Plan) -> Double {
        let pixels = Double(plan.field.size.height) * Double(plan.field.size.width)
        let units = Double(plan.lattice.size.height) * Double(plan.lattice.size.width)
        let values = plan.model.bank.filters.count + (normalization == nil ? 1 : 2) * plan.model.channels.count
        let copies = 40 + (isFoveated ? Foveation(of: plan.field, by: cortex).bytesPerPixel : 0)
        return pixels * copies + units * (4 * Double(values) + 500) + (plan.growing?.bytes ?? 0)
    }
}

/// The activity of V1 for some pictures.
public struct BankMaps: MapSource {
    /// The stages.
    public let pipeline: MapPipeline
    /// For every picture.
    public let plans: [MapPipeline.Plan]
    /// The model of the picture seen last; `nil` before the first, and where filters grow.
    public private(set) var model: PreparedV1?
    private var purpose: [Double] = []
    private let pictures: [MapPicture]

    /// Plans pictures.
    ///
    /// - Throws: ``RetinotopyError``, and what the pipeline's bank throws.
    public init(of pictures: [MapPicture], by pipeline: MapPipeline) throws {
        plans = try pipeline.plans(for: pictures)
        self.pipeline = pipeline
        self.pictures = pictures
        for (plan, picture) in zip(plans, pictures) {
            let bytes = pipeline.bytes(of: plan)
            guard bytes <= MemoryBudget.most else {
                throw RetinotopyError.tooLarge(
                    "\(picture.name): \(plan.lattice.size) units of \(plan.model.channels.count) channels",
                    bytes: bytes,
                    ways: [.stride])
            }
        }
    }

    /// For every picture, before any is decoded.
    public var sizes: [MapSize] {
        plans.map {
            MapSize($0.lattice, channels: $0.model.channels.count, field: $0.field, cortex: pipeline.cortex)
        }
    }

    /// Decodes a picture and shows it to its model, made ready anew where the one before does not suit.
    public mutating func study(_ index: Int) throws -> MapStudy {
        let (plan, picture) = (plans[index], pictures[index])
        if plan.growing == nil, purpose != plan.purpose {
            model = plan.model.prepared(for: plan.field.size, workers: pipeline.workers)
            purpose = plan.purpose
        }
        Memory.returnIdle()
        let stored = try picture.image()
        let seen = pipeline.isLinear ? stored.linear : stored.encoded
        let shown = pipeline.isFoveated ? foveated(seen, plan.field) : seen
        let planes =
            plan.growing?.response(to: shown.luminance, workers: pipeline.workers)
            ?? model?.response(to: shown.luminance, workers: pipeline.workers) ?? []
        return MapStudy(
            name: picture.name, stem: picture.stem, kind: picture.kind, image: shown,
            layer: plan.model.bank.name, cells: plan.model.cells.rawValue,
            map: ActivationMap(
                channels: plan.model.channels, planes: planes, lattice: plan.lattice, field: plan.field,
                cortex: pipeline.cortex),
            quantity: plan.model.normalization == nil ? .contrast : .normalized, isGrowing: pipeline.isGrowing)
    }

    private func foveated(_ image: Image, _ field: VisualField) -> Image {
        let retina = Foveation(of: field, by: pipeline.cortex)
        let planes = image.planes.map { retina.applied(to: $0, workers: pipeline.workers) }
        return planes.count == 1
            ? Image(grey: planes[0], encoding: image.encoding)
            : Image(red: planes[0], green: planes[1], blue: planes[2], encoding: image.encoding)
    }
}
