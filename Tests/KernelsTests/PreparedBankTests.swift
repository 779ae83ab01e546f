import Foundation
@testable import Kernels
import Planes
import Testing

@Suite struct PreparedBankTests {
    private func bank(side: Int, count: Int, _ value: (Int, Double, Double) -> Double) -> KernelBank {
        let middle = Double(side - 1) / 2
        return KernelBank(
            name: "test",
            kernels: (0..<count).map { kernel in
                Kernel(channels: [
                    Plane(size: PixelSize(side: side)) {
                        Float(value(kernel, Double($1) - middle, Double($0) - middle))
                    }
                ])
            })
    }

    private func algorithms(_ bank: KernelBank, side: Int) -> Set<Algorithm> {
        Set(PreparedBank(bank, imageSize: PixelSize(side: side)).choices.map(\.algorithm))
    }

    @Test func `few weights are summed, round filters separated, many weights without a form transformed`() {
        let small = bank(side: 3, count: 4) { kernel, x, y in sin(Double(kernel) + x * y + 2 * x) }
        #expect(algorithms(small, side: 64) == [.dense])
        let round = bank(side: 31, count: 4) { kernel, x, y in exp(-(x * x + y * y) / (8 + Double(kernel))) }
        #expect(algorithms(round, side: 64) == [.separable])
        let long = bank(side: 61, count: 8) { kernel, x, y in
            let (u, v) = (x + y, x - y)
            return exp(-u * u / 60 - v * v / 400) * cos(u * Double(kernel + 1) / 8)
        }
        #expect(algorithms(long, side: 128) == [.fourier])
    }

    @Test(arguments: [Algorithm.direct, .dense, .separable, .fourier])
    func `an algorithm that is asked for is taken`(algorithm: Algorithm) {
        let small = bank(side: 3, count: 4) { kernel, x, y in sin(Double(kernel) + x * y + 2 * x) }
        let prepared = PreparedBank(small, imageSize: PixelSize(side: 16), by: algorithm)
        #expect(prepared.choices.allSatisfy { $0.algorithm == algorithm && $0.multiplyAdds > 0 })
    }

    @Test func `multiply-adds are units times weights for loops that sum them all`() {
        let small = bank(side: 3, count: 1) { _, x, y in x + 3 * y + 10 }
        let prepared = PreparedBank(small, imageSize: PixelSize(height: 10, width: 20), stride: 3, by: .dense)
        #expect(prepared.units == PixelSize(height: 4, width: 7) && prepared.choices[0].multiplyAdds == 9 * 28)
    }

    @Test(arguments: [Algorithm.automatic, .dense, .fourier])
    func `a bank of tens of thousands gives each filter the map that it would have alone`(algorithm: Algorithm) {
        let large = bank(side: 2, count: 40_000) { kernel, x, y in sin(Double(kernel) + x + 3 * y) }
        let image = Plane(size: PixelSize(side: 3)) { Float($0 * 2 + $1 * $1) }
        let maps = PreparedBank(large, imageSize: image.size, by: algorithm).apply(to: [image])
        #expect(maps.count == large.count)
        for place in stride(from: 0, to: large.count, by: 997) {
            let alone = DirectCorrelation.map(of: [image], through: large.kernels[place], boundary: .reflect, stride: 1)
            for (value, expected) in zip(maps[place].values, alone.values) {
                #expect(abs(value - expected) < 1e-5, "filter \(place)")
            }
        }
    }
}
