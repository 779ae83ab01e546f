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
        var nodes: [Node] = []
        var constants: [String: Constant] = [:]
        func constant(_ name: String, _ shape: [Int], fanIn: Int) {
            let scale = (2 / Float(fanIn)).squareRoot() * 1.7
            constants[name] = Constant(
                name: name, shape: shape, type: .float32,
                source: .floats(noise(shape, scale: scale, seed: UInt64(constants.count + 2)).values))
        }
        var (name, channels) = ("x", 3)
        for (index, outputs) in [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]
            .enumerated()
        {
            if outputs == 0 {
                nodes.append(
                    Node(
                        op: .maxPool, inputs: [name], outputs: ["p\(index)"],
                        attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]))
                name = "p\(index)"
                continue
            }
            constant("w\(index)", [outputs, channels, 3, 3], fanIn: channels * 9)
            nodes.append(
                Node(
                    op: .conv, inputs: [name, "w\(index)"], outputs: ["c\(index)"],
                    attributes: ["pads": .ints([1, 1, 1, 1])]))
            nodes.append(Node(op: .relu, inputs: ["c\(index)"], outputs: ["r\(index)"]))
            (name, channels) = ("r\(index)", outputs)
        }
        nodes.append(Node(op: .flatten, inputs: [name], outputs: ["f"]))
        (name, channels) = ("f", 25088)
        for (index, outputs) in [4096, 4096, 1000].enumerated() {
            constant("fw\(index)", [outputs, channels], fanIn: channels)
            nodes.append(
                Node(op: .gemm, inputs: [name, "fw\(index)"], outputs: ["g\(index)"], attributes: ["transB": .int(1)]))
            (name, channels) = ("g\(index)", outputs)
        }
        let sizes: [Network.Dimension] = [.known(1), .known(3), .known(224), .known(224)]
        return try Network(
            opset: 17, inputs: [Network.Input(name: "x", shape: sizes)], outputs: [name], nodes: nodes,
            constants: constants)
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
