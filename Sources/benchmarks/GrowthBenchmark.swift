import Archives
import Foundation
import Inference
import Kernels
import Networks
import Physiology
import Planes
import ReceptiveFields
import Workers

/// How time grows with the size of the work: the exponent of a power law, by least squares over logarithms.
///
/// What is proportional has 1.
enum GrowthBenchmark {
    private static let workers = Workers(2)

    static func run(_ log: Log) throws {
        log.say("growth: seconds of processor ∝ size^exponent")
        let sixteen = GaborPairs(scales: 2..<3, aspect: 1).bank
        try fit("image area, 16 kernels of \(sixteen.size)", [256, 512, 1024, 2048], size: { $0 * $0 }, log) { side in
            apply(sixteen, side)
        }
        for aspect in [1, 0.5] {
            let banks = (0..<5).map { GaborPairs(scales: $0..<$0 + 1, aspect: aspect).bank }
            try fit(
                "kernel area, 16 filters of aspect \(aspect), 1024²", [0, 1, 2, 3, 4], size: { banks[$0].size.count },
                log
            ) { apply(banks[$0], 1024) }
        }
        try fit("filters of aspect 0.5, 1024²", [1, 2, 4, 8, 16, 32], size: { 2 * $0 }, log) { orientations in
            apply(GaborPairs(scales: 2..<3, orientations: orientations, aspect: 0.5).bank, 1024)
        }
        try fit("nodes of a network, fields of all", [1000, 10_000, 100_000], size: { $0 }, log) { count in
            let chain = try FieldBenchmark.chain(of: count)
            return { _ = try? FieldBenchmark.follow(chain) }
        }
        let alexNet = try Network(path: "data/alexnet/alexnet-features.onnx")
        try fit("pictures through AlexNet, in one batch", [1, 2, 4, 8, 16], size: { $0 }, log) { count in
            let image = BenchmarkNetworks.noise([count, 3, 224, 224], scale: 1, seed: 1)
            let runner = try Runner(
                alexNet, giving: alexNet.outputs, on: [alexNet.inputs[0].name: image.shape], workers: workers)
            return { _ = try? runner.run(image) }
        }
        let kernels = try ModelFile(path: "data/alexnet/alexnet-features.onnx")
        let bank = try kernels.kernels(of: kernels.choice(of: nil).layer)
        try fit("kernels whose Gabor is fitted", [8, 16, 32, 64], size: { $0 }, log) { count in
            let some = KernelBank(name: "some", kernels: Array(bank.kernels.prefix(count)))
            return { _ = FitTrial.r2(some, starts: 4) }
        }
    }

    private static func apply(_ bank: KernelBank, _ side: Int) -> () -> Void {
        let image = BankBenchmark.noise(PixelSize(side: side))
        let prepared = PreparedBank(bank, imageSize: image.size, workers: workers)
        var maps: [Plane] = []
        return { prepared.apply(to: [image], into: &maps, workers: workers) }
    }

    private static func fit(
        _ name: String, _ sizes: [Int], size: (Int) -> Int, _ log: Log, _ work: (Int) throws -> () -> Void
    ) throws {
        let points = try sizes.map { value in
            let task = try work(value)
            task()
            return (
                x: Foundation.log(Double(size(value))), y: Foundation.log(Benchmarks.fastest(of: 5, task).processor)
            )
        }
        let (x, y) = (points.map(\.x).reduce(0, +), points.map(\.y).reduce(0, +))
        let (meanX, meanY) = (x / Double(points.count), y / Double(points.count))
        let slope =
            points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
            / points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        let times = points.map { String(format: "%.4f", exp($0.y)) }.joined(separator: ", ")
        log.add("growth with \(name)", String(format: "exponent %.2f", slope), exp(points[points.count - 1].y), times)
    }
}
