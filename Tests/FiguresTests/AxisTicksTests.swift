import Testing

@testable import Figures

@Suite struct AxisTicksTests {
    @Test func `ticks of a straight axis are round numbers inside it`() {
        func near(_ found: [Double], _ expected: [Double]) -> Bool {
            found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
        }
        #expect(near(AxisTicks(from: 0, to: 1).values, [0, 0.5, 1]))
        #expect(near(AxisTicks(from: -15.5, to: 15.5).values, [-10, 0, 10]))
        #expect(near(AxisTicks(from: 0, to: 0.013).values, [0, 0.005, 0.01]))
        #expect(near(AxisTicks(from: 3, to: 47).values, [20, 40]))
    }

    @Test func `ticks of a logarithmic axis are 1, 2 and 5, or of a long one powers of ten`() {
        #expect(AxisTicks(from: 0.03125, to: 1, isLogarithmic: true).values == [0.05, 0.1, 0.2, 0.5, 1])
        #expect(AxisTicks(from: 0.001, to: 1000, isLogarithmic: true).values == [0.001, 0.01, 0.1, 1, 10, 100, 1000])
        #expect(AxisTicks(from: 1.15, to: 29.7, isLogarithmic: true).values == [2, 5, 10, 20])
        #expect(AxisTicks.text(0.05) == "0.05" && AxisTicks.text(200) == "200")
    }
}
