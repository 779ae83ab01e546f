import Foundation
import Networks
import Planes
import Testing
import Workers

@testable import Archives
@testable import Inference

/// Networks of `torch.export` beside what PyTorch computes with them.
@Suite struct TorchExportTests {
    /// The input and the outputs in a `.npz` file, by name.
    private static func arrays(_ path: String) throws -> [String: Tensor<Float>] {
        let file = try ModelFile(path: path)
        return try file.index.tensors.mapValues { stored in
            Tensor(shape: stored.shape, values: try stored.values(in: file.file))
        }
    }

    /// What is given for the outputs, and what is expected.
    private static func run(_ graph: String, _ values: String, expecting names: [String]? = nil) throws {
        let network = try Network(path: graph)
        let arrays = try Self.arrays(values)
        let input = try #require(arrays["input"])
        let image = try #require(network.inputs.first).name
        let runner = try Runner(network, giving: network.outputs, on: [image: input.shape], workers: Workers(2))
        let found = try runner.run([image: input])
        for (index, output) in network.outputs.enumerated() {
            let expected = try #require(arrays[names?[index] ?? "output_\(index)"])
            let tensor = try #require(found[output])
            #expect(tensor.shape == expected.shape, "\(index) \(output)")
            // Whether a whole number is rounded up or down may hang on the last bit; those here do not.
            let largest = zip(tensor.values, expected.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            let size = expected.values.reduce(1) { max($0, abs($1)) }
            #expect(largest < 1e-4 * size && tensor.count == expected.count, "\(index) \(output) differs by \(largest)")
        }
    }

    private static let operators = [
        "activations", "arithmetic", "attention", "attention_core", "convolutions", "convolutions_core", "creations",
        "grids",
        "dynamic", "inplace", "movements", "names", "normalizations", "normalizations_core", "older", "orders",
        "paddings",
        "parts",
        "pools",
        "prelu", "products", "recurrences", "reductions", "reductions_core", "resizings", "resizings_core", "scatters",
    ]

    @Test(arguments: operators)
    func `ATen's operators give what PyTorch gives`(name: String) throws {
        try Self.run(bundled("torch_export/\(name).pt2"), bundled("torch_export/\(name).npz"))
    }

    private static let networks = [
        "ceil_mode", "channel_shuffle", "convnext_block", "dilated", "encoder_decoder", "lenet", "mobile",
        "pixel_shuffle", "residual", "squeeze_excite", "vit_block", "squeezenet1_1", "shufflenet_v2_x0_5",
    ]

    @Test(.needs("graphs/torch"), arguments: networks)
    func `exported networks give what PyTorch gives`(name: String) throws {
        let (graph, values) = (reference("graphs/torch/\(name).pt2"), reference("graphs/torch/\(name).npz"))
        try Self.run(try #require(graph), try #require(values), expecting: ["output"])
    }
}
