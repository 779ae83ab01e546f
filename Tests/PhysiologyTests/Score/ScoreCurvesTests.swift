import Testing

@testable import Physiology

/// Curves of known shape, and what Brain-Score's functions make of them (`tuning_metrics.json`).
@Suite struct ScoreCurvesTests {
    struct Metrics: Decodable {
        struct Orientation: Decodable {
            let count: Int
            let response: [Double]
            let variance, ratio: Double
            let width: Double?

            enum CodingKeys: String, CodingKey {
                case response
                case count = "N"
                case variance = "brainscore_CV"
                case ratio = "brainscore_OPR"
                case width = "brainscore_halfbandwidth_0p707_hanning"
            }
        }

        struct Frequency: Decodable {
            let sf, response: [Double]
            let ratio: Double?
            let peak: Double

            enum CodingKeys: String, CodingKey {
                case sf, response
                case ratio = "brainscore_ratio"
                case peak = "brainscore_peak"
            }
        }

        struct Size: Decodable {
            let radius, response: [Double]
            let summation, surround: Double?
            let suppression: Double

            enum CodingKeys: String, CodingKey {
                case radius, response
                case summation = "gsf_diameter"
                case surround = "surround_diameter"
                case suppression = "ssi"
            }
        }

        let orientation: [Orientation]
        let frequencies: [Frequency]
        let size: [Size]

        enum CodingKeys: String, CodingKey {
            case orientation, size
            case frequencies = "spatial_frequency"
        }
    }

    private static func metrics() throws -> Metrics { try References.json("tuning_metrics.json", as: Metrics.self) }

    @Test func `orientation curves have Brain-Score's variance, ratio and half-width`() throws {
        let cases = try Self.metrics().orientation
        #expect(cases.count == 10)
        for expected in cases {
            #expect(abs(ScoreCurves.circularVariance(expected.response) - expected.variance) < 1e-9)
            #expect(abs(ScoreCurves.orthogonalToPreferred(expected.response) - expected.ratio) < 1e-9)
            #expect(ScoreCurves.halfWidth(expected.response) == expected.width)
        }
    }

    @Test func `frequency curves have Brain-Score's peak and bandwidth`() throws {
        let cases = try Self.metrics().frequencies
        #expect(cases.count == 4)
        for expected in cases {
            let found = ScoreCurves.frequency(expected.response, at: expected.sf)
            #expect(abs(found.peak - expected.peak) < 1e-9)
            switch (found.bandwidth, expected.ratio) {
            case (nil, nil): break
            case (let a?, let b?): #expect(abs(a - b) < 1e-9)
            default: Issue.record("\(String(describing: found.bandwidth)), \(String(describing: expected.ratio))")
            }
        }
    }

    @Test func `size curves have Brain-Score's fields and suppression`() throws {
        let cases = try Self.metrics().size
        #expect(cases.count == 3)
        for expected in cases {
            let found = ScoreCurves.size(expected.response, at: expected.radius)
            #expect(abs((found.suppression ?? .nan) - expected.suppression) < 1e-12)
            #expect(found.summation == expected.summation && found.surround == expected.surround)
        }
    }

    @Test func `a flat curve has no half-width, and a silent one no suppression`() {
        #expect(ScoreCurves.halfWidth([Double](repeating: 0.82, count: 12)) == nil)
        #expect(ScoreCurves.size([Double](repeating: 0, count: 12), at: ScoreGrating.radii).suppression == nil)
    }
}
