import Archives
import Networks
import Planes
import ReferenceData
import Testing
import Workers

@testable import Inference

/// LeNet and AlexNet beside Captum 0.9: to 1e-4 of the largest value, as float sums in other orders allow.
@Suite struct AttributionAgreementTests {
    private static let tolerance: Float = 1e-4
    private static let rows = [7, 2100, 3234]

    /// Captum's answers for the three digits, and the method that is to give them.
    private static let methods: [AttributionMethod] = [
        .gradient, .inputTimesGradient, .integratedGradients(steps: 64, baseline: .zero), .guidedBackpropagation,
        .occlusion(window: PixelSize(side: 5), stride: PixelSize(side: 1), baseline: .zero),
        .gradCAM(MapLayer("C3", tensor: "C3"), isRectified: true),
    ]

    @Test(arguments: methods)
    func `LeNet's digits are explained as Captum explains them`(method: AttributionMethod) throws {
        let network = try RunnableNetwork(Network(path: bundled("data/lenet/lenet-5.onnx")), workers: Workers(2))
        let explainer = try Explainer(network)
        let digits = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        let expected = try numpy(bundled("explain/lenet-\(method.name).npy"))
        var generator = Xorshift(state: 1)
        for (index, row) in Self.rows.enumerated() {
            let found = try explainer.attribution(of: digits.image(row), by: method, using: &generator)
            #expect(found.index == [0, 4, 6][index])
            let size = expected.count / Self.rows.count
            let part = Array(expected.values[index * size..<(index + 1) * size])
            #expect(
                difference(found.values, from: Tensor(shape: found.values.shape, values: part)) < Self.tolerance)
        }
    }

    /// y − y(0), and Captum's sums, which are off by the midpoint rule's error.
    @Test(arguments: zip(rows, [(9.154902458, 9.182573318), (19.40036201, 19.43555069), (15.65908241, 15.67790508)]))
    func `integrated gradients are as complete as Captum's`(row: Int, expected: (Double, Double)) throws {
        let network = try RunnableNetwork(Network(path: bundled("data/lenet/lenet-5.onnx")), workers: Workers(2))
        let digits = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        var generator = Xorshift(state: 1)
        let found = try Explainer(network).attribution(
            of: digits.image(row), by: .integratedGradients(steps: 64, baseline: .zero), using: &generator)
        let baseline = try #require(found.baselineAnswer)
        #expect(abs(found.answer - baseline - expected.0) < 1e-5 * expected.0)
        #expect(abs(found.sum - expected.1) < 1e-5 * expected.1)
        let error = try #require(found.completenessError)
        #expect(abs(error - abs(expected.1 - expected.0) / expected.0) < 2e-5)
    }

    private static func explained(_ channel: Int, _ method: AttributionMethod) throws -> Attribution {
        let network = try RunnableNetwork(
            Network(path: bundled("data/alexnet/alexnet-features.onnx")), upTo: "relu5",
            preprocessing: Preprocessing("imagenet,fit=exact"), workers: Workers(2))
        let picture = try ImageFile(path: bundled("astronaut-224.png")).image()
        var generator = Xorshift(state: 1)
        return try Explainer(network, target: .channel(channel, MapLayer("relu5", tensor: "relu5")))
            .attribution(of: picture, by: method, using: &generator)
    }

    @Test(arguments: [186, 10], ["conv5", "conv3"])
    func `AlexNet's Grad-CAM is Captum's`(channel: Int, layer: String) throws {
        let expected = try numpy(bundled("explain/alexnet-\(channel)-grad-cam.npy"))
        let found = try Self.explained(
            channel, .gradCAM(MapLayer(layer, tensor: layer), isRectified: layer == "conv3"))
        let part = layer == "conv5" ? expected.values.prefix(169) : expected.values.suffix(169)
        #expect(
            difference(found.values, from: Tensor(shape: [1, 1, 13, 13], values: Array(part))) < Self.tolerance)
        #expect(found.index == nil && found.completenessError == nil)
    }

    @Test(arguments: [186, 10])
    func `AlexNet's gradients, plain and integrated, are Captum's`(channel: Int) throws {
        let expected = try numpy(bundled("explain/alexnet-\(channel)-every-37th.npy"))
        let methods: [AttributionMethod] = [.gradient, .integratedGradients(steps: 32, baseline: .zero)]
        for (index, method) in methods.enumerated() {
            let found = try Self.explained(channel, method)
            let size = expected.shape[1]
            let part = Array(expected.values[index * size..<(index + 1) * size])
            let sampled = stride(from: 0, to: found.values.count, by: 37).map { found.values.values[$0] }
            #expect(sampled.count == size)
            #expect(
                difference(Tensor(shape: [size], values: sampled), from: Tensor(shape: [size], values: part))
                    < Self.tolerance)
        }
    }
}
