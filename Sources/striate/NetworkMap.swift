import Archives
import Inference
import Networks
import Planes
import ReceptiveFields
import Reports
import Retinotopy

/// The activity of a network's layer, each unit at the centre of its receptive field.
struct NetworkMap {
    private let network: RunnableNetwork
    private let target: TensorField
    private let lattice: UnitLattice
    private let runner: Runner
    private let field: VisualField
    private let cortex: CorticalMap

    /// Values, and units of a channel, that are laid out.
    private static let (mostValues, mostUnits) = (1 << 25, 1 << 20)

    /// - Throws: a layer that there is not, of too many units, or whose units are no lattice on the image.
    init(
        _ network: RunnableNetwork, layer: String?, degrees: Double, fixation: (x: Double, y: Double)?,
        cortex: CorticalMap
    ) throws {
        let fields = try network.fields()
        let name = try layer.map { name in
            try network.naming { () throws(InferenceError) in try network.network.tensor(named: name) }
        }
        // Without a name, the last map whose units lie evenly.
        let found = fields.tensors.last { field in
            name.map { field.tensor == $0 } ?? (Self.lattice(field).map { $0.size.count > 1 } ?? false)
        }
        guard let target = found, let lattice = Self.lattice(target) else {
            throw ArchiveError.notANetwork(
                file: network.path,
                reason:
                    "the units of '\(layer ?? "the last map")' do not lie evenly on the image; name a layer of rows and columns"
            )
        }
        guard elementCount(target.shape ?? []) <= Self.mostValues, lattice.size.count <= Self.mostUnits else {
            throw ArchiveError.notANetwork(
                file: network.path,
                reason:
                    "'\(target.node.label)' has \(sizes(target.shape ?? [])) values; name a layer of fewer, or a smaller --input"
            )
        }
        self.network = network
        self.target = target
        self.lattice = lattice
        self.cortex = cortex
        runner = try network.runner(giving: [target.tensor])
        field = try VisualField(size: network.size, degrees: degrees, fixation: fixation)
    }

    private static func lattice(_ field: TensorField) -> UnitLattice? {
        guard field.axes.rows == 2, field.axes.columns == 3, let shape = field.shape, let x = field.columns.center,
            let y = field.rows.center, let across = field.columns.stride,
            let down = field.rows.stride, across > 0, down > 0, shape[2] > 0, shape[3] > 0
        else { return nil }
        return UnitLattice(
            size: PixelSize(height: shape[2], width: shape[3]), startX: x, startY: y, strideX: across, strideY: down)
    }

    private var channels: Int { target.shape?[1] ?? 0 }

    /// The layer's activity for some pictures.
    func source(_ list: PictureList) -> MapSource {
        MapSource(
            sizes: list.pictures.map { _ in
                MapSource.Size(lattice, channels: channels, field: field, cortex: cortex)
            },
            figures: ["field", "channels", "cortex"], study: { try study(list.pictures[$0]) },
            stages: { stages }, explanation: { [] })
    }

    private func study(_ picture: PictureList.Picture) throws -> MapStudy {
        let image = try network.fitted(picture.file.image())
        let input = [network.image.name: try network.tensor(ofFitted: image)]
        let answer = try network.naming { () throws(InferenceError) in try runner.run(input) }
        guard let tensor = answer[target.tensor],
            tensor.shape == [1, channels, lattice.size.height, lattice.size.width]
        else {
            throw ArchiveError.notANetwork(
                file: network.path, reason: "'\(target.node.label)' has not the shape that was foreseen")
        }
        return MapStudy(
            name: picture.name, stem: picture.stem, kind: picture.file.format.displayName, image: image,
            layer: target.node.label, cells: target.node.op.name,
            map: ActivationMap(
                channels: (0..<channels).map { Channel(index: $0, filters: [$0]) },
                planes: (0..<channels).map { tensor.plane(ofChannel: $0) }, lattice: lattice, field: field,
                cortex: cortex))
    }

    /// What was done, line by line.
    private var stages: [String] {
        let size = "\(target.rows.size) × \(target.columns.size)"
        return StageList([
            ("network", "\(network.path), layer '\(target.node.label)' (\(target.node.op))"),
            ("input", "\(network.preprocessingSummary); \(network.size) pixels"),
            (
                "units",
                "see \(size) pixels each, the next one \(short(lattice.strideX)) pixels on, the first at \(short(lattice.startX)), \(short(lattice.startY))"
            ),
            ("cortex", MapStages.area(of: cortex)),
        ]).lines
    }
}
