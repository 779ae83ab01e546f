import Foundation
import GaborBanks
import Kernels
import Planes
import Testing

@testable import Physiology

/// Fits of Gabors whose truth is known, beside the truth.
@Suite struct GaborFitTests {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        struct Truth: Decodable, Sendable {
            let A, x0, y0, theta, f, sigma_x, sigma_y, phase, offset: Double
        }
        let id, size: Int
        let noise_over_signal_sd, nx, ny, R2_of_truth: Double
        let truth: Truth
        let pixels_row_major: [Double]

        enum CodingKeys: String, CodingKey {
            case id, size, noise_over_signal_sd, nx, ny, R2_of_truth, pixels_row_major
            case truth = "true"
        }
        var testDescription: String { "patch \(id)" }
        var orientation: Orientation { Orientation(imageWaveAngle: truth.theta) }
        /// The file counts phases along a wave of its own angle.
        var phase: Phase {
            Gabor(
                imageWaveAngle: truth.theta, frequency: truth.f, phase: Phase(radians: truth.phase),
                sigmaAcross: truth.sigma_x, sigmaAlong: truth.sigma_y
            ).phase
        }
    }

    private static let cases = (try? References.json("gabor50.json", as: [Case].self)) ?? []

    private func patch(_ expected: Case) -> Patch {
        let norm = expected.pixels_row_major.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Patch(
            size: PixelSize(side: expected.size), channels: [expected.pixels_row_major.map { $0 / norm }])
    }

    /// As an examination of a kernel fits it.
    private func fit(_ patch: Patch) -> (fit: ShapeFit, gabor: GaborFit) {
        let shape = GaborShape(bounds: FitBounds(patch.size))
        let starts = StartingGrid(size: patch.size).starts(for: [patch], count: LayerStudy.starts)[0]
        let best = ShapeFit.best(shape, to: patch, from: starts).polished(shape, to: patch)
        return (best, GaborFit(best, of: patch.kernel, bounds: shape.bounds))
    }

    @Test func `there are 50 patches`() {
        #expect(Self.cases.count == 50)
        #expect(Self.cases.count { $0.nx >= 0.1874 && $0.noise_over_signal_sd <= 0.2 } == 40)
    }

    @Test(arguments: cases)
    func `the fit explains at least what the truth does`(expected: Case) {
        #expect(fit(patch(expected)).fit.r2 >= expected.R2_of_truth - 1e-9)
    }

    @Test(arguments: cases.filter { $0.nx >= 0.1874 && $0.noise_over_signal_sd <= 0.2 })
    func `orientation is within 2 degrees and frequency within 5 percent`(expected: Case) {
        let gabor = fit(patch(expected)).gabor.gabor
        #expect(gabor.orientation.distance(to: expected.orientation) < 2)
        #expect(abs(gabor.spatialFrequency.cyclesPerPixel / expected.truth.f - 1) < 0.05)
    }

    @Test(arguments: cases.filter { $0.noise_over_signal_sd == 0 })
    func `without noise every parameter is recovered`(expected: Case) throws {
        let (fit, found) = fit(patch(expected))
        let (gabor, truth) = (found.gabor, expected.truth)
        #expect(abs(fit.r2 - 1) < 1e-10)
        #expect(gabor.orientation.distance(to: expected.orientation) * .pi / 180 < 1e-6)
        #expect(abs(gabor.spatialFrequency.cyclesPerPixel - truth.f) < 1e-6)
        #expect(abs(gabor.centerX - truth.x0) < 1e-6 && abs(gabor.centerY - truth.y0) < 1e-6)
        #expect(abs(gabor.sigmaAcross / truth.sigma_x - 1) < 1e-6)
        #expect(abs(gabor.sigmaAlong / truth.sigma_y - 1) < 1e-6)
        #expect(abs(Phase(radians: gabor.phase.radians - expected.phase.radians).radians) < 1e-6)
        #expect(abs(gabor.nx - expected.nx) < 1e-6 && abs(gabor.ny - expected.ny) < 1e-6)
        // Drawn at the kernel's own scale, offset and all.
        let kernel = patch(expected).kernel
        let worst = zip(found.drawn.values, kernel.values).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 1e-6)
    }

    @Test func `standard errors cover the truth of noisy patches as often as they should`() throws {
        var (within, all) = (0, 0)
        for expected in Self.cases where expected.nx >= 0.1874 && (0.05...0.2).contains(expected.noise_over_signal_sd) {
            let found = fit(patch(expected)).gabor
            guard let errors = found.errors else { continue }
            all += 5
            let gabor = found.gabor
            within += gabor.orientation.distance(to: expected.orientation) < 2 * errors.orientation ? 1 : 0
            within +=
                abs(gabor.spatialFrequency.cyclesPerPixel - expected.truth.f) < 2 * errors.frequency ? 1 : 0
            within += abs(gabor.centerX - expected.truth.x0) < 2 * errors.centerX ? 1 : 0
            let turned = Phase(degrees: gabor.phase.degrees - expected.phase.degrees).degrees
            within += abs(turned) < 2 * errors.phase ? 1 : 0
            within += abs(gabor.sigmaAcross - expected.truth.sigma_x) < 2 * errors.sigmaAcross ? 1 : 0
        }
        // Two deviations hold 95 %.
        #expect(all >= 100)
        #expect((0.85...1).contains(Double(within) / Double(all)))
    }

    @Test func `colours, sign and scale of a coloured Gabor come back`() {
        let truth = Gabor(
            orientation: Orientation(degrees: 40), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.17),
            phase: Phase(degrees: 25), sigmaAcross: 2.2, sigmaAlong: 3, centerX: 0.6, centerY: -0.4)
        let plane = truth.drawn(on: PixelSize(side: 11))
        let color = [0.8, -0.6, 0.0]
        let kernel = Kernel(
            channels: color.map { part in
                Plane(size: plane.size, values: plane.values.map { 7 * Float(part) * $0 + 0.1 })
            })
        let found = fit(Patch(kernel)).gabor
        #expect(zip(found.color, color).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(abs(found.gabor.phase.degrees - 25) < 1e-3)
        #expect(found.gabor.orientation.distance(to: truth.orientation) < 1e-3)
        #expect(found.r2 > 1 - 1e-8)
        // All of a wide window holds the envelope's energy but a little.
        #expect(found.envelopeInside > 0.95 && found.envelopeInside < 1)
    }
}
