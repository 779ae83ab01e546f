import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import Reports

/// The layers of a network that are shown, made ready to run.
struct NetworkWalk {
    private let network: RunnableNetwork
    private let shapes: Shapes
    private let layers: [TensorField]
    private let note: String?
    private let runner: Runner

    /// Values that all layers together may hold.
    private static let mostValues = 1 << 26
    /// Layers that may be named.
    private static let mostLayers = 200

    /// - Parameter layers: names with stars, commas between.
    /// - Throws: a layer that there is not, layers of too many units, an operation that is not run.
    init(_ network: RunnableNetwork, layers patterns: String?) throws {
        let fields = try network.fields()
        let image = network.image
        do throws(NetworkError) {
            shapes = try Shapes(of: network.network, inputs: [image.name: image.shape])
        } catch {
            throw ArchiveError.notANetwork(file: network.path, reason: "\(error)")
        }
        let choice = WalkChoice(of: fields)
        layers = try patterns.map { try Self.named($0, among: fields.tensors, network.path) } ?? choice.layers
        note = patterns == nil ? choice.note : nil
        self.network = network
        guard !layers.isEmpty else {
            throw ArchiveError.notANetwork(file: network.path, reason: "no layer of it sees the picture")
        }
        let values = layers.reduce(0) { $0 + elementCount($1.shape ?? []) }
        guard values <= Self.mostValues else {
            throw ValidationError("--layers: they hold \(values) values, more than \(Self.mostValues); name fewer")
        }
        // Where the answer cannot be run, the layers that were named may be.
        let (names, answer) = (layers.map(\.tensor), network.network.outputs.prefix(1))
        runner = try (try? network.runner(giving: names + answer)) ?? network.runner(giving: names)
    }

    private static func named(_ patterns: String, among all: [TensorField], _ file: String) throws -> [TensorField] {
        var chosen: Set<Int> = []
        for pattern in patterns.split(separator: ",").map(String.init) {
            let layers = all.filter { fits($0.node.label, pattern: pattern) }
            let found = layers.isEmpty ? all.filter { fits($0.tensor, pattern: pattern) } : layers
            guard !found.isEmpty else {
                let names = all.map(\.node.label) + all.map(\.tensor)
                throw ArchiveError.noSuchLayer(
                    file: file, name: pattern, suggestion: nearestName(to: pattern, among: names))
            }
            chosen.formUnion(found.map(\.index))
        }
        guard chosen.count <= mostLayers else {
            throw ValidationError("--layers: \(chosen.count) layers, more than \(mostLayers); name fewer")
        }
        return all.filter { chosen.contains($0.index) }
    }

    /// Names of the layers shown.
    var names: [String] { layers.map(\.node.label) }

    /// Shows a picture to the network.
    func report(on picture: PictureSource.Picture, labels: String?, top: Int) throws -> WalkReport {
        let image = try network.fitted(picture.image())
        let input = [network.image.name: try network.tensor(ofFitted: image)]
        let tensors = try network.naming { () throws(InferenceError) in try runner.run(input) }
        let shown = layers.compactMap { field in
            tensors[field.tensor].map {
                WalkLayer(field, instance: shapes.instance(of: field.node), activity: $0)
            }
        }
        let model = URL(fileURLWithPath: network.path).lastPathComponent
        let answer = network.network.outputs.first.flatMap { name in tensors[name].map { (name, $0) } }
        let guesses = try answer.flatMap { name, tensor -> GuessReport? in
            guard let ranked = Guesses(tensor) else {
                if labels != nil { throw ValidationError("--labels: '\(name)' is not one number for each class") }
                return nil
            }
            let guessed = GuessReport.Picture(
                file: picture.name, row: picture.row, truth: picture.truth, guesses: ranked)
            return GuessReport(
                model: model, preprocessing: network.preprocessingSummary, output: name, pictures: [guessed],
                labels: try labels.map { try LabelFile(path: $0, count: tensor.count).labels }, top: top)
        }
        return WalkReport(
            model: model, picture: picture.row.map { "\(picture.name), row \($0)" } ?? picture.name, image: image,
            preprocessing: network.preprocessingSummary, layers: shown, guesses: guesses, note: note, top: top)
    }
}
