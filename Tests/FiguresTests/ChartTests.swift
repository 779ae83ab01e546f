import Testing

@testable import Figures

@Suite struct ChartTests {
    static func chart(
        name: String = "tiny", title: String = "T", x: Chart.Axis = .init("x"), _ marks: Chart.Marks
    ) throws(FigureError) -> Chart {
        try Chart(
            name: name, title: title, xAxis: x, yAxis: .init("y", range: 0...2.5, ticks: [0, 0.5]),
            series: [.init("s", marks)])
    }

    /// The data rows of the first series and the plot command, the parts in which kinds of marks differ.
    static func core(of script: String) -> [String] {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let data = lines.drop { !$0.hasPrefix("$") }.dropFirst().prefix { $0 != "EOD" }
        let plot = lines.drop { !$0.hasPrefix("plot") }.prefix { !$0.hasPrefix("set") }
        return Array(data) + plot
    }

    @Test func `the script of one point is exact`() throws {
        let chart = try Chart(
            name: "tiny", title: "it's {a_b}", subtitle: "sub\nline",
            xAxis: .init("nx (periods)", range: 0.1...1, isLogarithmic: true, ticks: [0.1, 1]), yAxis: .init("ny"),
            series: [.init("kernels", .points([Point(x: 0.25, y: 3)]))])
        #expect(
            chart.script == """
                reset
                set encoding utf8
                set decimalsign '.'
                set border 3 linecolor rgb '#555555'
                set tics nomirror out textcolor rgb '#333333'
                set key at screen 0.5, screen 0.02 center bottom horizontal Left reverse samplen 2
                set bmargin 7
                $series0 << EOD
                0.25 3
                EOD
                set tmargin 4.5
                set label 1 "it's {a_b}" at screen 0.03, screen 0.955 left font 'DejaVu Sans Bold,14'
                set label 2 'sub line' at screen 0.03, screen 0.912 left font ',10' textcolor rgb '#555555'
                set xlabel 'nx (periods)'
                set logscale x
                set xrange [0.1:1]
                set xtics ('0.1' 0.1, '1' 1)
                set ylabel 'ny'
                set terminal pngcairo noenhanced size 900,650 font 'DejaVu Sans,11' background rgb 'white'
                set output 'tiny.png'
                plot $series0 using 1:2 with points pointtype 7 pointsize 0.9 linecolor rgb '#0072B2' title 'kernels'
                set terminal svg noenhanced size 900,650 font 'DejaVu Sans,11' name 'tiny' background rgb 'white'
                set output 'tiny.svg'
                replot
                set terminal pdfcairo noenhanced size 9.375in,6.771in fontscale 0.75 font 'DejaVu Sans,11' background rgb 'white'
                set output 'tiny.pdf'
                replot
                unset output

                """)
    }

    @Test func `lines and steps join their points`() throws {
        let points = [Point(x: 0, y: 0), Point(x: 1, y: 0.5)]
        #expect(
            Self.core(of: try Self.chart(.line(points)).script) == [
                "0 0", "1 0.5", "plot $series0 using 1:2 with lines linewidth 2 linecolor rgb '#0072B2' title 's'",
            ])
        #expect(
            Self.core(of: try Self.chart(.steps(points)).script) == [
                "0 0", "1 0.5", "plot $series0 using 1:2 with steps linewidth 2 linecolor rgb '#0072B2' title 's'",
            ])
    }

    @Test func `a histogram is filled bars or an outline that begins and ends at zero`() throws {
        let filled = try Self.chart(.histogram(edges: [0, 1, 3], heights: [2, 0.5], isFilled: true))
        #expect(
            Self.core(of: filled.script) == [
                "0 1 2", "1 3 0.5",
                "plot $series0 using (($1+$2)/2):3:1:2:(0):3 with boxxyerror fillstyle transparent solid 0.45 noborder "
                    + "linecolor rgb '#0072B2' title 's'",
            ])
        let outline = try Self.chart(.histogram(edges: [0, 1, 3], heights: [2, 0.5], isFilled: false))
        #expect(
            Self.core(of: outline.script) == [
                "0 0", "0 2", "1 2", "1 0.5", "3 0.5", "3 0",
                "plot $series0 using 1:2 with lines linewidth 2 linecolor rgb '#0072B2' title 's'",
            ])
    }

    @Test func `blocks carry their shade and count, and empty ones are left out`() throws {
        let blocks = [
            Chart.Block(x: 0...1, y: 1...2, count: 4), Chart.Block(x: 1...2, y: 1...2, count: 0),
        ]
        let core = Self.core(of: try Self.chart(.blocks(blocks)).script)
        // The fullest bin is 0.7 of the way from white to #0072B2: (76.5, 156.3, 201.1) of 255 → 0x4D9CC9 = 5086409.
        #expect(core.first == "0 1 1 2 5086409 4")
        #expect(core.count == 4)
        #expect(core[1].contains("fillcolor rgb variable"))
        #expect(core[2].contains("sprintf('%d', $6)"))
        #expect(core[3].contains("keyentry with boxes"))
    }

    @Test func `what no axis can show is refused`() {
        func message(_ make: () throws(FigureError) -> Chart) -> String? {
            do throws(FigureError) {
                _ = try make()
                return nil
            } catch { return error.description }
        }
        #expect(
            message { () throws(FigureError) in try Self.chart(.points([Point(x: .nan, y: 0)])) }
                == "chart \"tiny\", series \"s\": nan cannot be drawn; leave it out")
        #expect(
            message { () throws(FigureError) in
                try Self.chart(x: .init("x", isLogarithmic: true), .points([Point(x: 0, y: 0)]))
            } == "chart \"tiny\", series \"s\": 0.0 cannot be drawn; a logarithmic axis holds positive numbers")
        #expect(
            message { () throws(FigureError) in
                try Self.chart(.histogram(edges: [0, 1], heights: [1, 2], isFilled: true))
            } == "chart \"tiny\", series \"s\": 2 bin edges; one more than its bars would be 3")
        #expect(
            message { () throws(FigureError) in try Self.chart(name: "../a", .points([])) }
                == "chart \"../a\": the name is also a file name; use a to z, 0 to 9, - and _ only")
    }
}
