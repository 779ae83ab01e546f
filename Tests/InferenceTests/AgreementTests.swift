import Archives
import Foundation
import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Real networks beside ONNX Runtime 1.32 (forward) and PyTorch 2.13 (backward).
@Suite struct AgreementTests {
    private static func alexNet() throws -> Network { try Network(path: bundled("data/alexnet/alexnet-features.onnx")) }

    private static func astronaut() throws -> Tensor<Float> {
        let image = try ImageFile(path: bundled("astronaut-224.png")).image()
        return try Preprocessing("imagenet,fit=exact").tensor(of: image, channels: 3, size: PixelSize(side: 224))
    }

    private static let stored = ["conv1", "pool1", "pool2", "relu4", "pool5"]

    @Test func `AlexNet sees the astronaut as ONNX Runtime does`() throws { try check(["pool5"]) }

    /// `pool5` lies beside these tests, the others in the reference folder.
    @Test(.needs("activations"))
    func `AlexNet's every stage sees the astronaut as ONNX Runtime does`() throws { try check(Self.stored) }

    private func check(_ tensors: [String]) throws {
        let runner = try Runner(Self.alexNet(), giving: tensors, workers: Workers(2))
        let found = try runner.run(Self.astronaut())
        for name in tensors {
            let path =
                reference("activations/alexnet-astronaut-\(name).npy") ?? bundled("alexnet-astronaut-\(name).npy")
            let expected = try numpy(path)
            let tensor = try #require(found[name])
            #expect(tensor.shape == expected.shape)
            // Winograd's tiles and ONNX Runtime's blocks round differently, some 1e-6 of the largest value per layer.
            #expect(difference(tensor, from: expected) < 1e-5)
        }
    }

    /// Units and the smallest boxes outside which PyTorch's gradients are 0.
    private static let units: [(layer: String, channel: Int, place: Int, value: Float, box: ClosedRange<Int>)] = [
        ("conv2", 7, 13, -8.393518, 86...136), ("conv3", 100, 6, -26.486795, 62...160),
        ("conv5", 10, 6, -15.519027, 30...192),
    ]

    /// What each unit says, and its gradient: made once, for whoever looks at them.
    private static let gradients = units.map { unit in
        Result {
            let recording = try RecordedRun(
                of: alexNet(), upTo: [unit.layer], on: ["image": astronaut()], workers: Workers(2))
            let place = [0, unit.channel, unit.place, unit.place]
            return (
                value: try recording.tensor(unit.layer)[0, unit.channel, unit.place, unit.place],
                gradient: try recording.gradient(of: unit.layer, at: place)
            )
        }
    }

    @Test(arguments: units.indices)
    func `a unit's value is PyTorch's, and its gradient 0 outside its box`(index: Int) throws {
        let (_, _, _, value, box) = Self.units[index]
        let (found, gradient) = try Self.gradients[index].get()
        #expect(abs(found - value) < 1e-5 * abs(value))
        #expect(gradient.shape == [1, 3, 224, 224])
        for y in 0..<224 {
            for x in 0..<224 where !(box.contains(y) && box.contains(x)) {
                for c in 0..<3 where gradient[0, c, y, x] != 0 { Issue.record("\(c), \(y), \(x) is not 0") }
            }
        }
        // The edges of the box are reached.
        #expect((0..<224).contains { x in (0..<3).contains { gradient[0, $0, box.lowerBound, x] != 0 } })
        #expect((0..<224).contains { y in (0..<3).contains { gradient[0, $0, y, box.upperBound] != 0 } })
    }

    @Test(.needs("activations"), arguments: units.indices)
    func `a unit's gradient is PyTorch's`(index: Int) throws {
        let (layer, channel, place, _, _) = Self.units[index]
        let name = "alexnet-astronaut-gradient-\(layer)-ch\(channel)-row\(place)-col\(place).npy"
        let expected = try numpy(try #require(reference("activations/\(name)")))
        let gradient = try Self.gradients[index].get().gradient
        #expect(difference(gradient, from: expected) < 1e-5)
    }

    @Test(.needs("models/mnist-8.onnx", "activations"))
    func `digits are told apart as ONNX Runtime does`() throws {
        struct Logits: Decodable {
            let rows: [Int]
            let logits: [[Float]]
        }
        let file = try #require(reference("activations/mnist-8-logits.json"))
        let expected = try JSONDecoder().decode(Logits.self, from: Data(contentsOf: URL(filePath: file)))
        let network = try Network(path: try #require(reference("models/mnist-8.onnx")))
        let runner = try Runner(network, giving: network.outputs, workers: Workers(2))
        let digits = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        #expect(digits.count == 5000)
        func logits(_ row: Int) throws -> [Float] {
            let input = try Preprocessing.mnist.tensor(
                of: digits.image(row), channels: 1, size: PixelSize(side: 28))
            let found = try runner.run(input)
            return found[network.outputs[0]]?.values ?? []
        }
        for (row, values) in zip(expected.rows, expected.logits) {
            let largest = values.reduce(0) { max($0, abs($1)) }
            for (a, b) in zip(try logits(row), values) { #expect(abs(a - b) < 1e-6 * largest) }
        }
        var right = 0
        for row in stride(from: 0, to: 5000, by: 5) {
            let values = try logits(row)
            if values.indices.max(by: { values[$0] < values[$1] }).map(String.init) == digits.label(row) { right += 1 }
        }
        // ONNX Runtime is right on 992 of the 1000.
        #expect(right == 992)
    }

    private struct Known: Decodable, CustomStringConvertible, Sendable {
        struct Output: Decodable {
            let name: String
            let shape: [Int]
            let step: Int
            let values: [Float]
            let largest: Float
        }
        let file: String
        let inputs: [String: [Int]]
        let outputs: [Output]

        var description: String { file }

        /// Small networks lie beside the tests of receptive fields.
        var path: String? {
            let small = repository.appending(path: "Tests/ReceptiveFieldsTests/Reference").path
            return isSmall ? small + file.dropFirst(2) : reference(file)
        }

        var isSmall: Bool { file.hasPrefix("rf/") }

        static let all: [Known] = {
            guard let data = try? Data(contentsOf: URL(filePath: bundled("networks.json"))) else { return [] }
            return (try? JSONDecoder().decode([Known].self, from: data)) ?? []
        }()
    }

    @Test(arguments: Known.all.filter(\.isSmall), [Runner.Algorithm.fast, .plain])
    private func `small networks give what ONNX Runtime gives`(known: Known, algorithm: Runner.Algorithm) throws {
        try check(known, algorithm)
    }

    @Test(.needs("models"), arguments: Known.all.filter { !$0.isSmall }, [Runner.Algorithm.fast, .plain])
    private func `whole networks give what ONNX Runtime gives`(known: Known, algorithm: Runner.Algorithm) throws {
        try check(known, algorithm)
    }

    private func check(_ known: Known, _ algorithm: Runner.Algorithm) throws {
        let network = try Network(path: try #require(known.path))
        let runner = try Runner(network, giving: known.outputs.map(\.name), by: algorithm, workers: Workers(2))
        let found = try runner.run(
            known.inputs.mapValues { shape in
                Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0 * 7919 % 201 - 100) / 100 })
            })
        for output in known.outputs {
            let tensor = try #require(found[output.name])
            #expect(tensor.shape == output.shape)
            for (index, value) in output.values.enumerated() {
                #expect(abs(tensor.values[index * output.step] - value) <= 1e-4 * output.largest)
            }
        }
    }

    @Test func `the networks are listed`() {
        #expect(Known.all.count(where: \.isSmall) == 40 && Known.all.contains { !$0.isSmall })
    }

    private static let graphs: [String] = {
        guard let folder = reference("rf/onnx") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // All but the longest, which repeat what the others have and would take half a minute more.
        let long = ["101", "152", "321", "vgg"]
        return names.filter { name in !long.contains { name.contains($0) } }.sorted()
    }()

    private struct Reference: Decodable {
        struct Model: Decodable {
            let file, input: String
            let input_shape: [Int]
            let layers: [Layer]
        }
        struct Layer: Decodable {
            let tensor: String
            let output_shape: [Int]
        }
        let models: [String: Model]
    }

    @Test(.needs("rf/onnx"), arguments: graphs)
    func `graphs of the field run to their shapes`(file: String) throws {
        let json = try Data(contentsOf: URL(filePath: try #require(reference("rf/reference.json"))))
        let models = try JSONDecoder().decode(Reference.self, from: json).models
        let model = try #require(models.values.first { $0.file == "onnx/\(file)" })
        let network = try Network(path: try #require(reference("rf/onnx/\(file)")))
        let names = model.layers.map(\.tensor)
        let runner = try Runner(network, giving: names + network.outputs, workers: Workers(2))
        // Weights of 1 everywhere multiply from layer to layer; what is this small stays finite.
        let image = Tensor<Float>(shape: model.input_shape, repeating: 1e-30)
        let found = try runner.run([model.input: image])
        for layer in model.layers { #expect(found[layer.tensor]?.shape == layer.output_shape) }
        #expect(network.outputs.allSatisfy { found[$0] != nil })
    }
}
