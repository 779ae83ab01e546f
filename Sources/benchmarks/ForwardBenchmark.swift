import Archives
import Foundation
import Inference
import Networks
import Planes
import Workers

/// AlexNet's features and VGG-16 on one picture of 224 × 224, as ONNX Runtime's users run them.
enum ForwardBenchmark {
    static func run() throws {
        print("forward: one picture of 224 × 224, OpenBLAS for \(MatrixLibrary.core)")
        let alexNet = try Network(path: "data/alexnet/alexnet-features.onnx")
        try measure("alexnet-features", alexNet, runs: 40, isChecked: true)
        let file = "\(NSTemporaryDirectory())/vgg16-random.onnx"
        let isThere = FileManager.default.fileExists(atPath: file)
        // The plain loops would take half a minute; the tests check them on parts.
        try measure("vgg16", isThere ? Network(path: file) : vgg16(), runs: 10, isChecked: false)
        print("peak memory so far: \(peakMegabytes) MB")
    }

    private static func measure(_ name: String, _ network: Network, runs: Int, isChecked: Bool) throws {
        let image = noise([1, 3, 224, 224], scale: 1, seed: 1)
        let shape = [network.inputs[0].name: image.shape]
        let output = network.outputs[0]
        if isChecked {
            let fast = try Runner(network, giving: [output], on: shape, workers: Workers(2)).run(image)
            let plain = try Runner(network, giving: [output], by: .plain, workers: Workers(2)).run(image)
            guard let a = fast[output], let b = plain[output] else { return }
            let largest = b.values.reduce(0) { max($0, abs($1)) }
            let off = zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
            guard off < 1e-4 else { throw Failure(text: "\(output) is off by \(off) of its largest value") }
            print("  \(name): within \(off) of the plain loops' largest value")
        }
        for workers in [1, 2] {
            let runner = try Runner(network, giving: [output], on: shape, workers: Workers(workers))
            let seconds = Benchmarks.best(of: runs) { _ = try? runner.run(image) }
            Benchmarks.row("\(name), \(workers) workers", seconds, "")
        }
    }

    private struct Failure: Error { let text: String }

    /// The most memory this process has had.
    private static var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
    }

    /// Simonyan & Zisserman's network D with random weights.
    private static func vgg16() throws -> Network {
        var seed: UInt64 = 1
        let sizes: [Network.Dimension] = [.known(1), .known(3), .known(224), .known(224)]
        var builder = NetworkBuilder(opset: 17, image: Network.Input(name: "x", shape: sizes)) { shape in
            guard shape.count > 1 else { return .floats([Float](repeating: 0, count: shape[0])) }
            seed += 1
            let scale = (2 / Float(shape.dropFirst().reduce(1, *))).squareRoot() * 1.7
            return .floats(noise(shape, scale: scale, seed: seed).values)
        }
        for (stage, filters) in [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]].enumerated() {
            for (index, filters) in filters.enumerated() {
                let layer = "conv\(stage + 1)_\(index + 1)"
                try builder.convolve(layer, filters: filters, kernel: [3, 3], .window(padding: [1, 1]))
                builder.add(.relu, "\(layer).relu")
            }
            builder.add(.maxPool, "pool\(stage + 1)", [], .window(kernel: [2, 2], strides: [2, 2]))
        }
        for (index, units) in [4096, 4096, 1000].enumerated() { try builder.connect("fc\(index + 6)", units: units) }
        return try builder.network()
    }

    /// Values between −scale and scale.
    private static func noise(_ shape: [Int], scale: Float, seed: UInt64) -> Tensor<Float> {
        Tensor(shape: shape) { values in
            var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
            for index in values.indices {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                values[index] = scale * (Float(state >> 40) / Float(1 << 23) - 1)
            }
        }
    }
}
