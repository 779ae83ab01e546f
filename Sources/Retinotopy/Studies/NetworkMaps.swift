public import Inference
import Networks
import Planes
public import ReceptiveFields

/// The activity of a network's layer for some pictures, each unit at the centre of its receptive field.
public struct NetworkMaps: MapSource {
    /// The network.
    public let network: RunnableNetwork
    /// What the network's file is called.
    public let file: String
    /// The layer.
    public let target: TensorField
    /// Where its units are on the network's picture.
    public let lattice: UnitLattice
    /// The map of the cortex.
    public let cortex: CorticalMap
    private let runner: Runner
    private let views: [VisualField]
    private let placements: [Placement]
    private let pictures: [MapPicture]

    /// Values, and units of a channel, that are laid out.
    private static let (mostValues, mostUnits) = (1 << 25, 1 << 20)

    /// Prepares a layer.
    ///
    /// - Parameters:
    ///   - pictures: in their order.
    ///   - network: one that is shown pictures.
    ///   - file: what the network's file is called, for reports.
    ///   - layer: as ``Networks/TensorNames`` finds it; without it, the last map whose units lie evenly.
    ///   - degrees: that a photograph's width spans, however much of it the network is shown.
    ///   - fixation: the photograph's pixel that is looked at; its middle if left out.
    ///   - cortex: from the visual field to millimetres.
    /// - Throws: ``Networks/NetworkError``, ``Inference/InferenceError``; ``RetinotopyError`` of a layer of too many
    ///   units, or whose units are no lattice on the image.
    public init(
        of pictures: [MapPicture], in network: RunnableNetwork, file: String, layer: String?,
        degrees: Double, fixation: (x: Double, y: Double)?, cortex: CorticalMap
    ) throws {
        let fields = try ReceptiveFields(of: network.network, image: network.image)
        let found =
            if let layer { try fields.tensor(named: layer) } else {
                fields.tensors.last { Self.lattice($0).map { $0.size.count > 1 } ?? false }
            }
        guard let target = found, let lattice = Self.lattice(target) else {
            throw RetinotopyError.unevenUnits(layer: layer)
        }
        let shape = target.shape ?? []
        guard elementCount(shape) <= Self.mostValues, lattice.size.count <= Self.mostUnits else {
            throw RetinotopyError.tooManyValues(layer: target.node.label, shape: shape)
        }
        self.network = network
        self.file = file
        self.target = target
        self.lattice = lattice
        self.cortex = cortex
        let pictures = pictures.map { $0.placed(in: network.size) }
        self.pictures = pictures
        runner = try network.runner(giving: [target.tensor])
        views = try pictures.map { try VisualField(of: $0, degrees: degrees, fixation: fixation) }
        placements = try pictures.map { picture in
            picture.array == nil ? try network.placement(on: picture.size) : Placement(all: network.size)
        }
    }

    private static func lattice(_ field: TensorField) -> UnitLattice? {
        guard field.mapOrder != nil, let height = field.height, let width = field.width,
            let x = field.columns.center, let y = field.rows.center, let across = field.columns.stride,
            let down = field.rows.stride, across > 0, down > 0, height > 0, width > 0
        else { return nil }
        return UnitLattice(
            size: PixelSize(height: height, width: width), startX: x, startY: y, strideX: across, strideY: down)
    }

    /// The part of the first photograph that the network is shown.
    public var placement: Placement? { placements.first }

    /// One line on what is done to the pictures.
    public var preprocessingSummary: String {
        network.preprocessingSummary(arrays: pictures.count { $0.array != nil }, of: pictures.count)
    }

    private var channels: Int { target.channels ?? 0 }

    /// As many units for every picture, which is brought to the network's size.
    public var sizes: [MapSize] {
        views.map { MapSize(lattice, channels: channels, field: $0, cortex: cortex) }
    }

    /// Decodes a picture and shows it to the network.
    public func study(_ index: Int) throws -> MapStudy {
        Memory.returnIdle()
        let (picture, placement) = (pictures[index], placements[index])
        let shown = try picture.shown()
        let ready = try network.ready(shown, moves: false)
        guard let activity = try runner.run(ready.inputs)[target.tensor],
            let tensor = target.mapOrder.map({ activity.channelsFirst(from: $0) }),
            tensor.shape == [1, channels, lattice.size.height, lattice.size.width]
        else { throw RetinotopyError.otherShape(layer: target.node.label) }
        return MapStudy(
            name: picture.name, stem: picture.stem,
            kind: picture.format + (ready.reading?.isInverted ?? false ? ", ink turned to light on dark" : ""),
            image: shown.image ?? ready.image,
            layer: target.node.label, cells: target.node.op.name,
            map: ActivationMap(
                channels: (0..<channels).map { Channel(index: $0, filters: [$0]) },
                planes: (0..<channels).map { tensor.plane(ofChannel: $0) }, lattice: lattice.placed(by: placement),
                field: views[index], cortex: cortex, seen: (placement.x.extent, placement.y.extent)),
            quantity: .ofNetwork)
    }
}
