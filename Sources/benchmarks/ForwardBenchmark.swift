import Archives
import Foundation
import Inference
import Networks
import Planes
import Workers

/// Networks on pictures of 224 × 224, one and eight at once, as ONNX Runtime's users run them.
struct ForwardBenchmark {
    /// Where the networks are written, if anywhere.
    let folder: String?
    /// What is in the names of those that are run; all without it.
    let only: String?

    func run(_ log: Log) throws {
        log.say("forward: pictures of 224 × 224")
        let alexNet = try Network(path: "data/alexnet/alexnet-features.onnx")
        try check(alexNet, log)
        let all = [("alexnet-features", { @Sendable in alexNet })] + BenchmarkNetworks.all
        for (name, make) in all where only.map(name.contains) ?? true {
            let network = try make()
            if let folder { try write(network, to: "\(folder)/\(name).onnx") }
            for batch in [1, 8] { try measure(name, network, batch: batch, log) }
            log.say("    peak memory so far: \(peakMegabytes) MB")
        }
    }

    /// The plain loops would take minutes for the others; the tests check them on parts.
    private func check(_ network: Network, _ log: Log) throws {
        let image = BenchmarkNetworks.noise([1, 3, 224, 224], scale: 1, seed: 1)
        let output = network.outputs[0]
        let shape = [network.inputs[0].name: image.shape]
        let fast = try Runner(network, giving: [output], on: shape, workers: Workers(2)).run(image)
        let plain = try Runner(network, giving: [output], by: .plain, workers: Workers(2)).run(image)
        guard let a = fast[output], let b = plain[output] else { return }
        let largest = b.values.reduce(0) { max($0, abs($1)) }
        let off = zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
        guard off < 1e-4 else { throw Failure(text: "\(output) is off by \(off) of its largest value") }
        log.say("  alexnet-features: within \(off) of the plain loops' largest value")
    }

    private func measure(_ name: String, _ network: Network, batch: Int, _ log: Log) throws {
        let image = BenchmarkNetworks.noise([batch, 3, 224, 224], scale: 1, seed: 1)
        let scenario = batch == 1 ? "forward \(name)" : "forward \(name), batch \(batch)"
        for workers in [1, 2] {
            let runner = try Runner(
                network, giving: [network.outputs[0]], on: [network.inputs[0].name: image.shape],
                workers: Workers(workers))
            let seconds = Benchmarks.best(of: 15) { _ = try? runner.run(image) }
            log.add(scenario, workers == 1 ? "1 thread" : "\(workers) threads", seconds)
        }
    }

    private func write(_ network: Network, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(network.onnx()).write(to: URL(fileURLWithPath: path))
    }

    private struct Failure: Error { let text: String }

    /// The most memory this process has had.
    private var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
    }
}
