import Networks
import ReceptiveFields
public import Inference

/// A network laid out to be looked at: its layers, what each reads, what each unit sees.
public struct NetworkScene: Sendable {
    /// A layer that is shown.
    struct Layer: Sendable {
        let field: TensorField
        let instance: OperatorInstance
        let units: TensorUnits?
        /// For each input of its node that depends on the image: its name there.
        let inputs: [String]
        /// Layers that read it.
        var readers: [Int] = []

        /// That of its node; of the second output of a node on, the tensor's.
        var name: String { field.tensor == field.node.outputs.first ? field.node.label : field.tensor }
        /// Channels, rows and columns, of the shape that is known before the network runs.
        var isMap: Bool { field.mapOrder != nil }
    }

    /// The network that is shown.
    public let network: RunnableNetwork
    let fields: ReceptiveFields
    let layers: [Layer]
    /// The answer.
    let output: String?
    /// Names of the classes.
    let labels: [String]?
    /// For each tensor that depends on the image: the layer that gives it, or whose values it passes on.
    let layerOfTensor: [String: Int]

    /// Layers beyond these are not listed.
    static let mostLayers = 2000

    /// Follows a network.
    ///
    /// - Throws: ``Networks/NetworkError``, ``Inference/InferenceError``: a network that cannot be followed.
    public init(_ network: RunnableNetwork, labels: [String]? = nil) throws {
        self.network = network
        self.labels = labels
        let graph = network.network
        fields = try ReceptiveFields(
            of: graph, image: network.image, keeping: Set(graph.nodes.flatMap(\.outputs)))
        let shapes = try Shapes(of: graph, inputs: [network.image.name: network.image.shape])
        output = graph.outputs.first
        let needed = Set(graph.indices(giving: Set(graph.outputs.prefix(1))).flatMap { graph.nodes[$0].outputs })
        var (layers, owner): ([Layer], [String: Int]) = ([], [:])
        let seeing = Set(fields.tensors.map(\.tensor)).union([network.image.name])
        let read = Set(graph.nodes.flatMap(\.inputs))
        for field in fields.tensors where needed.contains(field.tensor) {
            guard field.tensor == field.node.outputs.first || read.contains(field.tensor) else { continue }
            let inputs = field.node.reads.filter(seeing.contains)
            if field.node.op.passesValues || field.node.op.kind == .reshaping, let source = inputs.first {
                owner[field.tensor] = owner[source]
                continue
            }
            guard layers.count < Self.mostLayers else { break }
            owner[field.tensor] = layers.count
            layers.append(
                Layer(
                    field: field, instance: shapes.instance(of: field.node), units: fields.units[field.tensor],
                    inputs: inputs))
        }
        for index in layers.indices {
            for source in Set(layers[index].inputs.compactMap { owner[$0] }) { layers[source].readers.append(index) }
        }
        self.layers = layers
        layerOfTensor = owner
    }

    /// The tensors that a run is to reach.
    var targets: [String] { output.map { [$0] } ?? layers.last.map { [$0.field.tensor] } ?? [] }

    /// The layers that one is made of, in network order.
    func layers(before index: Int) -> [Int] {
        var found: Set<Int> = []
        for layer in (0...index).reversed() where layer == index || found.contains(layer) {
            found.formUnion(layers[layer].inputs.compactMap { layerOfTensor[$0] })
        }
        return found.sorted()
    }

    /// A layer by its place.
    ///
    /// - Throws: ``ExplorerError/malformed(_:)``.
    func layer(of request: PageRequest) throws(ExplorerError) -> (index: Int, layer: Layer) {
        let index = try request.number("layer", in: layers.indices)
        return (index, layers[index])
    }
}
