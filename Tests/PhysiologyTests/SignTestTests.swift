import GSL
import GaborBanks
import Planes
import Testing

@testable import Physiology

@Suite struct SignTestTests {
    @Test func `chances are those of coins`() {
        // SciPy: binomtest(2, 10).pvalue, binomtest(5, 10).pvalue, binomtest(31, 100).pvalue.
        #expect(abs(SignTest([1, 1, 3, 3, 3, 3, 3, 3, 3, 3], median: 2).pValue - 0.109375) < 1e-12)
        #expect(SignTest([1, 1, 1, 1, 1, 3, 3, 3, 3, 3], median: 2).pValue == 1)
        let many = [Double](repeating: 0, count: 31) + [Double](repeating: 1, count: 69)
        #expect(abs(SignTest(many, median: 0.5).pValue - 0.00018314322488235358) < 1e-12)
    }

    @Test func `values on the median do not count`() {
        let test = SignTest([2, 2, 1, 3], median: 2)
        #expect(test.above == 1 && test.below == 1 && test.pValue == 1)
        #expect(SignTest([], median: 0).pValue == 1)
    }
}
