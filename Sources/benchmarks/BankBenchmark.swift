import Foundation
import Kernels
import Planes
import Workers

enum BankBenchmark {
    static func run() throws {
        for aspect in [1.0, 0.5] {
            let bank = kernels(aspect: aspect)
            let image = noise(PixelSize(side: 1024))
            var clock = ContinuousClock.now
            let prepared = PreparedBank(bank, imageSize: image.size, workers: Workers(2))
            print("prepare", ContinuousClock.now - clock)
            var counts: [Algorithm: Int] = [:]
            for c in prepared.choices { counts[c.algorithm, default: 0] += 1 }
            print(counts)
            var maps: [Plane] = []
            for algorithm in [Algorithm.automatic, .fourier] {
                let prepared = PreparedBank(bank, imageSize: image.size, by: algorithm, workers: Workers(2))
                for _ in 0..<8 {
                    clock = .now
                    let cpu = Self.cpu()
                    prepared.apply(to: [image], into: &maps, workers: Workers(2))
                    print(algorithm, ContinuousClock.now - clock, Self.cpu() - cpu)
                }
            }
            let plain = bank.apply(to: image, stride: 63, by: .direct, workers: Workers(2))
            for algorithm in [Algorithm.automatic, .fourier] {
                let fast = bank.apply(to: image, by: algorithm, workers: Workers(2))
                let largest = fast.flatMap(\.values).map(abs).max()!
                var worst: Float = 0
                for (map, expected) in zip(fast, plain) {
                    for row in 0..<expected.size.height { for column in 0..<expected.size.width { worst = max(worst, abs(map[63 * row, 63 * column] - expected[row, column])) } }
                }
                print(algorithm, worst / largest)
            }
        }
    }
    static func cpu() -> Double { Double(clock()) / 1e6 }

    static func noise(_ size: PixelSize) -> Plane {
        var g = SystemRandomNumberGenerator()
        return Plane(size: size) { _, _ in Float.random(in: -1...1, using: &g) }
    }

    static func kernels(aspect: Double) -> KernelBank {
        let largest = Int((3 * 0.56217 * 32 / aspect).rounded(.up))
        var kernels: [Kernel] = []
        for scale in 0..<5 {
            let wavelength = 4 * pow(2, 0.75 * Double(scale))
            let sigma = 0.56217 * wavelength
            let along = sigma / aspect
            let radius = Int((3 * along).rounded(.up))
            for orientation in 0..<8 {
                let angle = Double.pi * Double(orientation) / 8
                var re: [Double] = []
                var im: [Double] = []
                for y in -radius...radius {
                    for x in -radius...radius {
                        let u = Double(x) * cos(angle) + Double(y) * sin(angle)
                        let v = -Double(x) * sin(angle) + Double(y) * cos(angle)
                        let e = exp(-0.5 * (u * u / sigma / sigma + v * v / along / along))
                        re.append(e * cos(2 * .pi * u / wavelength))
                        im.append(e * sin(2 * .pi * u / wavelength))
                    }
                }
                let mean = re.reduce(0, +) / Double(re.count)
                re = re.map { $0 - mean }
                let norm = (zip(re, im).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }).squareRoot()
                let side = 2 * radius + 1
                for part in [re, im] {
                    kernels.append(
                        Kernel(channels: [
                            Plane(size: PixelSize(side: 2 * largest + 1)) { row, column in
                                let (y, x) = (row - largest + radius, column - largest + radius)
                                guard (0..<side).contains(y), (0..<side).contains(x) else { return 0 }
                                return Float(part[y * side + x] / norm)
                            }
                        ]))
                }
            }
        }
        return KernelBank(name: "bank", kernels: kernels)
    }
}
