import Foundation
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Archives
@testable import Inference

/// Layers of Keras family by family, beside what Keras computes.
@Suite struct KerasLayerTests {
    private static let folder = repository.appending(path: "Tests/InferenceTests/Reference/keras").path

    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".keras") || $0.hasSuffix(".h5") }.sorted()
    }()

    private static func network(_ file: String) throws -> Network { try Network(path: "\(folder)/\(file)") }

    @Test(arguments: files)
    func `layers give what Keras gives`(file: String) throws {
        let network = try Self.network(file)
        let stem = file.split(separator: ".")[0]
        let arrays = try npz("\(Self.folder)/\(stem).npz")
        let (input, expected) = (try #require(arrays["input"]), try #require(arrays["output"]))
        let runner = try Runner(
            network, giving: network.outputs, on: [network.inputs[0].name: input.shape], workers: Workers(1))
        let output = try #require(try runner.run([network.inputs[0].name: input]).values.first)
        #expect(output.shape == expected.shape)
        #expect(difference(output, from: expected) < 1e-5)
    }

    @Test(arguments: [("maskedattention", "MultiHeadAttention"), ("state", "LSTM")])
    func `a layer that is called in a way that is not followed is named`(file: String, op: String) throws {
        let network = try Network(path: "\(Self.folder)_refused/\(file).keras")
        let name = network.inputs[0].name
        do throws(InferenceError) {
            _ = try Runner(network, giving: network.outputs, on: [name: [1, 6, 4]], workers: Workers(1))
            Issue.record("it runs")
        } catch {
            #expect("\(error)".contains("is a \(op), which is not run"), "\(error)")
        }
    }

    @Test func `every file of the folder is one of a pair`() { #expect(Self.files.count > 30) }

    @Test func `layers in models in models are called outer and inner, a second call by its number`() throws {
        let names = try Self.network("nestedtwice.keras").nodes.map(\.name)
        for name in ["mid/block/conv", "mid/block/bn", "mid/block2/conv", "mid#2/block/conv", "dropout"] {
            #expect(names.contains(name), "\(name) in \(names)")
        }
        let shared = try Self.network("shared.keras")
        #expect(shared.nodes.map(\.name).prefix(2) == ["shared", "shared#2"])
        // One kernel for both calls.
        #expect(shared.nodes[0].inputs[1] == shared.nodes[1].inputs[1])
    }

    @Test func `an image of open size, of one channel or with channels first is told by the layers that read it`()
        throws
    {
        let open = try ImageInput(of: Self.network("open.keras"))
        #expect(open.order == .channelsLast && open.isAssumed && open.shape == [1, 224, 224, 3])
        let given = try ImageInput(of: Self.network("open.keras"), height: 20, width: 21)
        #expect(given.shape == [1, 20, 21, 3] && given.height == 20)
        let grey = try ImageInput(of: Self.network("grey.keras"))
        #expect(grey.order == .channelsLast && grey.channels == 1 && grey.shape == [1, 8, 9, 1])
        let first = try ImageInput(of: Self.network("first.keras"))
        #expect(first.order == .channelsFirst && first.shape == [1, 3, 8, 9])
    }

    @Test func `the output moves back to the picture through maps with channels last`() throws {
        let network = try Self.network("windows.keras")
        let input = try #require(try npz("\(Self.folder)/windows.npz")["input"])
        let run = try RecordedRun(
            of: network, upTo: network.outputs, on: [network.inputs[0].name: input], workers: Workers(1))
        let gradient = try run.gradient(of: network.outputs[0], at: [0, 2, 3, 1])
        #expect(gradient.shape == input.shape && gradient.values.contains { $0 != 0 })
    }
}
