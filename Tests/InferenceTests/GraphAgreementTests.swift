import Foundation
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Archives
@testable import Inference

/// Small networks in the files of Keras and TensorFlow Lite, beside what Keras and the interpreter compute.
@Suite struct GraphAgreementTests {
    struct Case: Decodable, Sendable, CustomStringConvertible {
        let `case`: String
        let files: [String]
        let input: [Int]
        let rows, columns: [[Int]]?

        var description: String { `case` }
    }

    private static let folder = repository.appending(path: "Tests/InferenceTests/Reference/graphs").path

    static let cases: [Case] = {
        let file = URL(filePath: folder).appending(path: "reference.json")
        do { return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file)) } catch {
            fatalError("\(file.path): \(error)")
        }
    }()

    private static func arrays(_ name: String) throws -> [String: Tensor<Float>] { try npz("\(folder)/\(name).npz") }

    /// What a file's network gives for the stored input.
    private func run(
        _ file: String, giving names: [String], on input: Tensor<Float>
    ) throws -> [String: Tensor<Float>] {
        let network = try Network(path: "\(Self.folder)/\(file)")
        let runner = try Runner(network, giving: names.isEmpty ? network.outputs : names, workers: Workers(1))
        return try runner.run(input)
    }

    private func largestDifference(_ a: Tensor<Float>, _ b: Tensor<Float>) -> Float {
        guard a.shape == b.shape else { return .infinity }
        return zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: cases)
    func `every layer of a Keras network gives what Keras gives`(reference: Case) throws {
        let arrays = try Self.arrays(reference.case)
        let input = try #require(arrays["input"])
        let layers = arrays.keys.filter { $0.hasPrefix("layer:") }.map { String($0.dropFirst(6)) }.sorted()
        #expect(!layers.isEmpty)
        for file in reference.files where !file.hasSuffix(".tflite") {
            let found = try run(file, giving: layers, on: input)
            for layer in layers {
                let (tensor, expected) = (try #require(found[layer]), try #require(arrays["layer:\(layer)"]))
                #expect(largestDifference(tensor, expected) < 1e-5, "\(file): \(layer)")
            }
            let output = try #require(run(file, giving: [], on: input).values.first)
            #expect(largestDifference(output, try #require(arrays["output"])) < 1e-5, "\(file)")
        }
    }

    @Test(arguments: cases)
    func `a network of TensorFlow Lite gives what its interpreter gives`(reference: Case) throws {
        let arrays = try Self.arrays(reference.case)
        let input = try #require(arrays["input"])
        for file in reference.files where file.hasSuffix(".tflite") {
            let output = try #require(run(file, giving: [], on: input).values.first)
            let kind = file.contains("int8") ? "tflite_int8" : file.contains("float16") ? "tflite_float16" : "tflite"
            let expected = try #require(arrays[kind])
            // A hair more, as the steps are multiples of a rounded number.
            let step = file.contains("int8") ? try Self.step(file) * 1.001 : 1e-5
            let difference = largestDifference(output, expected)
            #expect(difference <= step, "\(file): \(difference) of \(step)")
        }
    }

    @Test(arguments: cases)
    func `gradients of a quantised network are those of the network, as far as its steps let`(
        reference: Case
    ) throws {
        guard let quantized = reference.files.first(where: { $0.hasSuffix("-int8.tflite") }) else { return }
        let input = try #require(Self.arrays(reference.case)["input"])
        let gradients = try [quantized, "\(reference.case).tflite"].map { file in
            let network = try Network(path: "\(Self.folder)/\(file)")
            let output = network.outputs[0]
            let name = try ImageInput(of: network).name
            let run = try RecordedRun(of: network, upTo: [output], on: [name: input], workers: Workers(1))
            // Of one unit: probabilities sum to 1 whatever the image.
            return try run.gradient(of: output, at: run.tensor(output).shape.map { _ in 0 }).values
        }
        func product(_ a: Int, _ b: Int) -> Float { zip(gradients[a], gradients[b]).reduce(0) { $0 + $1.0 * $1.1 } }
        let cosine = product(0, 1) / (product(0, 0) * product(1, 1)).squareRoot()
        #expect(cosine > 0.97, "\(quantized): \(cosine)")
    }

    /// The quantisation step of a file's output.
    private static func step(_ file: String) throws -> Float {
        let file = try LazyFile(path: "\(folder)/\(file)")
        let model = try FlatTable(rootOf: file)
        let graph = try #require(try model.tables(2)[0])
        let operators = try TFLiteGraph(file, model: model, graph: graph)
        let last = try #require(operators.operators.last { operators.outputs.contains($0.outputs[0]) })
        let scaling = try #require(try graph.tables(0)[last.inputs[0]]?.table(4))
        let range = try #require(try scaling.vector(2, size: 4))
        return Float(bitPattern: UInt32(file.littleEndian(in: range.lowerBound..<range.lowerBound + 4)))
    }

    @Test(arguments: cases.filter { $0.rows != nil })
    func `units see what gradients show that they see, whichever file the network is from`(reference: Case) throws {
        for file in reference.files {
            let network = try Network(path: "\(Self.folder)/\(file)")
            let image = try ImageInput(of: network)
            #expect(image.order == .channelsLast && image.shape == reference.input, "\(file)")
            let output = network.outputs[0]
            let fields = try ReceptiveFields(of: network, image: image, keeping: [output])
            #expect(fields.unknown.isEmpty, "\(file)")
            let field = try #require(fields.tensors.first { $0.tensor == output })
            #expect(field.isExact && field.order == .channelsLast, "\(file)")
            let units = try #require(fields.units[output])
            let rows = (0..<units.height).map { units.field(row: $0, column: 0, strictly: true).rows }
            let columns = (0..<units.width).map { units.field(row: 0, column: $0, strictly: true).columns }
            #expect(rows.map { [$0.first, $0.last, $0.count] } == reference.rows, "\(file)")
            #expect(columns.map { [$0.first, $0.last, $0.count] } == reference.columns, "\(file)")
        }
    }

    @Test(arguments: cases)
    func `both files of Keras are one network`(reference: Case) throws {
        let networks = try reference.files.filter { !$0.hasSuffix(".tflite") }.map {
            try Network(path: "\(Self.folder)/\($0)")
        }
        let fields = try networks.map { network in
            try ReceptiveFields(of: network, image: ImageInput(of: network)).tensors.map {
                "\($0.node.label) \($0.tensor) \($0.shape ?? []) \($0.rows) \($0.columns) \($0.cost)"
            }
        }
        #expect(fields.count == 2 && fields[0] == fields[1])
    }

    @Test(.needs("graphs/keras/mobilenet_v2_035.keras"))
    func `MobileNetV2 gives what Keras gives at every layer`() throws {
        let network = try Network(path: #require(reference("graphs/keras/mobilenet_v2_035.keras")))
        let arrays = try npz(#require(reference("graphs/keras/mobilenet_v2_035.npz")))
        let layers = arrays.keys.filter { $0.hasPrefix("layer:") }.map { String($0.dropFirst(6)) }
        let runner = try Runner(network, giving: layers + network.outputs, workers: Workers(2))
        let found = try runner.run(#require(arrays["input"]))
        for layer in layers {
            let expected = try #require(arrays["layer:\(layer)"])
            #expect(largestDifference(try #require(found[layer]), expected) < 1e-4, "\(layer)")
        }
        let output = try #require(network.outputs.first.flatMap { found[$0] })
        #expect(largestDifference(output, try #require(arrays["output"])) < 1e-4)
    }
}

/// The arrays of a NumPy archive by name.
func npz(_ path: String) throws -> [String: Tensor<Float>] {
    let archive = try ZipArchive(LazyFile(path: path))
    var arrays: [String: Tensor<Float>] = [:]
    for entry in archive.entries where entry.name.hasSuffix(".npy") {
        let name = String(entry.name.dropLast(4))
        let array = try NumpyArray(name, in: .entry(entry, archive), place: entry.name, of: archive.file) {
            (count) throws(ArchiveError) in try archive.bytes(of: entry, first: count)
        }
        arrays[name] = Tensor(shape: array.tensor.shape, values: try array.tensor.values(in: archive.file))
    }
    return arrays
}
