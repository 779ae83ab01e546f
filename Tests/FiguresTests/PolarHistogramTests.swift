import Testing

@testable import Figures

@Suite struct PolarHistogramTests {
    @Test func `each bar is drawn along its orientation and half a turn on`() throws {
        let rose = PolarHistogram.Rose("cells", counts: [3, 1, 0, 0], start: -22.5, isFilled: false)
        let polar = try PolarHistogram(name: "rose", title: "T", roses: [rose])
        let lines = polar.script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let data = Array(lines.drop { $0 != "$rose0 << EOD" }.dropFirst().prefix { $0 != "EOD" })
        // Two bars of 45° in 18 steps of 2.5°: 19 places on the arc, the centre twice; four bars, three empty lines.
        #expect(data.count == 4 * 21 + 3)
        #expect(Array(data.prefix(3)) == ["-22.5 0", "-22.5 0.75", "-20 0.75"])
        #expect(Array(data[21...23]) == ["", "22.5 0", "22.5 0.25"])
        #expect(data[44] == "157.5 0")
        #expect(
            lines.contains(
                "plot $rose0 using ($2*cos($1)):($2*sin($1)) with lines linewidth 2 linecolor rgb '#0072B2' title 'cells'"
            ))
        #expect(lines.contains("set xlabel 'radius: share of units per 45° of orientation'"))
    }

    @Test func `roses of different bins share one radius`() {
        let even = PolarHistogram.Rose("12", counts: Array(repeating: 2, count: 12))
        let coarse = PolarHistogram.Rose("4", counts: Array(repeating: 9, count: 4))
        #expect(even.shares(per: 45).allSatisfy { abs($0 - 0.25) < 1e-12 })
        #expect(coarse.shares(per: 45).allSatisfy { abs($0 - 0.25) < 1e-12 })
        #expect(PolarHistogram.Rose("none", counts: [0, 0]).shares(per: 45).isEmpty)
    }

    @Test(arguments: [([4.0, 0, 0, 0], 1.0, 20), ([1, 1, 1, 1], 0.25, 5), ([], 0.01, 1)])
    func `the circles reach just beyond the longest bar`(counts: [Double], outer: Double, step: Int) throws {
        let polar = try PolarHistogram(name: "rose", title: "T", roses: [.init("r", counts: counts)], unit: 45)
        #expect(polar.rings == (outer, step))
    }

    @Test func `a negative count is refused`() {
        let error = #expect(throws: FigureError.self) {
            try PolarHistogram(name: "rose", title: "T", roses: [.init("r", counts: [-1])])
        }
        #expect(error?.description == "chart \"rose\", series \"r\": -1.0 cannot be drawn; counts are 0 or more")
    }

    @Test func `a start, a unit and a name that cannot be are refused`() {
        let start = #expect(throws: FigureError.self) {
            try PolarHistogram(name: "rose", title: "T", roses: [.init("r", counts: [1], start: .infinity)])
        }
        #expect(start?.description == "chart \"rose\", series \"r\": inf cannot be drawn; a start is an angle")
        let unit = #expect(throws: FigureError.self) {
            try PolarHistogram(name: "rose", title: "T", roses: [], unit: 0)
        }
        #expect(unit?.description == "chart \"rose\", series \"unit\": 0.0 cannot be drawn; a unit is a positive angle")
        let name = #expect(throws: FigureError.self) { try PolarHistogram(name: "A b", title: "T", roses: []) }
        #expect(
            name?.description == "chart \"A b\": the name is also a file name; use a to z, 0 to 9, - and _ only")
    }
}
