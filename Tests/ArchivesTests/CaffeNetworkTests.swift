import Foundation
import Kernels
import Networks
import Testing

@testable import Archives

/// Caffe's descriptions and models as networks.
@Suite struct CaffeNetworkTests {
    static let description = """
        name: "small" # a network
        input: "data"
        input_shape { dim: 10 dim: 3 dim: 20 dim: 24 }
        layer {
          name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
          convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1 }
        }
        layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
        layer {
          name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1"
          pooling_param { pool: MAX kernel_size: 2 stride: 2 }
        }
        layer { name: "drop" type: "Dropout" bottom: "pool1" top: "pool1" include: { phase: TRAIN } }
        layer {
          name: "up" type: "Deconvolution" bottom: "pool1" top: "up"
          convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 bias_term: false }
        }
        layer { name: "cut" type: "Crop" bottom: "up" bottom: "conv1" top: "cut" crop_param { axis: 2 offset: 0 } }
        layer { name: "both" type: "Concat" bottom: "cut" bottom: "conv1" top: "both" }
        layer { name: "norm" type: "LRN" bottom: "both" top: "norm" lrn_param { local_size: 5 alpha: 1e-4 } }
        layer { name: "fc" type: "InnerProduct" bottom: "norm" top: "fc" inner_product_param { num_output: 7 } }
        layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
        layer { name: "accuracy" type: "Accuracy" bottom: "fc" bottom: "label" top: "accuracy" include { phase: TEST } }

        """

    @Test func `a description alone is a network on paper, whose shapes follow`() throws {
        try withFile("m.prototxt", Array(Self.description.utf8)) { path in
            let network = try Network(path: path)
            let names = network.nodes.map(\.name)
            #expect(
                names == [
                    "conv1", "relu1", "pool1", "up", "cut/size", "cut/end", "cut", "both", "norm", "fc/flat", "fc",
                    "loss",
                ])
            let shapes = try Shapes(of: network)
            #expect(shapes["conv1"] == [1, 4, 10, 12] && shapes["pool1"] == [1, 4, 5, 6])
            #expect(shapes["up"] == [1, 2, 10, 12] && shapes["both"] == [1, 6, 10, 12] && shapes["fc"] == [1, 7])
            #expect(network.constants["fc[0]"]?.shape == [7, 720] && network.outputs == ["loss"])
            #expect(try ImageInput(of: network).shape == [1, 3, 20, 24])
            let file = try ModelFile(path: path)
            #expect(file.format.displayName == "Caffe" && file.layers.isEmpty && file.hasNetwork)
            #expect(file.omissionNote?.contains("'conv1' and 1 more") == true)
        }
    }

    @Test func `pools round up as Caffe's do`() throws {
        let text = """
            input: "x" input_dim: 1 input_dim: 1 input_dim: 6 input_dim: 7
            layer { name: "p" type: "Pooling" bottom: "x" top: "p" pooling_param { kernel_size: 3 stride: 2 } }
            layers { name: "q" type: POOLING bottom: "p" top: "q" pooling_param { pool: AVE kernel_size: 2 stride: 2 pad: 1 } }
            layers { name: "r" type: RELU bottom: "q" top: "q" relu_param { negative_slope: 0.1 } }
            """
        try withFile("m.prototxt", Array(text.utf8)) { path in
            let network = try Network(path: path)
            let shapes = try Shapes(of: network)
            // ⌈(6 − 3)/2⌉ + 1, and ⌈(3 + 2 − 2)/2⌉ + 1, whose last window would begin in the padding.
            #expect(shapes["p"] == [1, 1, 3, 3] && shapes["q"] == [1, 1, 2, 2])
            #expect(network.nodes.map(\.op.name) == ["MaxPool", "AveragePool", "LeakyRelu"])
        }
    }

    /// The weights of a description's network, in the older and the newer layer message.
    private static let weights =
        Proto.text(1, "small")
        + Proto.bytes(
            100,
            Proto.text(1, "conv1") + Proto.text(2, "Convolution") + Proto.text(3, "data") + Proto.text(4, "conv1")
                + Proto.bytes(
                    7, Proto.bytes(7, Proto.bytes(1, [2, 3, 1, 1])) + Proto.bytes(5, bytes((0..<6).map(Float.init))))
                + Proto.bytes(7, Proto.bytes(7, Proto.bytes(1, [2])) + Proto.bytes(5, bytes([Float(1), 2])))
                + Proto.bytes(106, Proto.number(1, 2) + Proto.number(4, 1)))
        + Proto.bytes(
            100,
            Proto.text(1, "prob") + Proto.text(2, "Softmax") + Proto.text(3, "conv1") + Proto.text(4, "prob"))

    @Test func `a model with weights is a network whose size is open`() throws {
        try withFile("m.caffemodel", Self.weights) { path in
            let network = try Network(path: path)
            #expect(network.nodes.map(\.name) == ["conv1", "prob"] && network.outputs == ["prob"])
            #expect(network.inputs[0].shape == [.named(""), .known(3), .named(""), .named("")])
            #expect(try network.constants["conv1[0]"]?.floats() == [0, 1, 2, 3, 4, 5])
            #expect(try network.constants["conv1[1]"]?.floats() == [1, 2])
            #expect(try ModelFile(path: path).layers.map(\.name) == ["conv1"])
        }
    }

    @Test func `weights lie beside the description`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            input: "data" input_shape { dim: 1 dim: 3 dim: 4 dim: 5 }
            layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 2 kernel_size: 1 } }
            """
        let path = folder.appending(path: "deploy.prototxt").path
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(throws: (any Error).self) { try Network(path: path).constants["conv1[0]"]?.floats() }
        // The only model of the folder, whatever its name; not one of other layers.
        try Data(Self.weights).write(to: folder.appending(path: "iter_10.caffemodel"))
        let network = try Network(path: path)
        #expect(try network.constants["conv1[0]"]?.floats() == [0, 1, 2, 3, 4, 5])
        let file = try ModelFile(path: path)
        #expect(try file.kernels(of: #require(file.layers.first)).kernels.count == 2)
        try Data(text.replacingOccurrences(of: "conv1", with: "other").utf8).write(to: URL(filePath: path))
        #expect(throws: (any Error).self) { try Network(path: path).constants["other[0]"]?.floats() }
    }

    @Test(.needs("models/lenet.prototxt", "models/ethereon_lenet_iter_10000.caffemodel"))
    func `LeNet's description finds its weights, and gives its shapes`() throws {
        let network = try Network(path: #require(beside("models/lenet.prototxt")))
        let shapes = try Shapes(of: network)
        #expect(shapes["conv1"] == [1, 20, 24, 24] && shapes["pool2"] == [1, 50, 4, 4] && shapes["prob"] == [1, 10])
        #expect(try network.constants["ip1[0]"]?.floats().count == 500 * 800)
        let model = try Network(path: #require(beside("models/ethereon_lenet_iter_10000.caffemodel")))
        #expect(model.nodes.contains { $0.name == "ip2" } && model.inputs.map(\.name) == ["data"])
    }

    @Test func `damaged descriptions and models are followed or refused`() throws {
        for (seed, whole) in [Array(Self.description.utf8), Self.weights].enumerated() {
            let ends = try withstand(whole, times: 3000, seed: 31 + UInt64(seed)) { path, _ throws(ArchiveError) in
                _ = try? Shapes(of: Network(path: path))
                _ = try Network(path: path)
            }
            #expect(ends.read > 100 && ends.refused > 100, "\(ends)")
        }
    }
}
