import GSL
import GaborBanks
import Planes
import Testing

@Suite struct BankPlanTests {
    @Test(arguments: FilterFamily.allCases)
    func `a bank on a grid has as many filters as were planned, of the size that was`(family: FilterFamily) throws {
        let plan = try BankDesign(family: family, orientations: 3, wavelengths: [4, 6], phases: [0, 90], side: 7)
        let bank = plan.bank
        #expect(plan.count == bank.filters.count && plan.size == bank.size)
        #expect(plan.count == (family == .differenceOfGaussians ? 2 : 12))
    }

    @Test(arguments: [nil, 9]) func `so has one that is drawn from recorded cells`(side: Int?) throws {
        var generator = MersenneTwister(seed: 4)
        let plan = try MacaqueBank(count: 6, at: #require(PixelsPerDegree(28)), size: side.map { PixelSize(side: $0) })
            .drawn(using: &generator)
        let bank = plan.bank
        #expect(plan.count == 6 && plan.count == bank.filters.count && plan.size == bank.size)
    }

    // 10 × 1024² values: with orientations and phases that they do not have, 160 would be too many.
    @Test func `round filters take the room of their wavelengths alone`() throws {
        let plan = try BankDesign(
            family: .differenceOfGaussians, wavelengths: (4..<14).map { Double($0) }, side: 1024)
        #expect(plan.count == 10)
    }
}
