import ReferenceData
import Foundation
import Runs
import Tables
import Testing

@Suite struct RunDraftTests {
    private static let layout = TableLayout<Int>(
        name: "numbers", title: "Numbers",
        fields: [.init(Column("n", .integer, "A number", key: true)) { .integer($0) }])

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `pieces of a table become one file with one header`() throws {
        try withScratchFolder { scratch in
            let draft = try RunDraft(RunFolder(path: scratch + "/out", force: false))
            try draft.append(Self.layout.table([1, 2]))
            try draft.write("arrays/a.npy", [1, 2, 3])
            try draft.append(Self.layout.table([3]))
            #expect(!FileManager.default.fileExists(atPath: scratch + "/out"))
            try draft.finish(report: "done\n", title: "Numbers", record: smallRecord())
            #expect(try Self.text(scratch + "/out/tables/numbers.csv") == "n\n1\n2\n3\n")
            #expect(
                listing(scratch)
                    == [
                        "out", "out/arrays", "out/arrays/a.npy", "out/datapackage.json", "out/report.html",
                        "out/report.txt",
                        "out/run.json", "out/tables", "out/tables/numbers.csv",
                    ])
            #expect(try Self.text(scratch + "/out/datapackage.json").contains("tables/numbers.csv"))
        }
    }

    @Test func `what is not finished leaves nothing behind`() throws {
        try withScratchFolder { scratch in
            do {
                let draft = try RunDraft(RunFolder(path: scratch + "/out", force: false))
                try draft.append(Self.layout.table([1]))
                #expect(!listing(scratch).isEmpty)
            }
            #expect(listing(scratch) == [])
        }
    }

    @Test func `what came to the place during the work is kept`() throws {
        try withScratchFolder { scratch in
            do {
                let draft = try RunDraft(RunFolder(path: scratch + "/out", force: true))
                try FileManager.default.createDirectory(
                    atPath: scratch + "/out", withIntermediateDirectories: false)
                try Data([1]).write(to: URL(fileURLWithPath: scratch + "/out/mine"))
                let error = #expect(throws: RunFolderError.self) {
                    try draft.finish(report: "", title: "", record: smallRecord())
                }
                #expect(error == .foreign(path: scratch + "/out", file: "mine"))
            }
            #expect(listing(scratch) == ["out", "out/mine"])
        }
    }
}
