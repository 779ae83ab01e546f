import Foundation
import Testing

@testable import Figures

@Suite struct GnuplotTests {
    static let isHere = Gnuplot.find() != nil

    struct Script: Plot {
        let name = "made"
        let script: String
        let words = ""
    }

    static func charts() throws -> [any Plot] {
        [
            try ChartTests.chart(title: "'q'' \"d\" a_b^c {x} @y & `z` $w %d \\n", .points([Point(x: 1, y: 2)])),
            try ChartTests.chart(.histogram(edges: [0, 1, 2], heights: [1, 2], isFilled: true)),
            try ChartTests.chart(.blocks([Chart.Block(x: 0...1, y: 1...2, count: 4)])),
            try PolarHistogram(name: "rose", title: "T", roses: [.init("r", counts: [1, 2, 3])]),
            try ChartTests.chart(x: .init("x", range: 0...1), .points([])),
        ]
    }

    @Test(.enabled(if: isHere, "gnuplot is not installed: charts are not drawn"))
    func `a chart drawn twice has the same bytes`() throws {
        let gnuplot = try #require(Gnuplot.find())
        for chart in try Self.charts() {
            let (first, second) = (try gnuplot.render(chart), try gnuplot.render(chart))
            // IHDR: 900 × 650, big-endian.
            #expect(Array(first.png[16..<24]) == [0, 0, 3, 132, 0, 0, 2, 138])
            #expect(first.png == second.png)
            #expect(first.svg == second.svg)
            // 900 × 650 pixels of 1/96 inch are 675 × 487.5 points.
            #expect(String(decoding: first.pdf, as: UTF8.self).contains("/MediaBox [ 0 0 675 "))
            #expect(first.pdf == second.pdf)
            #expect(first.script == chart.script)
        }
    }

    @Test(.enabled(if: isHere, "gnuplot is not installed: charts are not drawn"))
    func `text is shown as it is`() throws {
        let gnuplot = try #require(Gnuplot.find())
        let svg = String(decoding: try gnuplot.render(Self.charts()[0]).svg, as: UTF8.self)
        #expect(svg.contains("'q'' \"d\" a_b^c {x} @y &amp; `z` $w %d \\n"))
    }

    @Test(.enabled(if: isHere, "gnuplot is not installed: charts are not drawn"))
    func `the title of an SVG is bold and every font has a family`() throws {
        let gnuplot = try #require(Gnuplot.find())
        let svg = String(decoding: try gnuplot.render(Self.charts()[2]).svg, as: UTF8.self)
        #expect(svg.contains("font-weight=\"bold\""))
        #expect(!svg.contains("font-family=\"\"") && !svg.contains("font-family=\":"))
    }

    @Test(.enabled(if: isHere, "gnuplot is not installed: charts are not drawn"))
    func `gnuplot's own message is passed on`() throws {
        let gnuplot = try #require(Gnuplot.find())
        let error = #expect(throws: FigureError.self) { try gnuplot.render(Script(script: "set nonsense\n")) }
        let message = try #require(error?.description)
        #expect(message.hasPrefix("chart \"made\": gnuplot failed: \"chart.gnuplot\" line "))
        #expect(message.contains("nrecognized option"))
        let empty = #expect(throws: FigureError.self) { try gnuplot.render(Script(script: "")) }
        #expect(empty?.description == "chart \"made\": gnuplot failed: it wrote no png file")
    }

    @Test func `a program that does not end is stopped`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("slow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appendingPathComponent("gnuplot")
        // Another process writes it: one that this one forks meanwhile would keep it open, and it could not be run.
        let writer = try Process.run(
            URL(filePath: "/bin/sh"), arguments: ["-c", #"printf '#!/bin/sh\nexec sleep 20\n' > "$0""#, program.path])
        writer.waitUntilExit()
        #expect(Gnuplot.find(path: folder.path) == nil)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let slow = try #require(Gnuplot.find(path: folder.path))
        let error = #expect(throws: FigureError.self) {
            try Gnuplot(executable: slow.executable, timeLimit: 0.5).render(Script(script: ""))
        }
        #expect(
            error?.description
                == "chart \"made\": gnuplot was stopped after 0.5 s; a chart normally takes less than one")
    }

    @Test func `nothing is found on an empty search path`() {
        #expect(Gnuplot.find(path: "") == nil)
        #expect(Gnuplot.find(path: nil) == nil)
    }
}
