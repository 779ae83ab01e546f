import GSL
import Testing

@testable import Physiology

@Suite struct CategorySelectivityTests {
    @Test func `Welch's test, d' and the index are SciPy's`() throws {
        let known = try RepresentationNumbers.read()
        for unit in known.welch_t.indices {
            let (a, b) = (known.responses(of: unit, to: 0), known.responses(of: unit, to: 1))
            let found = try #require(CategorySelectivity(a, over: b))
            #expect(abs(found.test.t - known.welch_t[unit]) < 1e-9)
            #expect(abs(found.test.pValue - known.welch_p[unit]) < 1e-9 * max(known.welch_p[unit], 1e-3))
            #expect(abs(found.dPrime - known.d_prime[unit]) < 1e-9)
            #expect(abs(try #require(found.index) - known.selectivity_index[unit]) < 1e-9)
        }
    }

    @Test func `adjusted chances are statsmodels'`() throws {
        let known = try RepresentationNumbers.read()
        for (found, expected) in [
            (FalseDiscovery.benjaminiYekutieli(known.welch_p), known.p_fdr_by),
            (FalseDiscovery.benjaminiHochberg(known.welch_p), known.p_fdr_bh),
        ] {
            #expect(found.count == expected.count)
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-9) }
        }
        #expect(FalseDiscovery.benjaminiYekutieli([]).isEmpty)
        #expect(FalseDiscovery.benjaminiYekutieli([0.02]) == [0.02])
    }

    @Test(arguments: [
        (2.5, 7.3, 0.03965023466560043), (0.3, 55.5, 0.7652979387814902), (-40, 120.5, 2.029184602265767e-71),
    ])
    func `the chance of a t is SciPy's`(t: Double, freedom: Double, expected: Double) {
        #expect(abs(StudentT.twoSided(t, degreesOfFreedom: freedom) - expected) < 1e-10 * expected)
    }

    @Test func `the ends of t are certain`() {
        #expect(StudentT.twoSided(0, degreesOfFreedom: 3) == 1)
        #expect(StudentT.twoSided(.infinity, degreesOfFreedom: 3) == 0)
        #expect(StudentT.twoSided(1e200, degreesOfFreedom: 300) == 0)
    }

    @Test func `a unit that never varies, or is shown one picture, is not compared`() {
        #expect(CategorySelectivity([1, 1], over: [2, 2]) == nil)
        #expect(CategorySelectivity([1], over: [2, 3]) == nil)
        #expect(CategorySelectivity([1, -1], over: [2, 3])?.index == nil)
    }
}
