import Foundation
import Kernels
import Networks
import Planes
import ReferenceData
import Testing

@testable import Archives

/// Archives of `torch.export`, written: a graph of one convolution and what a test adds.
enum Export {
    static func tensor(_ sizes: [Int], strides: [Int]? = nil, offset: Int = 0, type: Int = 7) -> String {
        func list(_ values: [Int]) -> String { values.map { "{\"as_int\": \($0)}" }.joined(separator: ", ") }
        let contiguous = sizes.indices.map { sizes[($0 + 1)...].reduce(1, *) }
        return "{\"dtype\": \(type), \"sizes\": [\(list(sizes))], \"strides\": [\(list(strides ?? contiguous))], "
            + "\"storage_offset\": {\"as_int\": \(offset)}}"
    }

    static func value(_ name: String) -> String { "{\"as_tensor\": {\"name\": \"\(name)\"}}" }

    static func node(
        _ target: String, _ arguments: [(String, String)], _ output: String, module: String = ""
    ) -> String {
        let inputs = arguments.map { "{\"name\": \"\($0)\", \"arg\": \($1), \"kind\": 1}" }.joined(separator: ", ")
        return "{\"target\": \"torch.ops.aten.\(target)\", \"inputs\": [\(inputs)], \"outputs\": [\(value(output))], "
            + "\"metadata\": {\"nn_module_stack\": \"L__self__,,Net;L__self__m,\(module),torch.nn.Conv2d\"}}"
    }

    /// x → conv "features.0" → y, then what is added.
    static func graph(_ nodes: [String] = [], output: String = "y", values: [String: String] = [:]) -> String {
        let conv = node(
            "conv2d.default", [("input", value("x")), ("weight", value("p_w")), ("bias", value("p_b"))], "y",
            module: "features.0")
        let all = [
            "p_w": tensor([2, 1, 2, 2]), "p_b": tensor([2]), "x": tensor([1, 1, 5, 6]), "y": tensor([1, 2, 4, 5]),
        ].merging(values) { $1 }
        let tensors = all.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
        return "{\"graph_module\": {\"graph\": {\"nodes\": [\(([conv] + nodes).joined(separator: ", "))], "
            + "\"tensor_values\": {\(tensors)}}, \"signature\": {\"input_specs\": ["
            + "{\"parameter\": {\"arg\": {\"name\": \"p_w\"}, \"parameter_name\": \"features.0.weight\"}}, "
            + "{\"parameter\": {\"arg\": {\"name\": \"p_b\"}, \"parameter_name\": \"features.0.bias\"}}, "
            + "{\"user_input\": {\"arg\": \(value("x"))}}], "
            + "\"output_specs\": [{\"user_output\": {\"arg\": \(value(output))}}]}}}"
    }

    static func archive(
        _ graph: String, weight: String = tensor([2, 1, 2, 2]), weights: [Float] = (0..<8).map(Float.init),
        extra: [Zip.Entry] = []
    ) -> [UInt8] {
        let config =
            "{\"config\": {\"features.0.weight\": {\"path_name\": \"weight_0\", \"use_pickle\": false, "
            + "\"tensor_meta\": \(weight)}, \"features.0.bias\": {\"path_name\": \"weight_1\", "
            + "\"use_pickle\": false, \"tensor_meta\": \(tensor([2]))}}}"
        return Zip.archive(
            [
                .init(name: "n/data/weights/weight_0", data: bytes(weights)),
                .init(name: "n/data/weights/weight_1", data: bytes([0.5, 1])),
                .init(name: "n/data/weights/model_weights_config.json", data: Array(config.utf8)),
                .init(name: "n/models/model.json", data: Array(graph.utf8)),
                .init(name: "n/archive_format", data: Array("pt2".utf8)),
            ] + extra)
    }
}

@Suite struct TorchExportTests {
    private func network(_ bytes: [UInt8]) throws -> Network {
        try withFile("m.pt2", bytes) { try Network(path: $0) }
    }

    @Test func `an export's layers have their modules' names, and its kernels are read where they lie`() throws {
        try withFile("m.pt2", Export.archive(Export.graph())) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .torchExport && file.hasGraph && file.warnings.isEmpty)
            let layer = try file.choice(of: nil).layer
            #expect(layer.name == "features.0" && layer.weight == "features.0.weight")
            #expect(try file.kernels(of: layer).kernels.map(\.values) == [[0, 1, 2, 3], [4, 5, 6, 7]])
            #expect(try file.bias(of: layer) == [0.5, 1])
        }
    }

    @Test func `a stored weight is read by its strides and offset`() throws {
        let weight = Export.tensor([2, 1, 2, 2], strides: [1, 1, 4, 2], offset: 1)
        try withFile("m.pt2", Export.archive(Export.graph(), weight: weight, weights: (0..<9).map(Float.init))) {
            let file = try ModelFile(path: $0)
            #expect(try file.kernels(of: file.layers[0]).kernels.map(\.values) == [[1, 3, 5, 7], [2, 4, 6, 8]])
        }
    }

    @Test func `a sample input beside the graph is no kernel`() throws {
        let sample = Torch.zip(Torch.tensor([1, 1, 5, 6]), [("0", [UInt8](repeating: 0, count: 120))])
        let bytes = Export.archive(
            Export.graph(), extra: [.init(name: "n/data/sample_inputs/model.pt", data: sample)])
        try withFile("m.pt2", bytes) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["features.0"])
        }
    }

    @Test(.needs("cases/export.pt2"))
    func `the export that PyTorch wrote shows its two convolutions`() throws {
        let file = try ModelFile(path: try #require(beside("cases/export.pt2")))
        #expect(file.layers.map(\.name) == ["0", "2"] && file.layers.map(\.shape) == [[8, 3, 5, 5], [4, 8, 3, 3]])
        #expect(try file.kernels(of: file.layers[0]).kernels[0].values[0] == Float(bitPattern: 0xBC97_3D96))
    }

    @Test(.needs("graphs/torch"))
    func `a TorchScript archive stays a list of weights`() throws {
        let file = try ModelFile(path: try #require(beside("graphs/torch/torchscript.pt")))
        #expect(file.format == .pytorch && !file.hasGraph)
    }

    @Test(.needs("graphs/torch"))
    func `open sizes have the names of the export`() throws {
        let network = try Network(path: try #require(beside("graphs/torch/dynamic.pt2")))
        #expect(network.inputs[0].shape == [.named("s77"), .known(3), .named("s53"), .named("s0")])
    }

    @Test func `an operator that is not known stays what it is, and the network is listed`() throws {
        let node = Export.node(
            "fft_fft2.default", [("self", Export.value("y")), ("other", Export.value("x"))], "z")
        let network = try network(
            Export.archive(Export.graph([node], output: "z", values: ["z": Export.tensor([1, 2, 5, 6])])))
        let last = try #require(network.nodes.last)
        #expect(last.op.name == "aten.fft_fft2.default" && last.inputs == ["y", "x"] && last.outputs == ["z"])
        #expect(last.op.kind == .unknown && network.outputs == ["z"])
    }

    @Test func `what is computed in place is what later names mean`() throws {
        let nodes = [
            Export.node("relu_.default", [("self", Export.value("y"))], "r"),
            Export.node("neg.default", [("self", Export.value("y"))], "n"),
        ]
        let same = Export.tensor([1, 2, 4, 5])
        let network = try network(Export.archive(Export.graph(nodes, output: "n", values: ["r": same, "n": same])))
        #expect(network.nodes.last?.inputs == ["r"])
    }

    @Test func `what is computed in place on a part is in the whole`() throws {
        let nodes = [
            Export.node(
                "select.int",
                [("self", Export.value("y")), ("dim", "{\"as_int\": 1}"), ("index", "{\"as_int\": 0}")], "s"),
            Export.node("relu_.default", [("self", Export.value("s"))], "r"),
            Export.node("neg.default", [("self", Export.value("y"))], "n"),
        ]
        let part = Export.tensor([1, 4, 5])
        let network = try network(
            Export.archive(
                Export.graph(nodes, output: "n", values: ["s": part, "r": part, "n": Export.tensor([1, 2, 4, 5])])))
        // The first channel is new, the second as it was.
        #expect(network.nodes.last?.op.name == "Neg" && network.nodes.last?.inputs == ["r/Concat"])
        let joined = try #require(network.nodes.first { $0.op == .concat })
        #expect(joined.inputs == ["r/Unsqueeze", "r/Slice"] && joined.ints("axis") == nil && joined.int("axis") == 1)
    }

    @Test func `a value is not taken for what it was before another view of it was changed`() throws {
        let nodes = [
            Export.node(
                "view.default", [("self", Export.value("y")), ("size", "{\"as_ints\": [-1]}")], "s"),
            Export.node("relu_.default", [("self", Export.value("s"))], "r"),
            Export.node("neg.default", [("self", Export.value("y"))], "n"),
        ]
        let part = Export.tensor([40])
        let network = try network(
            Export.archive(
                Export.graph(nodes, output: "n", values: ["s": part, "r": part, "n": Export.tensor([1, 2, 4, 5])])))
        #expect(network.nodes.last?.op.name == "aten.neg.default")
    }

    @Test func `a checkpoint where a network is needed tells how to export one`() throws {
        let bytes = Torch.zip(
            Torch.ordered([("w.weight", Torch.tensor([2, 1, 2, 2]))]), [("0", bytes([Float](repeating: 1, count: 8)))])
        try withFile("m.pt", bytes) { path in
            let error = #expect(throws: ArchiveError.self) { try Network(path: path) }
            #expect(
                error?.description == path
                    + ": this is PyTorch, which holds weights and no network; save its module by "
                    + "torch.export.save(torch.export.export(module, (image,)), 'm.pt2') and give that")
        }
    }

    @Test func `an export of the older layout that is damaged is refused`() throws {
        func archive(_ program: String, _ weights: [UInt8]) -> [UInt8] {
            Zip.archive([
                .init(name: "serialized_exported_program.json", data: Array(program.utf8)),
                .init(name: "serialized_state_dict.pt", data: weights),
            ])
        }
        let text = try refusal("m.pt2", archive("{}", [1]))
        #expect(text.hasPrefix("m.pt2: the graph in 'serialized_exported_program.json' is malformed; nodes, tensor"))
        #expect(try refusal("m.pt2", archive(Export.graph(), [1])).hasPrefix("m.pt2: "))
    }

    private static let refusals: [(bytes: [UInt8], text: String)] = [
        (Export.archive("{\"graph_module\": "), "'n/models/model.json' at byte 17 is malformed; a value is expected"),
        (
            Export.archive(String(repeating: "[", count: 1000)),
            "'n/models/model.json' at byte 65 is malformed; values nested at most 64 deep are expected"
        ),
        (
            Export.archive("[]"),
            "the graph in 'n/models/model.json' is malformed; nodes, tensor values and a signature are expected, as "
                + "torch.export.save writes them"
        ),
        (
            Export.archive(Export.graph(["{}"])),
            "node 1 of the graph in 'n/models/model.json' is malformed; a target, inputs and outputs are expected"
        ),
        (
            Export.archive(Export.graph(), weight: Export.tensor([2, 1, 2, 3])),
            "tensor 'features.0.weight' of shape 2 × 1 × 2 × 3 is malformed; a place for each element in "
                + "'n/data/weights/weight_0' is expected"
        ),
        (
            Export.archive(Export.graph(), weight: Export.tensor([1 << 40, 1 << 40, 2, 3], strides: [0, 0, 0, 0])),
            "tensor 'features.0.weight' of shape 1099511627776 × 1099511627776 × 2 × 3 is malformed; a place for each "
                + "element in 'n/data/weights/weight_0' is expected"
        ),
    ]

    @Test(arguments: refusals.indices)
    func `a broken export is refused in one line that says where`(index: Int) throws {
        #expect(try refusal("m.pt2", Self.refusals[index].bytes) == "m.pt2: \(Self.refusals[index].text)")
    }

    @Test func `numbers beyond reason make an operator unknown, and stop nothing`() throws {
        let huge = "{\"as_int\": 9223372036854775807}"
        let big = Export.tensor([1 << 40])
        let nodes = [
            Export.node("arange.default", [("end", huge)], "a"),
            Export.node(
                "adaptive_avg_pool2d.default",
                [("self", Export.value("y")), ("output_size", "{\"as_ints\": [9223372036854775807, 2]}")], "b"),
            Export.node(
                "full.default", [("size", "{\"as_ints\": [4611686018427387904, 9]}"), ("fill_value", huge)], "c"),
            Export.node(
                "layer_norm.default",
                [("input", Export.value("y")), ("normalized_shape", "{\"as_ints\": [4611686018427387904]}")], "d"),
            Export.node(
                "roll.default",
                [
                    ("self", Export.value("y")), ("shifts", "{\"as_ints\": [-9223372036854775808]}"),
                    ("dims", "{\"as_ints\": [9]}"),
                ], "e"),
            Export.node(
                "narrow.default", [("self", Export.value("y")), ("dim", huge), ("start", huge), ("length", huge)], "f"),
            Export.node("pixel_unshuffle.default", [("self", Export.value("y")), ("downscale_factor", huge)], "g"),
        ]
        let values = Dictionary(uniqueKeysWithValues: "abcdefg".map { (String($0), big) })
        let network = try network(Export.archive(Export.graph(nodes, values: values)))
        #expect(network.nodes.contains { $0.op == .conv })
        _ = try? Shapes(of: network)
    }
}

/// The exports that lie beside the tests of `Inference`.
enum ExportFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "InferenceTests/Reference/torch_export")

    /// An archive with all its entries stored, so that damage meets their texts.
    static func stored(_ name: String) throws -> [UInt8] {
        let archive = try ZipArchive(LazyFile(path: folder.appending(path: "\(name).pt2").path))
        return Zip.archive(
            try archive.entries.map { Zip.Entry(name: $0.name, data: try archive.bytes(of: $0)) })
    }
}
