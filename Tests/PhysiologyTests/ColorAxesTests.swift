import Kernels
import Planes
import Testing

@testable import Physiology

@Suite struct ColorAxesTests {
    /// One pattern in a colour, on another constant in each channel.
    private func kernel(_ color: [Double]) -> Kernel {
        Kernel(
            channels: color.enumerated().map { index, part in
                Plane(
                    size: PixelSize(height: 2, width: 3),
                    values: [1, -2, 3, 0.5, -1, 4].map { Float(part) * $0 + Float(index) })
            })
    }

    private static let colors: [(color: [Double], chromatic: Double)] = [
        ([1, 1, 1], 0), ([1, -1, 0], 1), ([-1, -1, 2], 1), ([-3, -3, -3], 0), ([1, 0, 0], 2.0 / 3), ([2], 0),
        // One less the cosine's square with grey, (1 + 2)²/(3 · 5).
        ([1, 2, 0], 0.4),
    ]

    @Test(arguments: colors.indices)
    func `the chromatic part is what lies off the grey axis`(index: Int) {
        let (color, chromatic) = Self.colors[index]
        #expect(abs(ColorAxes(kernel(color)).chromaticFraction - chromatic) < 1e-6)
    }

    @Test(arguments: [[1.0, 1, 1], [1, -1, 0], [-1, -1, 2], [0.2, 0.5, -0.1], [-4, -1, -2], [-1]])
    func `the principal axis is the colour, its sum positive`(color: [Double]) {
        let norm = color.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let axis = ColorAxes(kernel(color)).principal
        let cosine = zip(axis, color).reduce(0) { $0 + $1.0 * $1.1 } / norm
        #expect(abs(abs(cosine) - 1) < 1e-9)
        #expect(abs(axis.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
        #expect(axis.reduce(0, +) > -1e-6)
    }

    @Test func `of two patterns the stronger one's colour is principal`() {
        let size = PixelSize(height: 1, width: 4)
        // Orthogonal patterns: 3 in (1, −1, 0), 1 in (1, 1, 1).
        let first: [Float] = [3, -3, 3, -3]
        let second: [Float] = [1, 1, -1, -1]
        let mixed = [Float](zip(first, second).map { $0 + $1 })
        let opposed = [Float](zip(first, second).map { $1 - $0 })
        let axes = ColorAxes(
            Kernel(channels: [mixed, opposed, second].map { Plane(size: size, values: $0) }))
        #expect(abs(abs(axes.principal[0] - axes.principal[1]) - 2.squareRoot()) < 1e-6)
        // Energies 2 · 36 off the grey axis, 3 · 4 on it.
        #expect(abs(axes.chromaticFraction - 72.0 / 84) < 1e-6)
    }

    @Test func `of more channels than places the stronger pattern's colour is principal too`() {
        // As above, each colour over 200 channels: 3 in alternating signs, 1 in grey.
        let channels = (0..<200).map { index -> Plane in
            let sign: Float = index.isMultiple(of: 2) ? 3 : -3
            return Plane(size: PixelSize(height: 1, width: 4), values: [sign + 1, 1 - sign, sign - 1, -1 - sign])
        }
        let axes = ColorAxes(Kernel(channels: channels))
        for index in channels.indices {
            let expected = axes.principal[0] * (index.isMultiple(of: 2) ? 1 : -1)
            #expect(abs(axes.principal[index] - expected) < 1e-9)
        }
        #expect(abs(abs(axes.principal[0]) - 1 / 200.squareRoot()) < 1e-9)
        #expect(abs(axes.chromaticFraction - 0.9) < 1e-6)
    }

    @Test func `a kernel of constants is grey`() {
        let flat = Kernel(
            channels: [1, 2, 3].map { Plane(size: PixelSize(side: 2), values: [Float](repeating: $0, count: 4)) })
        let axes = ColorAxes(flat)
        #expect(axes.chromaticFraction == 0)
        #expect(axes.principal.allSatisfy { abs($0 - 1 / 3.squareRoot()) < 1e-12 })
    }
}
