import Foundation
import Planes
import Testing

@testable import Kernels

@Suite struct WhiteningFilterTests {
    private static let size = PixelSize(height: 9, width: 11)

    private func bank(_ value: (Int, Int) -> Float) -> KernelBank {
        KernelBank(name: "k", kernels: [Kernel(channels: [Plane(size: Self.size, value)])])
    }

    @Test func `Olshausen's filter rises with frequency and spares the corners`() {
        #expect(WhiteningFilter.olshausenGain(0) == 0)
        #expect(abs(WhiteningFilter.olshausenGain(200.0 / 512) - 200.0 / 512 / M_E) < 1e-12)
        #expect(WhiteningFilter.olshausenGain(0.5.squareRoot()) < 1e-4)
    }

    /// Correlating a picture with the filter and then with the kernel is correlating it with what is returned.
    @Test func `a filtered kernel sees a picture as filter and kernel one after the other do`() {
        let weights = Plane(size: PixelSize(side: 3), values: [0, 1, 0, 2, 5, -1, 0, 0.5, 3])
        // So far from the window's edge that nothing is cut off.
        let small = bank { row, column in
            (3...5).contains(row) && (4...6).contains(column) ? Float(row * 3 - column) : 0
        }
        let seen = small.seenThrough(.weights(weights)).kernels[0].channels[0]
        let picture = Plane(size: Self.size) { Float(sin(Double(7 * $0 + 3 * $1 * $1))) }
        func value(_ row: Int, _ column: Int) -> Double {
            (0..<3).reduce(0) { sum, v in
                (0..<3).reduce(sum) { sum, u in
                    let (y, x) = (row + v - 1, column + u - 1)
                    let inside = (0..<9).contains(y) && (0..<11).contains(x)
                    return sum + (inside ? Double(picture[y, x]) * Double(weights[v, u]) : 0)
                }
            }
        }
        var (twice, once) = (0.0, 0.0)
        for row in 0..<9 {
            for column in 0..<11 {
                twice += Double(small.kernels[0].channels[0][row, column]) * value(row, column)
                once += Double(seen[row, column]) * Double(picture[row, column])
            }
        }
        #expect(abs(twice - once) < 1e-4 * abs(twice))
    }

    @Test
    func
        `a kernel of one pixel behind Olshausen's filter is the filter itself, even, with a surround of the other sign`()
    {
        let seen = bank { $0 == 4 && $1 == 5 ? 1 : 0 }.seenThrough(.olshausen).kernels[0].channels[0]
        #expect(seen[4, 5] > 0 && seen[4, 7] < 0 && seen[2, 5] < 0)
        #expect(abs(seen[4, 6] - seen[4, 4]) < 1e-6 && abs(seen[3, 5] - seen[5, 5]) < 1e-6)
    }
}
