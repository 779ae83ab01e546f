import Foundation
import GaborBanks
import Planes
import Testing

@Suite struct BandwidthTests {
    struct Row: Decodable {
        let n: Double
        let octaves: Double?
        let hwhh_arctan_deg: Double
    }

    struct Relation: Decodable {
        let constant_sqrt_ln2_over_2, n_min_bandpass: Double
        let rows: [Row]
    }

    private static func relation() throws -> Relation {
        try JSONDecoder().decode(
            Relation.self, from: Data(contentsOf: Reference.folder.appendingPathComponent("bandwidth_relation.json")))
    }

    @Test func `periods and octaves belong together as in the reference`() throws {
        let relation = try Self.relation()
        #expect(abs(Bandwidth.halfAmplitude - relation.constant_sqrt_ln2_over_2) < 1e-15)
        #expect(abs(Bandwidth.leastPeriods - relation.n_min_bandpass) < 1e-15)
        #expect(relation.rows.count == 11)
        for row in relation.rows {
            let octaves = Bandwidth.octaves(n: row.n)
            #expect((octaves == nil) == (row.octaves == nil))
            guard let octaves, let expected = row.octaves else { continue }
            #expect(abs(octaves - expected) < 1e-11, "n = \(row.n)")
            #expect(abs(Bandwidth.periods(octaves: expected) - row.n) < 1e-11, "n = \(row.n)")
        }
    }

    @Test func `an envelope's length in periods gives the orientation half-width of the reference`() throws {
        for row in try Self.relation().rows {
            let gabor = Gabor(
                orientation: .init(degrees: 20), spatialFrequency: .init(cyclesPerPixel: 0.125),
                phase: .init(degrees: 0), sigmaAcross: 3, sigmaAlong: row.n / 0.125)
            let halfWidth = try #require(gabor.orientationHalfWidth)
            #expect(abs(halfWidth - row.hwhh_arctan_deg) < 1e-10)
        }
    }

    @Test func `one octave is 0_562 periods`() {
        #expect(abs(Bandwidth.periods(octaves: 1) - 0.56217) < 5e-6)
    }

    @Test func `below 0_187 periods there is no bandwidth`() {
        #expect(Bandwidth.octaves(n: 0.1873) == nil)
        #expect(Bandwidth.octaves(n: Bandwidth.leastPeriods) == nil)
        #expect(Bandwidth.octaves(n: 0.1875) != nil)
    }
}
