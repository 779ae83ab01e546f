import Foundation
import Testing

/// The page whose cells read every kind of table and array: its commands, then its cells in the order of the page.
@Suite("The notebook that draws from the tables")
struct NotebookTests {
    private static let page = Page(file: Page.root.appendingPathComponent("notebooks-md/17-plot-it.md"))

    private static func succeeds(_ command: String) -> Bool {
        (try? page.result(of: command, in: FileManager.default.temporaryDirectory))?.status == 0
    }

    static let hasPython = succeeds("python3 -c 'import matplotlib, numpy, pandas'")
    static let hasR = succeeds("Rscript -e 'library(ggplot2)'")

    private static func run(_ language: String, by program: String, _ check: (URL) throws -> Void) throws {
        let folder = try page.workshop()
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try page.run(in: folder)
        try page.cells(in: language).write(
            to: folder.appendingPathComponent("cells"), atomically: true, encoding: .utf8)
        let (printed, status) = try page.result(of: "\(program) cells 2>&1", in: folder)
        #expect(status == 0, "\(printed)")
        try check(folder)
    }

    @Test("runs in Python and draws the page's figures", .enabled(if: hasPython, "pandas and matplotlib are not there"))
    func python() throws {
        try Self.run("python", by: "python3 -W error::FutureWarning") { folder in
            let pictures = Self.page.pictures(marked: "drawn")
            if Page.isRewritten { try Self.page.keep(pictures, from: folder) }
            #expect(pictures.count == 4)
            for (made, shown) in pictures { try Self.page.expect(made, in: folder, toBe: shown) }
        }
    }

    @Test("runs in R", .enabled(if: hasR, "Rscript with ggplot2 is not there"))
    func r() throws {
        try Self.run("r", by: "Rscript") { folder in
            for name in ["r-orientation", "r-nx-ny", "r-tuning", "r-cortex", "r-rdm"] {
                let picture = FileManager.default.contents(atPath: folder.appendingPathComponent("\(name).png").path)
                #expect((picture?.count ?? 0) > 1000)
            }
        }
    }
}
