import GaborBanks
import Testing

@Suite struct GaborBanksExampleTests {
    @Test func `one octave is 0.562 periods, and a grid has a filter at each point`() throws {
        let periods = Bandwidth.periods(octaves: 1)  // σf = 0.562
        let bank = try BankDesign(family: .gabor, orientations: 8, wavelengths: [4, 6, 8], phases: [0, 90]).bank
        let count = bank.filters.count  // 48
        // σf = (1/π)·√(ln 2/2)·(2ᵇ + 1)/(2ᵇ − 1) with b = 1.
        #expect(abs(periods - 0.56217) < 1e-5 && count == 8 * 3 * 2)
    }
}
