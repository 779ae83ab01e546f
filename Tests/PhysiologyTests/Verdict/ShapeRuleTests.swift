import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing
import Workers

@testable import Physiology

/// Shapes that need no argument, and noise that must have none.
@Suite struct ShapeRuleTests {
    private struct Canonical: Decodable {
        let file: String
        let kernel: Int
        let shape, expected: String
    }

    private func study(_ bank: KernelBank, nulls: Int, seed: UInt64 = 1) -> [Classification] {
        LayerStudy(of: bank, seed: seed, nullCount: nulls, workers: Workers(2)).kernels.map(\.classification)
    }

    @Test(arguments: [3, 7, 11])
    func `canonical kernels have their shape under all symmetries and signs`(side: Int) throws {
        let cases = try References.json("canonical.json", as: [Canonical].self)
            .filter { $0.file == "canonical_\(side).npy" }
        let verdicts = study(try References.bank(try References.path("canonical_\(side).npy")), nulls: 0)
        #expect(cases.count == verdicts.count && cases.count >= 112)
        for expected in cases {
            let allowed =
                switch expected.expected {
                case "oriented", "gabor_or_edge": ["gabor", "edge"]
                default: [expected.expected]
                }
            let found = verdicts[expected.kernel].shape.rawValue
            #expect(allowed.contains(found), "\(expected.shape) is called \(found)")
        }
    }

    /// Each class in at most 5 % of windows, by the binomial distribution: of 48, 9 or more in 1 of 2000 cases.
    @Test(arguments: [(3, 0.0), (3, 2), (5, 0), (5, 1), (5, 2), (5, 3), (7, 1.5), (7, 3)])
    func `windows of structureless noise get each class no more often than stated`(side: Int, slope: Double) {
        let windows = NoiseFields.windows(48, side: side, slope: slope, seed: 900 + UInt64(side))
        let verdicts = study(windows, nulls: 19, seed: 3)
        for name in Set(verdicts.map(\.kernelClass)) where name != .unstructured {
            #expect(verdicts.count { $0.kernelClass == name } < 9, "\(name)")
        }
    }

    /// Gabors with a resolved carrier and at least half a cycle in the window, in noise of a fifth of their deviation.
    @Test func `fresh Gabors are Gabors`() {
        let generator = MersenneTwister(seed: 77)
        func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.uniform() }
        let size = PixelSize(side: 9)
        let kernels = (0..<24).map { _ -> Kernel in
            let frequency = number(0.12, 0.3)
            let gabor = Gabor(
                orientation: Orientation(degrees: number(0, 180)),
                spatialFrequency: SpatialFrequency(cyclesPerPixel: frequency), phase: Phase(degrees: number(-180, 180)),
                sigmaAcross: number(0.3, 0.5) / frequency, sigmaAlong: number(0.35, 0.6) / frequency,
                centerX: number(-1, 1), centerY: number(-1, 1))
            let plane = gabor.drawn(on: size)
            let mean = plane.mean
            let deviation = (plane.values.reduce(0) { $0 + pow(Double($1) - mean, 2) } / Double(size.count))
                .squareRoot()
            return Kernel(
                channels: [Plane(size: size) { plane[$0, $1] + Float(0.2 * deviation * generator.gaussian()) }])
        }
        let verdicts = study(KernelBank(name: "gabors", kernels: kernels), nulls: 24)
        #expect(verdicts.count { $0.kernelClass == .gabor } >= 22)
        #expect(verdicts.allSatisfy { $0.shape.isOriented })
    }

    @Test func `a step has a shape of edge, with a fit that has no carrier`() throws {
        let size = PixelSize(side: 9)
        let step = Plane(size: size) { _, column in column < 4 ? -1 : column == 4 ? 0 : 1 }
        let kernel = LayerStudy(
            of: KernelBank(name: "step", kernels: [Kernel(channels: [step])]), nullCount: 0, workers: Workers(1)
        ).kernels[0]
        #expect(kernel.classification.shape == .edge)
        #expect(kernel.tuning.orientation.preferred.distance(to: Orientation(degrees: 90)) < 1)
    }

    @Test func `a surround is of the other sign and turns inside the window`() {
        let size = PixelSize(side: 11)
        func kernel(surround: Double, width: Double) -> Kernel {
            Kernel(
                channels: [
                    Plane(size: size) { row, column in
                        let square = pow(Double(row) - 5, 2) + pow(Double(column) - 5, 2)
                        return Float(exp(-square / 2) + surround * exp(-square / (2 * width * width)))
                    }
                ])
        }
        let bank = KernelBank(
            name: "round",
            kernels: [
                kernel(surround: -0.3, width: 2), kernel(surround: 0.3, width: 2.5), kernel(surround: -0.05, width: 40),
            ])
        #expect(study(bank, nulls: 0).map(\.shape) == [.centerSurround, .blob, .blob])
    }

    @Test func `a three by three window of noise has few shapes that count`() {
        let generator = MersenneTwister(seed: 5)
        let kernels = (0..<96).map { _ in
            Kernel(channels: [Plane(size: PixelSize(side: 3)) { _, _ in Float(generator.gaussian()) }])
        }
        let verdicts = study(KernelBank(name: "noise", kernels: kernels), nulls: 24)
        #expect(verdicts.count { $0.kernelClass == .centerSurround || $0.kernelClass == .blob } < 12)
        #expect(verdicts.count { $0.kernelClass == .edge } < 12)
    }

    @Test(arguments: [(1, 40), (40, 1)]) func `a line of pixels is fitted along its axis and has no class`(
        height: Int, width: Int
    )
        throws
    {
        let size = PixelSize(height: height, width: width)
        let line = Plane(size: size) { row, column in
            let u = Double(max(row, column)) - 21
            return Float(exp(-0.5 * u * u / 36) * cos(2 * .pi * 0.11 * u + 0.6))
        }
        let kernel = LayerStudy(
            of: KernelBank(name: "line", kernels: [Kernel(channels: [line])]), workers: Workers(1)
        ).kernels[0]
        #expect(kernel.classification.kernelClass == .unclassed && kernel.classification.shape == .unclassed)
        let gabor = try #require(kernel.fit?.gabor)
        #expect(abs(gabor.spatialFrequency.cyclesPerPixel - 0.11) < 1e-4)
        #expect(abs(abs(gabor.phase.radians) - 0.6) < 1e-3)
        #expect(abs(gabor.sigmaAcross - 6) < 1e-2)
        #expect(kernel.fit.map { $0.r2 > 0.9999 } == true)
    }

    @Test(arguments: [PixelSize(side: 1), PixelSize(height: 1, width: 2), PixelSize(height: 7, width: 1)])
    func `windows too small for a fit have neither fit nor class`(size: PixelSize) {
        let kernel = Kernel(channels: [Plane(size: size) { row, column in Float(row - 2 * column) + 1 }])
        let study = LayerStudy(of: KernelBank(name: "tiny", kernels: [kernel]), workers: Workers(1)).kernels[0]
        #expect(study.fit == nil && study.classification.kernelClass == .unclassed)
    }

    @Test func `classes do not change with the scale of a layer`() {
        let windows = NoiseFields.windows(16, side: 5, slope: 2, seed: 4)
        let scaled = KernelBank(
            name: "scaled",
            kernels: windows.kernels.map { kernel in
                Kernel(channels: kernel.channels.map { Plane(size: $0.size, values: $0.values.map { $0 * -256 }) })
            })
        #expect(study(windows, nulls: 24).map(\.kernelClass) == study(scaled, nulls: 24).map(\.kernelClass))
    }
}
