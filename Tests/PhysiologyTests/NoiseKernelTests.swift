import GSL
import GaborBanks
import Kernels
import Planes
import Testing

@testable import Physiology

@Suite struct NoiseKernelTests {
    private static let size = PixelSize(side: 9)

    /// A Gabor in one colour and a weaker one in another.
    private static let patch: Patch = {
        func plane(_ degrees: Double) -> Plane {
            Gabor(
                orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.2),
                phase: Phase(degrees: 40), sigmaAcross: 1.8, sigmaAlong: 2.5
            ).drawn(on: size)
        }
        let (first, second) = (plane(20), plane(110))
        return Patch(
            Kernel(
                channels: [(1.0, 0.1), (-0.5, 0.1), (0.2, 0.3)].map { a, b in
                    Plane(size: size) { Float(a) * first[$0, $1] + Float(b) * second[$0, $1] }
                }))
    }()

    /// The real cross-spectrum of two channels, averaged over rings of rounded frequency (cycles per window), ring by ring.
    private func rings(_ patch: Patch, _ a: Int, _ b: Int, _ transform: FourierTransform) -> [Double] {
        let spectra = [a, b].map { channel -> [Double] in
            let values = patch.channels[channel]
            let mean = values.reduce(0, +) / Double(values.count)
            var complex: [Double] = values.flatMap { [$0 - mean, 0.0] }
            transform.transform(&complex)
            return complex
        }
        var sums = [Double](repeating: 0, count: 7)
        var counts = [Double](repeating: 0, count: 7)
        for row in 0..<9 {
            for column in 0..<9 {
                let (v, u) = (Double(min(row, 9 - row)), Double(min(column, 9 - column)))
                let ring = Int((u * u + v * v).squareRoot().rounded())
                let place = 2 * (row * 9 + column)
                sums[ring] += spectra[0][place] * spectra[1][place] + spectra[0][place + 1] * spectra[1][place + 1]
                counts[ring] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }

    @Test func `noise keeps size, mean, colours and the radially averaged spectrum`() {
        let transform = FourierTransform(size: Self.size)
        let noise = NoiseKernels(like: Self.patch, transform: transform)
        let generator = MersenneTwister(seed: 41)
        let draws = (0..<1500).map { _ in noise.next(using: generator) }
        #expect(draws.allSatisfy { $0.size == Self.size && $0.channels.count == 3 })
        // White noise of one per pixel has a power of 81 at each frequency; the kernel's own spectrum comes on top.
        for (a, b) in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2)] {
            let own = rings(Self.patch, a, b, transform)
            var mean = [Double](repeating: 0, count: own.count)
            for draw in draws {
                for (ring, value) in rings(draw, a, b, transform).enumerated() { mean[ring] += value / 1500 }
            }
            let top = own.reduce(0) { max($0, abs($1)) }
            for ring in own.indices {
                #expect(abs(mean[ring] / 81 - own[ring]) < 0.05 * top, "channels \(a) and \(b), ring \(ring)")
            }
        }
    }

    @Test func `the same seed and stream give the same noise`() {
        let noise = NoiseKernels(like: Self.patch, transform: FourierTransform(size: Self.size))
        func draw(_ stream: UInt64) -> [[Double]] {
            noise.next(using: MersenneTwister(seed: 5, stream: stream)).channels
        }
        #expect(draw(2) == draw(2) && draw(2) != draw(3))
    }

    @Test func `a kernel of one colour gets noise of that colour`() {
        let plane = Self.patch.kernel.channels[0]
        let kernel = Kernel(
            channels: [1, -2, 0.5].map { part in Plane(size: Self.size, values: plane.values.map { part * $0 }) })
        let noise = NoiseKernels(like: Patch(kernel), transform: FourierTransform(size: Self.size))
        let drawn = noise.next(using: MersenneTwister(seed: 6)).channels
        #expect(zip(drawn[0], drawn[1]).allSatisfy { abs(-2 * $0 - $1) < 1e-6 })
        #expect(zip(drawn[0], drawn[2]).allSatisfy { abs(0.5 * $0 - $1) < 1e-6 })
    }
}
