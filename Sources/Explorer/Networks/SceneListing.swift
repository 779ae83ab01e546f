import Inference
import Networks
import ReceptiveFields
import Reports

/// What the page is told of a network before it has seen anything.
struct SceneListing: Encodable, Sendable {
    struct Axis: Encodable, Sendable {
        let size: Int
        let stride, start: Double?
        let isUniform: Bool
    }

    struct Layer: Encodable, Sendable {
        let index: Int
        let name, tensor, op, purpose: String
        let shape: [Int]
        let isMap: Bool
        /// Whether a unit is made of nothing but the one at its place, and of constants.
        let isPointwise: Bool
        /// Layers that it reads; −1 for the image.
        let sources: [Int]
        let readers: [Int]
        let parameters: Int
        let rows, columns: Axis
        let seesAll, isExact: Bool
    }

    let input: [Int]
    /// Whether the file leaves rows and columns open, and those above are customary.
    let isSizeAssumed: Bool
    let layers: [Layer]
    let output: Int?
    let classes: [String]?
    let units: Int

    init(_ scene: NetworkScene) {
        input = [scene.network.image.channels, scene.network.image.height, scene.network.image.width]
        isSizeAssumed = scene.network.image.isAssumed
        classes = scene.labels
        output = scene.output.flatMap { scene.layerOfTensor[$0] }
        layers = scene.layers.enumerated().map { index, layer in
            Layer(
                index: index, name: layer.name, tensor: layer.field.tensor, op: layer.field.node.op.name,
                purpose: LayerPurpose(of: layer.instance, learned: layer.field.cost.parameters).text,
                shape: layer.field.shape ?? [], isMap: layer.isMap,
                isPointwise: [.pointwise, .adjusted].contains(layer.field.node.op.kind) && layer.inputs.count == 1,
                sources: layer.inputs.map { scene.layerOfTensor[$0] ?? -1 }, readers: layer.readers,
                parameters: layer.field.cost.parameters, rows: Axis(layer.field.rows),
                columns: Axis(layer.field.columns),
                seesAll: layer.field.rows.isGlobal && layer.field.columns.isGlobal, isExact: layer.field.isExact)
        }
        units = scene.layers.reduce(0) { $0 + elementCount($1.field.shape ?? []) }
    }
}

extension SceneListing.Axis {
    init(_ field: AxisField) {
        size = field.size
        stride = field.stride
        start = field.start
        isUniform = field.isUniform
    }
}
