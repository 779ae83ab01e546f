import Foundation
import ReferenceData
import Tables
import Testing

@testable import Runs

@Suite struct ReportPageTests {
    private static let layout = TableLayout<Int>(
        name: "numbers", title: "Numbers <&>",
        fields: [
            .init(Column("n", .integer, "A number", key: true)) { .integer($0) },
            .init(Column("part_px", .number, unit: "pixels", "A part")) { .number(Double($0) / 3) },
            .init(Column("name", .string, "A <name>")) { .text($0 == 0 ? "</td><script>x</script>" : "") },
        ])

    /// The page of a run, written as runs are.
    private static func page(
        report: String = "done\n", tables: [Table] = [], figures: [(name: String, data: [UInt8])] = [],
        record: RunRecord = smallRecord(), title: String = "A test"
    ) throws -> String {
        var text = ""
        try withScratchFolder { scratch in
            try RunFolder(path: scratch + "/out", force: false).write(
                RunContents(report: report, tables: tables, title: title, figures: figures), record: record)
            text = try String(contentsOfFile: scratch + "/out/report.html", encoding: .utf8)
        }
        return text
    }

    private static func record(
        command: [String]? = nil, options: [String: String] = [:], incidental: Set<String> = [],
        warnings: [String] = []
    ) -> RunRecord {
        RunRecord(
            version: "0.1", commandLine: ["striate", "compare", "--jobs", "4"], command: command, options: options,
            incidental: incidental, seed: 3, inputs: [], warnings: warnings,
            started: Date(timeIntervalSince1970: 1e9))
    }

    @Test func `report, pictures, tables and what was run are on one page`() throws {
        let text = try Self.page(
            report: "two <kernels>\n", tables: [Self.layout.table([0, 1, 2])],
            figures: [("a.png", [1, 2, 3]), ("b.svg", Array("<svg/>".utf8)), ("b.png", [9]), ("b.gp", [0])],
            record: Self.record(
                command: ["striate", "compare", "a b's.onnx"],
                options: ["model": "a b's.onnx", "jobs": "4", "top": ""],
                incidental: ["jobs"], warnings: ["no <gnuplot>"]))
        #expect(text.contains(">two &lt;kernels&gt;\n</pre>"))
        #expect(text.contains("src=\"data:image/png;base64,AQID\""))
        // Of two files of one picture the vector.
        #expect(text.contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\"") && !text.contains("base64,CQ=="))
        #expect(text.contains("Numbers &lt;&amp;&gt;. 3 rows; also in tables/numbers.csv."))
        #expect(text.contains("<td class=\"n\">1</td><td class=\"n\">0.333333</td><td></td>"))
        #expect(text.contains("<th scope=\"row\">part_px</th><td>A part (pixels)</td>"))
        #expect(text.contains("striate compare &#39;a b&#39;\\&#39;&#39;s.onnx&#39;</pre>"))
        #expect(text.contains("<th scope=\"row\">model</th>") && !text.contains("<th scope=\"row\">jobs</th>"))
        #expect(text.contains("<li>no &lt;gnuplot&gt;</li>"))
        #expect(text.contains("<th scope=\"row\">figures/b.gp</th><td>1 byte</td>"))
    }

    @Test func `a picture's alternative text is what its file says`() throws {
        let words = Array("iTXtDescription".utf8) + [0, 0, 0, 0, 0] + Array("Bars < lines".utf8)
        let signature = [UInt8](repeating: 0, count: 8)
        let said = signature + [0, 0, 0, UInt8(words.count - 4)] + words + [0, 0, 0, 0]
        let text = try Self.page(figures: [("a.png", said), ("b.png", [1]), ("c.svg", [2]), ("c.png", said)])
        #expect(text.contains("alt=\"Bars &lt; lines\" src=\"data:image/png"))
        #expect(text.contains("alt=\"Bars &lt; lines\" src=\"data:image/svg"))
        #expect(text.contains("alt=\"Picture b of this run\""))
        // A length beyond the end is no description.
        #expect(PagePictures.description(in: signature + [255, 255, 255, 255] + words) == nil)
    }

    @Test func `nothing is fetched from anywhere`() throws {
        let text = try Self.page(tables: [Self.layout.table([1])], figures: [("a.png", [1])])
        for reference in try text.matches(of: Regex("(?:src|href|url)\\s*[=(]\\s*[\"']?([^\"')>\\s]+)")) {
            let address = reference.output[1].substring ?? ""
            #expect(address.hasPrefix("#") || address.hasPrefix("data:"), "\(address)")
        }
        #expect(!text.contains("http:") && !text.contains("https:") && !text.contains("<link"))
    }

    @Test func `hostile names are text`() throws {
        let name = "</script><script>alert(1)</script>\u{1b}\u{202e}\"'&"
        let text = try Self.page(
            report: name + "\n", tables: [Self.layout.table([0])],
            record: Self.record(command: [name], options: ["model": name], warnings: [name]), title: name)
        #expect(text.ranges(of: "<script>").count == 1 && text.ranges(of: "</script>").count == 1)
        #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
        let shown = "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{1b}\\u{202e}&quot;&#39;&amp;"
        #expect(text.ranges(of: shown).count >= 5)
        #expect(text.contains("<td>&lt;/td&gt;&lt;script&gt;x&lt;/script&gt;</td>"))
    }

    @Test func `of a long table the first thousand rows are shown, be it whole or in pieces`() throws {
        let whole = try Self.page(tables: [Self.layout.table(Array(0..<2500))])
        #expect(whole.contains("The first 1000 of 2500 rows; all are in tables/numbers.csv."))
        #expect(whole.ranges(of: "<tr><td").count == 1000)
        try withScratchFolder { scratch in
            let draft = try RunDraft(RunFolder(path: scratch + "/out", force: false))
            for start in stride(from: 0, to: 2500, by: 700) {
                try draft.append(Self.layout.table(Array(start..<min(start + 700, 2500))))
            }
            try draft.finish(report: "done\n", title: "A test", record: smallRecord())
            let pieces = try String(contentsOfFile: scratch + "/out/report.html", encoding: .utf8)
            #expect(pieces == whole)
            let csv = try String(contentsOfFile: scratch + "/out/tables/numbers.csv", encoding: .utf8)
            #expect(csv.split(separator: "\n").count == 2501)
        }
    }

    @Test func `what would make the page too large is left out, and said`() throws {
        let (large, small) = ([UInt8](repeating: 7, count: 9_000_000), [UInt8](repeating: 7, count: 100))
        let text = try Self.page(figures: [("a.png", large), ("b.png", large), ("c.png", small)])
        #expect(text.utf8.count < 15_000_000)
        #expect(text.ranges(of: "<img ").count == 2)
        #expect(text.contains("<p class=\"soft\">figures/b.png (9.0 MB) is too large for this page.</p>"))
        let long = try Self.page(report: String(repeating: "a line of the report\n", count: 200_000))
        #expect(long.utf8.count < 2_000_000 && long.contains("The rest of the report is in report.txt."))
    }

    @Test func `many wide tables leave the page small`() throws {
        let layout = { (name: String) in
            TableLayout<Int>(
                name: name, title: "Wide",
                fields: (0..<200).map { column in
                    .init(Column("c\(column)", .string, "A text")) { _ in .text(String(repeating: "<", count: 20)) }
                })
        }
        let text = try Self.page(tables: (0..<4).map { layout("wide_\($0)").table(Array(0..<1000)) })
        #expect(text.utf8.count < 15_000_000)
        #expect(text.contains("of 1000 rows; all are in tables/wide_3.csv."))
    }

    @Test func `equal runs give equal pages, whenever and on however many cores`() throws {
        let pages = try [1.0, 2e9].map { moment in
            try Self.page(
                tables: [Self.layout.table([1, 2])],
                record: RunRecord(
                    version: "0.1", commandLine: ["striate", "--jobs", "\(moment)"], command: ["striate"],
                    options: ["jobs": "\(moment)", "top": "3"], incidental: ["jobs"], seed: 0, inputs: [],
                    warnings: [], started: Date(timeIntervalSince1970: moment)))
        }
        #expect(pages[0] == pages[1])
    }
}
