import Foundation
import Testing

@testable import Physiology

/// Direction, modulation, size and contrast beside the closed forms of the reference curves.
///
/// What AllenSDK calls `dsi` is the length of the vector sum over directions, not (preferred − opposite)/(preferred +
/// opposite): it is not compared. Its F1/F0 is right.
@Suite struct CurveMetricsTests {
    struct Metrics: Decodable {
        struct Direction: Decodable, Sendable { let response: [Double], DSI: Double }
        struct Modulation: Decodable, Sendable, CustomTestStringConvertible {
            let name: String
            let tf_hz, sample_hz, duration_s, F0, F1, F1_F0: Double
            let response: [Double]
            var testDescription: String { name }
            /// One period of the answer.
            var period: [Double] { Array(response.prefix(Int(sample_hz / tf_hz))) }
        }
        struct Size: Decodable, Sendable {
            let radius, response: [Double]
            let gsf_diameter, surround_diameter: Double?
            let ssi: Double
        }
        let direction: [Direction]
        let modulation: [Modulation]
        let size: [Size]
    }

    private static let metrics = try? References.json("tuning_metrics.json", as: Metrics.self)

    @Test func `the file has all its curves`() {
        #expect(Self.metrics?.direction.count == 5 && Self.metrics?.modulation.count == 6)
        #expect(Self.metrics?.size.count == 3)
    }

    @Test(arguments: metrics?.direction ?? [])
    func `direction selectivity compares opposite directions`(curve: Metrics.Direction) throws {
        let index = try #require(DirectionTuning(responses: curve.response).selectivityIndex)
        #expect(abs(index - curve.DSI) < 1e-9)
    }

    @Test func `the vector of eight directions is as long as its first harmonic is strong`() throws {
        func selectivity(_ count: Int, _ response: (Double) -> Double) -> Double? {
            DirectionTuning(responses: (0..<count).map { response(2 * .pi * Double($0) / Double(count)) })
                .globalSelectivity
        }
        // 1 + cos θ: half of its first harmonic over its mean.
        #expect(abs(try #require(selectivity(24) { 1 + cos($0) }) - 0.5) < 1e-12)
        #expect(abs(try #require(selectivity(8) { $0 == 0 ? 3 : 0 }) - 1) < 1e-12)
        // Opposite directions alike, a silent unit, and directions that lie elsewhere.
        #expect(selectivity(24) { 2 + cos(2 * $0 + 1) } == 0)
        #expect(selectivity(24) { _ in 0 } == nil && selectivity(12) { 1 + cos($0) } == nil)
    }

    @Test(arguments: metrics?.modulation ?? [])
    func `mean and modulation are those of the period`(curve: Metrics.Modulation) {
        let drift = DriftResponse(curve.period)
        #expect(abs(drift.mean - curve.F0) < 1e-9)
        #expect(abs(drift.modulation - curve.F1) < 1e-9)
        if curve.F0 > 0 { #expect(abs((drift.ratio ?? .nan) - curve.F1_F0) < 1e-9) }
    }

    @Test func `a half-rectified sine is simple, and its ratio comes to half of pi`() {
        let fine = DriftResponse((0..<100_000).map { max(sin(2 * .pi * Double($0) / 100_000), 0) })
        #expect(abs((fine.ratio ?? 0) - .pi / 2) < 1e-8)
        #expect(fine.isSimple)
        let energy = DriftResponse([25, 25, 25, 25])
        #expect(!energy.isSimple && energy.ratio ?? 1 < 1e-12)
        // A linear unit has no mean.
        #expect(DriftResponse([1, 0, -1, 0]).ratio == nil && DriftResponse([1, 0, -1, 0]).isSimple)
    }

    @Test func `the answer to the grey screen is taken off the mean`() {
        let drift = DriftResponse([3, 2, 1, 2], blank: 2)
        #expect(drift.mean == 0 && abs(drift.modulation - 1) < 1e-12)
    }

    @Test(arguments: metrics?.size ?? [])
    func `summation field, surround and suppression are read off the size curve`(curve: Metrics.Size) throws {
        let tuning = SizeTuning(sizes: curve.radius.map { 2 * $0 }, responses: curve.response)
        #expect(abs((tuning.suppression ?? .nan) - curve.ssi) < 1e-9)
        #expect(tuning.surround == curve.surround_diameter)
        // Where nothing is suppressed the reference gives no field. It takes the first sample with 95 % of the peak; ours lies
        // between that and the one before.
        if let field = curve.gsf_diameter, let place = tuning.sizes.firstIndex(of: field), place > 0 {
            let found = try #require(tuning.summationField)
            #expect(tuning.sizes[place - 1] < found && found <= field)
        }
    }

    /// A disc d across lets 1 − exp(−d²/8σ²) of an isotropic Gaussian through: 95 % at d = 2σ√(2·ln 20).
    @Test(arguments: [1.5, 2, 2.7, 3.1, 4])
    func `the summation field of a Gaussian is within 5 % of the closed form`(sigma: Double) throws {
        let sizes = (1...24).map { pow(30, Double($0) / 24) }
        let tuning = SizeTuning(sizes: sizes, responses: sizes.map { 1 - exp(-$0 * $0 / (8 * sigma * sigma)) })
        let found = try #require(tuning.summationField)
        #expect(abs(found / (2 * sigma * (2 * log(20.0)).squareRoot()) - 1) < 0.05)
    }

    @Test func `a silent size curve has neither field nor suppression`() {
        let silent = SizeTuning(sizes: [1, 2, 4], responses: [0, 0, 0])
        #expect(silent.suppression == nil && silent.summationField == nil && silent.surround == nil)
    }

    @Test func `the Naka-Rushton function comes back from its own points`() throws {
        struct Reference: Decodable {
            struct Place: Decodable { let contrast, naka_rushton: Double }
            let Rmax, n, c50: Double
            let points: [Place]
        }
        let reference = try References.json("naka_rushton.json", as: Reference.self)
        let curve = ContrastResponse(
            contrasts: reference.points.map(\.contrast), responses: reference.points.map(\.naka_rushton))
        let fit = try #require(curve.fit)
        #expect(abs(fit.maximum / reference.Rmax - 1) < 1e-6)
        #expect(abs(fit.exponent / reference.n - 1) < 1e-6)
        #expect(abs(fit.semiSaturation / reference.c50 - 1) < 1e-6)
        for place in reference.points { #expect(abs(fit(place.contrast) - place.naka_rushton) < 1e-5) }
    }

    @Test func `a straight curve has no contrast of half its answer`() {
        let contrasts = [0.1, 0.2, 0.4, 0.8, 1]
        #expect(ContrastResponse(contrasts: contrasts, responses: contrasts.map { 3 * $0 }).fit == nil)
    }
}
