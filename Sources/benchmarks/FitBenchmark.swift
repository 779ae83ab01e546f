import Archives
import Kernels
import Physiology
import Workers

/// Gabor fits of AlexNet's 64 kernels, the work that a SciPy user does with 24 starts each.
enum FitBenchmark {
    static func run(_ log: Log) throws {
        let file = try ModelFile(path: "data/alexnet/alexnet-features.onnx")
        let bank = try file.kernels(of: file.choice(of: nil).layer)
        log.say("fit: \(bank.count) kernels of \(bank.size), luminance, one thread")
        let plain = FitTrial.r2(bank, starts: 24)
        let fast = FitTrial.r2(bank, starts: 4)
        let worse = zip(fast, plain).filter { $0 < $1 - 0.01 }.count
        let all = Benchmarks.best(of: 3) { _ = FitTrial.r2(bank, starts: 24) }
        let few = Benchmarks.best(of: 3) { _ = FitTrial.r2(bank, starts: 4) }
        log.add("fit", "24 starts", all, "mean R² \(mean(plain))")
        log.add("fit", "4 starts from the local spectrum", few, "mean R² \(mean(fast)), \(worse) kernels worse by 0.01")
        let study = Benchmarks.best(of: 2) { _ = LayerStudy(of: bank, workers: Workers(2)) }
        log.add("fit and nulls", "whole study, 3 channels, 39 nulls each", study, "ratio \(study / all) to 24 starts")
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
