import Foundation
import Kernels
import Planes
import Workers

/// 40 complex Gabors on 1024 × 1024 pixels, 80 real maps: checked against the plain loop, timed, and scaled up and down.
enum BankBenchmark {
    private static let workers = Workers(2)
    private static let runs = 15

    static func run(_ log: Log) throws {
        let bandwidth = memoryBandwidth()
        log.say(String(format: "bank: two threads; memory copies at %.1f GB/s, read and written", bandwidth))
        for aspect in [1.0, 0.5] {
            log.say("\n40 complex Gabors of aspect \(aspect), 1024 × 1024 pixels, 80 maps")
            measure(GaborPairs(aspect: aspect), side: 1024, bandwidth: bandwidth, log)
        }
    }

    private static func measure(_ gabors: GaborPairs, side: Int, bandwidth: Double, _ log: Log) {
        let image = noise(PixelSize(side: side))
        let plain = PlainSample(
            of: gabors.scales.map { GaborPairs(scales: $0..<$0 + 1, aspect: gabors.aspect).bank }, on: image)
        let bank = gabors.bank
        let scenario = "bank aspect \(gabors.aspect)"
        log.add(scenario, "plain loop, from a sample of its units", plain.seconds)
        for algorithm in [Algorithm.fourier, .automatic] {
            var ready: PreparedBank?
            let preparing = Benchmarks.best(of: 1) {
                ready = PreparedBank(bank, imageSize: image.size, by: algorithm, workers: workers)
            }
            guard let prepared = ready else { return }
            var maps: [Plane] = []
            prepared.apply(to: [image], into: &maps, workers: workers)
            let error = plain.largestError(of: maps)
            guard error < 1e-5 else {
                print("\(algorithm) differs from the plain loop by \(error) of the largest response")
                exit(1)
            }
            let (seconds, processor) = Benchmarks.fastest(of: runs) {
                prepared.apply(to: [image], into: &maps, workers: workers)
            }
            let sums = prepared.choices.reduce(0) { $0 + $1.multiplyAdds }
            let bytes = Double(image.size.count) * Double(bank.count + 1) * 4
            log.add(
                scenario, algorithm == .automatic ? "the cheapest way for each filter" : "Fourier tiles for all",
                seconds,
                String(
                    format: "%.3f s of processor, %.2f ms per map, error %.0e, prepared in %.2f s", processor,
                    1000 * seconds / Double(bank.count), error, preparing))
            log.say(
                String(
                    format:
                        "    plain loop %.0f ×; %.1f G multiply-adds, %.0f G/s; %.0f MB in and out, %.2f of a copy's rate",
                    plain.seconds / seconds, sums / 1e9, sums / seconds / 1e9, bytes / 1e6,
                    bytes / seconds / 1e9 / bandwidth))
            if algorithm == .automatic { log.say("    " + summary(prepared)) }
        }
    }

    private static func summary(_ prepared: PreparedBank) -> String {
        Algorithm.allCases.compactMap { algorithm in
            let count = prepared.choices.count { $0.algorithm == algorithm }
            return count == 0 ? nil : "\(algorithm.rawValue) for \(count) filters"
        }.joined(separator: ", ")
    }

    /// Values without a pattern, the same at every run.
    static func noise(_ size: PixelSize) -> Plane {
        var state: UInt32 = 1
        return Plane(size: size) { _, _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / 16_777_216 - 0.5
        }
    }

    /// Of a copy of 256 MB by two threads, GB read and written per second.
    private static func memoryBandwidth() -> Double {
        let bytes = 1 << 27
        let blocks = (0..<4).map { _ in UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 4096) }
        defer { blocks.forEach { $0.deallocate() } }
        for block in blocks { block.initializeMemory(as: UInt8.self, repeating: 1) }
        nonisolated(unsafe) let halves = [(blocks[0], blocks[1]), (blocks[2], blocks[3])]
        let seconds = Benchmarks.best(of: 10) {
            _ = workers.map(2) { halves[$0].1.copyMemory(from: UnsafeRawBufferPointer(halves[$0].0)) }
        }
        return Double(4 * bytes) / seconds / 1e9
    }
}

/// The plain loop at some of the maps' units, all over the image, its edges included, each kernel in its own window.
private struct PlainSample {
    /// What all units would take.
    let seconds: Double
    private let maps: [Plane]
    private static let step = 93

    init(of banks: [KernelBank], on image: Plane) {
        var maps: [Plane] = []
        let spent = Benchmarks.best(of: 1) {
            maps = banks.flatMap { $0.apply(to: image, stride: Self.step, by: .direct, workers: Workers(2)) }
        }
        self.maps = maps
        seconds = spent * Double(image.size.count) / Double(maps[0].size.count)
    }

    /// The largest difference, as part of the largest response.
    func largestError(of fast: [Plane]) -> Float {
        let largest = fast.lazy.map { $0.values.lazy.map(abs).max() ?? 0 }.max() ?? 0
        let differences = zip(maps, fast).map { plain, fast in
            Plane(size: plain.size) { abs(plain[$0, $1] - fast[Self.step * $0, Self.step * $1]) }.values.max() ?? 0
        }
        return (differences.max() ?? 0) / largest
    }
}
