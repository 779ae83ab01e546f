import Foundation
import Networks
import Planes
import ReferenceData
import Testing
import Workers

@testable import Archives
@testable import Inference

/// Files of TensorFlow Lite written byte by byte, beside what its interpreter gives.
@Suite struct TFLiteSampleTests {
    private static let folder = repository.appending(path: "Tests/InferenceTests/Reference/tflite").path

    /// Weights whose zeros are left out, in blocks of four along the inputs; MediaPipe's transposed convolution with a bias.
    @Test(arguments: ["sparse", "bias"])
    func `a file gives what the interpreter gives`(name: String) throws {
        let arrays = try npz("\(Self.folder)/\(name).npz")
        let (input, expected) = (try #require(arrays["input"]), try #require(arrays["output"]))
        let network = try Network(path: "\(Self.folder)/\(name).tflite")
        let runner = try Runner(network, giving: network.outputs, workers: Workers(1))
        let output = try #require(try runner.run(input).values.first)
        #expect(output.shape == expected.shape)
        for (found, right) in zip(output.values, expected.values) { #expect(abs(found - right) < 1e-5) }
        let file = try ModelFile(path: "\(Self.folder)/\(name).tflite")
        let layer = try #require(file.layers.first)
        #expect(layer.shape.first == (name == "sparse" ? 4 : 3))
        _ = try file.kernels(of: layer)
    }

    /// A network that keeps the end of what it was given, and a number that it doubles after it has read it.
    @Test func `variables hold what is assigned to them first, until the network assigns to them`() throws {
        let arrays = try npz("\(Self.folder)/variables.npz")
        let (input, expected) = (try #require(arrays["input"]), try #require(arrays["output"]))
        let network = try Network(path: "\(Self.folder)/variables.tflite")
        let output = try #require(
            try Runner(network, giving: network.outputs, workers: Workers(1)).run(input).values.first)
        #expect(output.shape == expected.shape)
        for (found, right) in zip(output.values, expected.values) { #expect(abs(found - right) < 1e-6) }
    }

    /// One byte of the places at a time is changed to one that is none: read or refused, never another weight's place.
    @Test func `sparse weights whose places lie outside are refused`() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(Self.folder)/sparse.tflite")))
        var refused = 0
        try withScratchFolder { folder in
            for place in stride(from: 0, to: bytes.count, by: 3) {
                var changed = bytes
                changed[place] = 0xEE
                let path = "\(folder)/m.tflite"
                try Data(changed).write(to: URL(filePath: path))
                do throws(ArchiveError) {
                    let file = try ModelFile(path: path)
                    guard let layer = file.layers.first else { continue }
                    _ = try file.kernels(of: layer)
                } catch {
                    refused += 1
                    #expect(!"\(error)".contains("\n"))
                }
            }
        }
        #expect(refused > 50)
    }
}
