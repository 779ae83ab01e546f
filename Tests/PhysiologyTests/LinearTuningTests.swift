import Foundation
import Planes
import Testing

@testable import Physiology

/// Answers to gratings, beside a plain Fourier sum and beside VOneNet's kernels as NumPy measured them.
@Suite struct LinearTuningTests {
    struct Measured: Decodable {
        struct One: Decodable {
            let peak_sf_cpd, vector_pref_wavevector_deg, peak_wavevector_deg, CV, OPR: Double
            let ori_curve, sf_curve: [Double]
        }
        let ppd: Double
        let wavevector_angles_deg, sf_cpd: [Double]
        let kernels: [One]
    }

    private let size = PixelSize(side: 25)
    private let weights: [[Double]]
    private let measured: Measured
    private let tunings: [LinearTuning]

    init() throws {
        let all = try References.doubles("vonenet_kernels_first16.npy")
        try #require(all.count == 16 * 625)
        let weights = (0..<16).map { Array(all[$0 * 625..<($0 + 1) * 625]) }
        self.weights = weights
        measured = try References.json("kernel_tuning.json", as: Measured.self)
        tunings = LinearTuning.measured(
            weights.map { Plane(size: PixelSize(side: 25), values: $0.map { Float($0) }) })
    }

    /// |Σ K e^{−2πi f·x}|, the wave's angle in image axes.
    private func amplitude(_ weights: [Double], _ frequency: Double, _ angle: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for row in 0..<25 {
            for column in 0..<25 {
                let turns = frequency * (Double(column - 12) * cos(angle) + Double(row - 12) * sin(angle))
                real += weights[row * 25 + column] * cos(2 * .pi * turns)
                imaginary += weights[row * 25 + column] * sin(2 * .pi * turns)
            }
        }
        return hypot(real, imaginary)
    }

    @Test func `the plain sum is what NumPy measured`() {
        for (weights, expected) in zip(weights, measured.kernels) {
            let peak = expected.peak_sf_cpd / measured.ppd
            for (angle, value) in zip(measured.wavevector_angles_deg, expected.ori_curve) {
                #expect(abs(amplitude(weights, peak, angle * .pi / 180) - value) < 1e-9)
            }
            for (frequency, value) in zip(measured.sf_cpd, expected.sf_curve) {
                let angle = expected.peak_wavevector_deg * .pi / 180
                #expect(abs(amplitude(weights, frequency / measured.ppd, angle) - value) < 1e-9)
            }
        }
    }

    @Test func `responses are the plain sum at every orientation and frequency tried`() throws {
        for kernel in [0, 7, 15] {
            let float = weights[kernel].map { Double(Float($0)) }
            let tuning = tunings[kernel]
            #expect(tuning.orientation.responses.count == 90 && tuning.frequency.responses.count == 56)
            let top = try #require(tuning.orientation.responses.max())
            let best = try #require(tuning.frequency.responses.firstIndex(of: top))
            let frequency = tuning.frequency.frequencies[best]
            for (orientation, response) in zip(tuning.orientation.orientations, tuning.orientation.responses) {
                #expect(abs(response - amplitude(float, frequency, orientation.imageWaveAngle)) < 1e-10)
            }
            let turn = try #require(tuning.orientation.responses.firstIndex(of: top))
            let angle = tuning.orientation.orientations[turn].imageWaveAngle
            for (frequency, response) in zip(tuning.frequency.frequencies, tuning.frequency.responses) {
                #expect(abs(response - amplitude(float, frequency, angle)) < 1e-10)
            }
        }
    }

    @Test func `peak and preferred orientation lie where the coarser experiment found them`() {
        for (tuning, expected) in zip(tunings, measured.kernels) {
            // Their grid has 8 frequencies per octave and 7.5° between directions.
            #expect(abs(log2(tuning.frequency.peak * measured.ppd / expected.peak_sf_cpd)) < 1.0 / 8)
            let bars = Orientation(imageWaveAngle: expected.vector_pref_wavevector_deg * .pi / 180)
            #expect(tuning.orientation.preferred.distance(to: bars) < 3.75)
        }
    }

    @Test func `circular variance and orthogonal response of the measured curves are NumPy's`() throws {
        for expected in measured.kernels {
            let curve = OrientationTuning(responses: expected.ori_curve)
            #expect(abs(curve.circularVariance - expected.CV) < 1e-9)
            let ratio = try #require(curve.orthogonalToPreferred)
            #expect(abs(ratio - expected.OPR) < 1e-9)
            let preferred = Orientation(degrees: expected.vector_pref_wavevector_deg)
            #expect(curve.preferred.distance(to: preferred) < 1e-6)
        }
    }

    @Test func `no planes have no tuning`() {
        #expect(LinearTuning.measured([]).isEmpty)
    }
}
