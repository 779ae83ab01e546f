import Foundation
import Planes
import Testing

@testable import Physiology

/// Measures of tuning curves beside closed forms.
///
/// Brain-Score's own numbers in the file are compared only where they do not depend on its resampling: its half-widths are
/// whole degrees of a smoothed curve (27° where a von Mises curve of κ = 1 has 24.6°), and its ratio of frequencies and its
/// peak stay on a coarse resampled grid (2.016 for 2, 62.0 for a Schiller index of 67.6).
@Suite struct TuningTests {
    struct Metrics: Decodable {
        struct Curve: Decodable, CustomTestStringConvertible, Sendable {
            let kappa, base, pref_deg, CV_sampled, L_sampled, vector_pref_deg, OSI_pref_orth, OPR, brainscore_CV: Double
            let HWHH_deg, HW_1_sqrt2_deg: Double?
            let response: [Double]
            var testDescription: String { "κ \(kappa), base \(base)" }
        }
        struct Frequencies: Decodable, CustomTestStringConvertible, Sendable {
            let sf, response: [Double]
            let peak, bw_octaves_half, bw_octaves_0p707, schiller_index_0p707, brainscore_ratio: Double
            var testDescription: String { "peak \(peak)" }
        }
        let orientation: [Curve]
        let spatial_frequency: [Frequencies]
    }

    private static let metrics = try? References.json("tuning_metrics.json", as: Metrics.self)
    private static let curves = metrics?.orientation ?? []
    private static let frequencies = metrics?.spatial_frequency ?? []

    @Test func `the file has all its curves`() {
        #expect(Self.curves.count == 10 && Self.frequencies.count == 4)
    }

    @Test(arguments: curves)
    func `circular variance and preferred orientation are those of the samples`(curve: Metrics.Curve) {
        let tuning = OrientationTuning(responses: curve.response)
        #expect(abs(tuning.circularVariance - curve.CV_sampled) < 1e-9)
        #expect(abs(1 - tuning.circularVariance - curve.L_sampled) < 1e-9)
        #expect(abs(tuning.circularVariance - curve.brainscore_CV) < 1e-9)
        guard curve.kappa > 0 else { return }
        #expect(tuning.preferred.distance(to: Orientation(degrees: curve.vector_pref_deg)) < 1e-9)
    }

    @Test(arguments: curves)
    func `selectivity and orthogonal response are those of the samples`(
        curve: Metrics.Curve
    ) throws {
        let tuning = OrientationTuning(responses: curve.response)
        let selectivity = try #require(tuning.selectivityIndex)
        let orthogonal = try #require(tuning.orthogonalToPreferred)
        #expect(abs(selectivity - curve.OSI_pref_orth) < 1e-9)
        #expect(abs(orthogonal - (1 - curve.OSI_pref_orth) / (1 + curve.OSI_pref_orth)) < 1e-9)
        #expect(abs(orthogonal - curve.OPR) < 1e-9)
    }

    private func vonMises(_ curve: Metrics.Curve, _ degrees: Double) -> Double {
        curve.base + exp(curve.kappa * (cos((degrees - curve.pref_deg) * .pi / 90) - 1))
    }

    @Test(arguments: curves.filter { $0.kappa > 0 })
    func `half-widths of a finely sampled curve are the closed forms`(curve: Metrics.Curve) throws {
        let tuning = OrientationTuning(responses: (0..<18_000).map { vonMises(curve, Double($0) / 100) })
        let half = try #require(tuning.halfWidth(at: 0.5))
        let narrower = try #require(tuning.halfWidth(at: 0.5.squareRoot()))
        #expect(abs(half - (curve.HWHH_deg ?? .nan)) < 1e-3)
        #expect(abs(narrower - (curve.HW_1_sqrt2_deg ?? .nan)) < 1e-3)
    }

    /// Half-widths ½·acos(1 + ln ½/κ) of 32° to 15°, wherever the peak lies between the samples.
    @Test(arguments: [12, 24, 36, 45], [1.2, 2, 4, 5])
    func `half-widths of coarsely sampled curves are within 1 %`(count: Int, kappa: Double) throws {
        let truth = acos(1 + log(0.5) / kappa) * 90 / .pi
        for shift in 0..<12 {
            let peak = 40 + 15 * Double(shift) / 12
            let tuning = OrientationTuning(
                responses: (0..<count).map { index in
                    exp(kappa * (cos((180 * Double(index) / Double(count) - peak) * .pi / 90) - 1))
                })
            #expect(abs(try #require(tuning.halfWidth(at: 0.5)) / truth - 1) < 0.01)
        }
    }

    @Test func `a flat curve has no width, a silent one no selectivity`() {
        let flat = OrientationTuning(responses: [1, 1, 1, 1, 1, 1])
        #expect(flat.halfWidth(at: 0.5) == nil && flat.selectivityIndex == 0)
        #expect(abs(flat.circularVariance - 1) < 1e-12)
        let silent = OrientationTuning(responses: [0, 0, 0, 0])
        #expect(silent.halfWidth(at: 0.5) == nil && silent.selectivityIndex == nil)
        #expect(silent.orthogonalToPreferred == nil && silent.circularVariance == 1)
    }

    @Test(arguments: frequencies)
    func `bandwidths and the Schiller index of a finely sampled Gaussian are the closed forms`(
        curve: Metrics.Frequencies
    ) throws {
        // A Gaussian over log frequency: σ from the width at half height.
        let sigma = curve.bw_octaves_half / (2 * (2 * log(2)).squareRoot())
        let fine = (-4000...4000).map { curve.peak * exp2(Double($0) / 1000 + 0.0003) }
        let tuning = FrequencyTuning(
            frequencies: fine, responses: fine.map { exp(-0.5 * pow(log2($0 / curve.peak) / sigma, 2)) })
        #expect(abs(tuning.peak / curve.peak - 1) < 1e-6)
        let half = try #require(tuning.bandwidthOctaves())
        let narrower = try #require(tuning.bandwidthOctaves(at: 0.5.squareRoot()))
        let index = try #require(tuning.schillerIndex)
        #expect(abs(half - curve.bw_octaves_half) < 1e-5)
        #expect(abs(narrower - curve.bw_octaves_0p707) < 1e-5)
        #expect(abs(index - curve.schiller_index_0p707) < 1e-3)
    }

    @Test(arguments: frequencies)
    func `on the experiment's coarse grid the Schiller index is nearer the truth than Brain-Score's`(
        curve: Metrics.Frequencies
    ) throws {
        let index = try #require(FrequencyTuning(frequencies: curve.sf, responses: curve.response).schillerIndex)
        #expect(abs(index - curve.schiller_index_0p707) < abs(curve.brainscore_ratio - curve.schiller_index_0p707))
    }

    @Test func `a low-pass curve has a high cutoff and no bandwidth`() throws {
        let tuning = FrequencyTuning(frequencies: [1, 2, 4, 8], responses: [4, 3, 1, 0])
        let edges = tuning.cutoffs(at: 0.5)
        #expect(edges.low == nil && tuning.bandwidthOctaves() == nil && tuning.schillerIndex == nil)
        // Halfway between 3 at 2 and 1 at 4, over log frequency.
        let high = try #require(edges.high)
        #expect(abs(high - 8.squareRoot()) < 1e-12)
        #expect(tuning.peak == 1)
    }

    /// Gaussian bumps of 12° on 45 orientations of 4°.
    private func curve(_ bumps: [(center: Double, height: Double)]) -> OrientationTuning {
        OrientationTuning(
            responses: (0..<45).map { place in
                bumps.reduce(0) { sum, bump in
                    let away = Orientation(degrees: 4 * Double(place)).distance(to: Orientation(degrees: bump.center))
                    return sum + bump.height * exp(-0.5 * away * away / 144)
                }
            })
    }

    @Test func `a curve of two peaks has its peak apart from its vector mean, and is said to be bimodal`() {
        let tuning = curve([(32, 1), (152, 0.9)])
        #expect(tuning.peakOrientation.distance(to: Orientation(degrees: 32)) < 1)
        #expect(tuning.preferred.distance(to: tuning.peakOrientation) > 20 && tuning.isBimodal)
        #expect(curve([(10, 1), (100, 0.6)]).isBimodal)
    }

    @Test(arguments: [0.0, 33.3, 90, 177])
    func `a curve of one peak has both at one place`(degrees: Double) {
        let tuning = curve([(degrees, 1)])
        #expect(tuning.peakOrientation.distance(to: Orientation(degrees: degrees)) < 0.5)
        #expect(tuning.preferred.distance(to: Orientation(degrees: degrees)) < 0.5 && !tuning.isBimodal)
        #expect(!curve([(degrees, 1), (degrees + 90, 0.3)]).isBimodal)
    }
}
