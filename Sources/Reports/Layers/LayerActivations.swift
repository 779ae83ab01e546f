public import Inference
import Networks
public import Planes
import ReceptiveFields

/// The layers of a network that are shown, made ready to run.
public struct LayerActivations: Sendable {
    /// A picture, as tables call it.
    public struct Picture {
        let name: String
        let row: Int?
        let truth: String?
        let shown: NetworkPicture

        /// A picture of a file, or of a row of a table with its label.
        public init(name: String, row: Int?, truth: String?, shown: NetworkPicture) {
            (self.name, self.row, self.truth, self.shown) = (name, row, truth, shown)
        }
    }

    private let network: RunnableNetwork
    private let shapes: Shapes
    private let layers: [TensorField]
    private let note: String?
    private let runner: Runner

    /// Values that all layers together may hold.
    private static let mostValues = 1 << 26
    /// Layers that may be named.
    private static let mostLayers = 200

    /// Prepares layers.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - names: as ``ReceptiveFields/ReceptiveFields/tensors(namedIn:)`` finds them; those of
    ///     ``LayerActivationsChoice`` otherwise.
    /// - Throws: ``LayerActivationsError``, ``Networks/NetworkError``, ``Inference/InferenceError``: layers that there
    ///   are not, or too many, or of too many units, an operation that is not run.
    public init(_ network: RunnableNetwork, layers names: String?) throws {
        let fields = try ReceptiveFields(of: network.network, image: network.image)
        shapes = try Shapes(of: network.network, inputs: [network.image.name: network.image.shape])
        let choice = LayerActivationsChoice(of: fields)
        layers = try names.map { try fields.tensors(namedIn: $0) } ?? choice.layers
        note = names == nil ? choice.note : nil
        self.network = network
        guard !layers.isEmpty else { throw LayerActivationsError.emptyFields }
        guard names == nil || layers.count <= Self.mostLayers else {
            throw LayerActivationsError.tooManyLayers(layers.count, limit: Self.mostLayers)
        }
        let values = Count.sum(layers.map { elementCount($0.shape ?? []) })
        guard values <= Self.mostValues else {
            throw LayerActivationsError.tooManyValues(values, limit: Self.mostValues)
        }
        // Where the answer cannot be run, the layers that were named may be.
        let (tensors, answer) = (layers.map(\.tensor), network.network.outputs.prefix(1))
        runner = try (try? network.runner(giving: tensors + answer)) ?? network.runner(giving: tensors)
    }

    /// Names of the layers shown.
    public var names: [String] { layers.map(\.node.label) }

    /// Shows a picture to the network.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - picture: an image of any size, or an array.
    ///   - labels: names of so many classes, where they are known.
    ///   - top: strongest channels that the table holds of each layer.
    /// - Throws: ``Inference/InferenceError``, ``LayerActivationsError/noClasses(tensor:)`` where there are labels,
    ///   what `labels` throws.
    public func report(
        model: String, on picture: Picture, labels: ((Int) throws -> [String])?, top: Int
    ) throws -> LayerActivationsReport {
        let ready = try network.ready(picture.shown)
        let tensors = try runner.run(ready.inputs)
        let preprocessing = network.preprocessingSummary(of: [ready])
        let shown = layers.compactMap { field in
            tensors[field.tensor].map {
                LayerActivation(field, instance: shapes.instance(of: field.node), activity: $0)
            }
        }
        let answer = network.network.outputs.first.flatMap { name in tensors[name].map { (name, $0) } }
        let predictions = try answer.flatMap { name, tensor -> PredictionReport? in
            guard let ranked = Predictions(tensor) else {
                if labels != nil { throw LayerActivationsError.noClasses(tensor: name) }
                return nil
            }
            let guessed = PredictionReport.Picture(
                file: picture.name, row: picture.row, truth: picture.truth,
                reading: ready.reading, predictions: ranked)
            return PredictionReport(
                model: model, preprocessing: preprocessing, output: name, pictures: [guessed],
                labels: try labels?(tensor.count), top: top)
        }
        return LayerActivationsReport(
            model: model, picture: picture.row.map { "\(picture.name), row \($0)" } ?? picture.name, image: ready.image,
            preprocessing: preprocessing, layers: shown, predictions: predictions,
            notes: [note, network.arithmeticNote].compactMap(\.self), top: top,
            given: given(ready.inputs, tensors))
    }
}

extension LayerActivations {
    /// What the network took, what the layers gave and, where none of them is it, the answer.
    private func given(
        _ inputs: [String: Tensor<Float>], _ tensors: [String: Tensor<Float>]
    ) -> [(name: String, tensor: Tensor<Float>)] {
        let shown = layers.compactMap { field in
            tensors[field.tensor].map { (name: "\(padded(field.index))-\(field.node.label)", tensor: $0) }
        }
        let answer = network.network.outputs.prefix(1).filter { name in !layers.contains { $0.tensor == name } }
        return inputs.map { (name: "input", tensor: $0.value) } + shown
            + answer.compactMap { name in tensors[name].map { (name: "answer", tensor: $0) } }
    }

    /// Of three digits or more.
    private func padded(_ index: Int) -> String {
        String(repeating: "0", count: max(0, 3 - "\(index)".count)) + "\(index)"
    }
}

/// Why layers are not shown.
public enum LayerActivationsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No layer sees the picture.
    case emptyFields
    /// More layers than are shown.
    case tooManyLayers(Int, limit: Int)
    /// Layers that hold more values than are kept.
    case tooManyValues(Int, limit: Int)
    /// Labels for an answer that is not one number for each class.
    case noClasses(tensor: String)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .emptyFields: "no layer of it sees the picture"
        case .tooManyLayers(let count, let limit): "\(count) layers, more than \(limit); name fewer"
        case .tooManyValues(let count, let limit): "they hold \(count) values, more than \(limit); name fewer"
        case .noClasses(let tensor): "'\(tensor)' is not one number for each class"
        }
    }
}
