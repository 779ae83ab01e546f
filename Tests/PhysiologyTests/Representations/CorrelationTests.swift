import ReferenceData
import Testing

@testable import Physiology

@Suite struct CorrelationTests {
    @Test func `equal numbers share the mean of their ranks`() {
        #expect(Correlation.ranks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
        #expect(Correlation.ranks([]) == [])
    }

    @Test func `rank correlations with ties are SciPy's`() throws {
        let (a, b) = ([1.0, 2, 2, 3, 1], [2.0, 2, 1, 3, 3])
        #expect(abs(try #require(Correlation.spearman(a, b)) - 1.0 / 36) < 1e-12)
        #expect(Correlation.kendallTauB(a, b) == 0)
        #expect(Correlation.kendallTauB([1, 2, 3, 4], [1, 2, 3, 4]) == 1)
        #expect(Correlation.kendallTauB([1, 2, 3, 4], [9, 7, 5, 1]) == -1)
    }

    @Test func `what does not vary correlates with nothing`() {
        #expect(Correlation.pearson([1, 1, 1], [1, 2, 3]) == nil && Correlation.spearman([1, 2], [5, 5]) == nil)
        #expect(Correlation.kendallTauB([1, 1], [1, 2]) == nil && Correlation.pearson([1], [1]) == nil)
        #expect(Correlation.kendallTauB([], []) == nil)
    }

    @Test func `counting exchanges gives what counting all pairs does`() throws {
        var generator = Xorshift(state: 11)
        for count in [2, 3, 7, 64, 65] {
            let a = (0..<count).map { _ in Double(Int.random(in: 0..<9, using: &generator)) }
            let b = (0..<count).map { _ in Double(Int.random(in: 0..<9, using: &generator)) }
            var (sum, tiesA, tiesB, pairs) = (0, 0, 0, 0)
            for i in 0..<count {
                for j in 0..<i {
                    let (x, y) = ((a[i] - a[j]), (b[i] - b[j]))
                    sum += x * y == 0 ? 0 : x * y > 0 ? 1 : -1
                    (tiesA, tiesB, pairs) = (tiesA + (x == 0 ? 1 : 0), tiesB + (y == 0 ? 1 : 0), pairs + 1)
                }
            }
            let expected =
                tiesA == pairs || tiesB == pairs
                ? nil : Double(sum) / (Double(pairs - tiesA).squareRoot() * Double(pairs - tiesB).squareRoot())
            let found = Correlation.kendallTauB(a, b)
            #expect((found == nil) == (expected == nil))
            if let found, let expected { #expect(abs(found - expected) < 1e-12) }
        }
    }
}
