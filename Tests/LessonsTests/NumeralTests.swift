import Testing

@testable import Lessons

@Suite struct NumeralTests {
    @Test(arguments: [
        (4.0, "4"), (-0.5, "-0.5"), (1.0 / 3, "0.3333"), (0, "0"), (-0.0, "0"), (100, "100"), (2.5e-5, "2.5e-05"),
        (1e15, "1.000e+15"), (-1e-9, "-1.0e-09"), (.infinity, "infinity"), (-.infinity, "-infinity"),
        (.nan, "not a number"),
    ])
    func `a number has at most four decimals and no zeros at its end`(value: Double, text: String) {
        #expect(Numeral.text(value) == text)
    }

    @Test(arguments: [
        (760, "760"), (12_288, "12\u{A0}288"), (187_525_000, "187\u{A0}525\u{A0}000"), (1_000, "1\u{A0}000"),
    ])
    func `thousands of a count stand apart`(value: Int, text: String) {
        #expect(Numeral.count(value) == text)
    }

    @Test func `what is rounded says so`() {
        #expect(Numeral.equals(4) == "= 4")
        #expect(Numeral.equals(7.0 / 3, decimals: 2) == "≈ 2.33")
        #expect(Numeral.equals(Double(Float(0.1))) == "= 0.1")
        #expect(Numeral.equals(.infinity) == "= infinity")
    }

    @Test(arguments: [(1.0, "1.00"), (-1.0 / 9, "-0.11"), (0.001, "0.00"), (38.5, "38.50"), (0, "0.00")])
    func `fixed decimals keep their zeros`(value: Double, text: String) {
        #expect(Numeral.fixed(value, 2) == text)
    }

    @Test func `negative factors stand in brackets`() {
        #expect(Numeral.factor(-1) == "(-1)" && Numeral.factor(2.5) == "2.5")
    }
}
