import Archives
import Foundation
import Inference
import Networks
import Planes
import Workers

/// Derivatives of all outputs by the picture, beside a run.
enum BackwardBenchmark {
    static func run(_ log: Log) throws {
        log.say("backward: one picture of 224 × 224, two workers")
        let networks =
            [("alexnet-features", { @Sendable in try Network(path: "data/alexnet/alexnet-features.onnx") })]
            + BenchmarkNetworks.all.filter { $0.name != "vgg16" }
        for (name, make) in networks {
            let network = try make()
            let image = BenchmarkNetworks.noise([1, 3, 224, 224], scale: 1, seed: 1)
            let inputs = [network.inputs[0].name: image]
            let output = network.outputs[0]
            let runner = try Runner(
                network, giving: [output], on: inputs.mapValues(\.shape), workers: Workers(2))
            let forward = Benchmarks.best(of: 10) { _ = try? runner.run(image) }
            let recorded = try RecordedRun(of: network, upTo: [output], on: inputs, workers: Workers(2))
            let ones = try Tensor(shape: recorded.tensor(output).shape, repeating: Float(1))
            let backward = Benchmarks.best(of: 10) { _ = try? recorded.gradient(of: output, weighted: ones) }
            log.add("backward \(name)", "2 threads", backward, String(format: "%.2f of a run", backward / forward))
        }
    }
}
