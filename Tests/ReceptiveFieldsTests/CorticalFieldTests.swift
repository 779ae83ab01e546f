import ReceptiveFields
import Testing

@Suite struct CorticalFieldTests {
    @Test func `sizes and eccentricities are those of the papers`() throws {
        // Dow 1981: .22 + .044·5 = .44° at 5°.
        #expect(abs(CorticalField.macaqueV1.atFive - 0.44) < 1e-12)
        #expect(abs(try #require(CorticalField.macaqueV1.eccentricity(width: 0.44)) - 5) < 1e-9)
        // Harvey & Dumoulin 2011, V1: 2·(.5 + .10·5) = 2°.
        #expect(CorticalField.human.map(\.area) == ["human V1", "human V2", "human V3", "human hV4"])
        #expect(abs(CorticalField.human[0].atFive - 2) < 1e-12 && abs(CorticalField.human[3].atFive - 5) < 1e-12)
        #expect(try #require(CorticalField.human[0].eccentricity(width: 0.5)) < 0)
    }

    @Test func `second-hand numbers say so and give no line`() {
        #expect(
            CorticalField.macaqueAtFive.allSatisfy { $0.isSecondHand && $0.line == nil && $0.source == "second-hand" })
        #expect(!CorticalField.macaqueV1.isSecondHand)
        #expect(CorticalField.nearestAtFive(width: 5)?.area == "macaque V4")
        #expect(CorticalField.nearestAtFive(width: 0.1)?.area == "macaque V1")
        #expect(CorticalField.nearestAtFive(width: 100)?.area == "macaque TE")
    }

    // (.22 + .044·5)/.22 (Dow 1981).
    @Test func `fields at 5 degrees are twice those of the fovea`() {
        #expect(CorticalField.macaqueV1Growth(at: 0) == 1)
        #expect(abs(CorticalField.macaqueV1Growth(at: 5) - 2) < 1e-12)
    }
}
