import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing
import Workers

@testable import Physiology

/// Windows cut from wide fields of isotropic Gaussian noise, independent of the code under test.
enum NoiseFields {
    /// Windows of noise whose amplitudes fall as 1/f^slope, 16 from each field of 256 × 256.
    static func windows(_ count: Int, side: Int, slope: Double, seed: UInt64) -> KernelBank {
        let field = PixelSize(side: 256)
        let transform = FourierTransform(size: field)
        let generator = MersenneTwister(seed: seed)
        var kernels: [Kernel] = []
        while kernels.count < count {
            let white = (0..<field.count).map { _ in generator.gaussian() }
            let noise = transform.filtered(white) { $0 > 0 ? pow($0, -slope) : 0 }
            for _ in 0..<min(16, count - kernels.count) {
                let (top, left) = (generator.index(below: 256 - side), generator.index(below: 256 - side))
                let values = (0..<side * side).map { noise[(top + $0 / side) * 256 + left + $0 % side] }
                let size = values.reduce(0) { max($0, abs($1)) }
                kernels.append(
                    Kernel(channels: [Plane(size: PixelSize(side: side), values: values.map { Float($0 / size) })]))
            }
        }
        return KernelBank(name: "noise", kernels: kernels)
    }
}

@Suite struct IsotropicNoiseTests {
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

    private func noise(like patches: [Patch], size: PixelSize = size) -> IsotropicNoise {
        IsotropicNoise(like: patches, size: size, workers: Workers(2))
    }

    private func covariance(_ patch: Patch, _ a: Int, _ b: Int) -> Double {
        let centered = patch.centered
        return zip(centered.channels[a], centered.channels[b]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func `draws keep size, a mean of zero and the covariance of the channels`() {
        let noise = noise(like: [Self.patch])
        let generator = MersenneTwister(seed: 41)
        let draws = (0..<1500).map { _ in noise.next(like: 0, using: generator) }
        #expect(draws.allSatisfy { $0.size == Self.size && $0.channels.count == 3 })
        #expect(draws[0].channels.allSatisfy { abs($0.reduce(0, +)) < 1e-12 })
        let top = covariance(Self.patch, 0, 0)
        for (a, b) in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)] {
            let mean = draws.reduce(0) { $0 + covariance($1, a, b) / 1500 }
            // A narrow band leaves some ten free numbers: standard error √(2/10/1500) = 0.012.
            #expect(abs(mean - covariance(Self.patch, a, b)) < 0.05 * top, "channels \(a) and \(b)")
        }
    }

    @Test func `the same seed and stream give the same noise, whatever the workers`() {
        func draw(_ stream: UInt64, workers: Int) -> [[Double]] {
            IsotropicNoise(like: [Self.patch], size: Self.size, workers: Workers(workers))
                .next(like: 0, using: MersenneTwister(seed: 5, stream: stream)).channels
        }
        #expect(draw(2, workers: 1) == draw(2, workers: 3) && draw(2, workers: 1) != draw(3, workers: 1))
    }

    @Test func `a kernel of one colour gets noise of that colour`() {
        let plane = Self.patch.kernel.channels[0]
        let kernel = Kernel(
            channels: [1, -2, 0.5].map { part in Plane(size: Self.size, values: plane.values.map { part * $0 }) })
        let drawn = noise(like: [Patch(kernel)]).next(like: 0, using: MersenneTwister(seed: 6)).channels
        #expect(zip(drawn[0], drawn[1]).allSatisfy { abs(-2 * $0 - $1) < 1e-5 })
        #expect(zip(drawn[0], drawn[2]).allSatisfy { abs(0.5 * $0 - $1) < 1e-5 })
    }

    /// The slope of noise is found again, by half a slope in most windows.
    @Test(arguments: [0.0, 1, 2, 3]) func `the slope of noise is told from its windows`(slope: Double) {
        let windows = NoiseFields.windows(32, side: 11, slope: slope, seed: 17)
        let noise = noise(like: windows.kernels.map { Patch($0) }, size: windows.size)
        let near = windows.kernels.indices.count { index in
            guard case .powerLaw(let found) = noise.models(of: index)[0].spectrum else { return false }
            return abs(found - slope) <= 0.5
        }
        #expect(near >= 22)
    }

    @Test func `a window's covariance is that of windows cut from fields`() {
        let side = 5
        let size = PixelSize(side: side)
        let model = NoiseModel(spectrum: .powerLaw(slope: 1), floor: 0)
        let matrix = WindowCovariance(size: size).matrix(of: model)
        let windows = NoiseFields.windows(3200, side: side, slope: 1, seed: 3)
        // The fields' own scale is lost in the windows, so correlations are compared: of each pixel with the corner.
        let patches = windows.kernels.map { Patch($0).centered.channels[0] }
        func mean(_ a: Int, _ b: Int) -> Double { patches.reduce(0) { $0 + $1[a] * $1[b] } / Double(patches.count) }
        let trace = (0..<size.count).reduce(0) { $0 + mean($1, $1) }
        for place in [1, 6, 12, 24] {
            // Free of the direction of the mean, in which the matrix has a variance of its own.
            let expected = (matrix[0, place] - 1 / Double(size.count)) / Double(size.count - 1)
            #expect(abs(mean(0, place) / trace - expected) < 0.004, "pixel \(place)")
        }
    }

    /// Windows too large for a matrix are cut from a lattice; their covariance is the same.
    @Test func `noise from the lattice has the covariance of noise from the root`() {
        let size = PixelSize(height: 6, width: 5)
        let covariance = WindowCovariance(size: size)
        let model = NoiseModel(spectrum: .powerLaw(slope: 1.5), floor: 0.1)
        let lattice = covariance.latticeSource(of: model)
        let generator = MersenneTwister(seed: 8)
        let draws = (0..<1500).map { _ in lattice.next(using: generator) }
        let matrix = covariance.matrix(of: model)
        for (a, b) in [(0, 0), (0, 1), (0, 29), (12, 13), (14, 14)] {
            let mean = draws.reduce(0) { $0 + $1[a] * $1[b] } / 1500
            // Standard error of a variance of 1 to 2 over 1500 draws: 0.04 to 0.07.
            #expect(abs(mean - (matrix[a, b] - 1.0 / 30)) < 0.25, "\(a), \(b)")
        }
    }
}
