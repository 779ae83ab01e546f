import Archives
import Foundation
import ReferenceData
import Testing

@Suite struct CellFileTests {
    private func read(_ text: String) throws -> Result<CellFile, ArchiveError> {
        var result = Result<CellFile, ArchiveError>.failure(.missing(file: ""))
        try withScratchFolder { folder in
            try Data(text.utf8).write(to: URL(filePath: folder + "/cells.csv"))
            result = Result { () throws(ArchiveError) in try CellFile(path: folder + "/cells.csv") }
        }
        return result
    }

    @Test(arguments: [
        "a,b\n1,\"x, y\"\n2,\"say \"\"no\"\"\"\n", "\u{FEFF}a,b\r\n1,\"x, y\"\r\n\r\n2,\"say \"\"no\"\"\"",
        "a\tb\n1\tx, y\n2\tsay \"\"\"no\"\"\"\n",
    ]) func `fields are read as RFC 4180 has them, between commas or tabs`(_ text: String) throws {
        let file = try read(text).get()
        #expect(file.columns == ["a", "b"] && file.rows.map { $0[0] } == ["1", "2"])
        #expect(file.texts(of: "b")?[0] == "x, y" && file.texts(of: "b")?[1].hasSuffix("no\"") == true)
        #expect(file.texts(of: "c") == nil)
    }

    @Test func `what is no table of cells is refused`() throws {
        func reason(_ text: String) throws -> Substring {
            guard case .failure(let error) = try read(text) else { return "" }
            return "\(error)".split(separator: "cells.csv: ").last ?? ""
        }
        #expect(
            try reason("a,b\n") == "the table is malformed; a header and a row for each cell are expected")
        #expect(
            try reason("a,b\n1,2\n3\n") == "row 3 of 1 fields is malformed; 2 are expected, as the header has")
        #expect(
            try reason("a,a\n1,2\n")
                == "the header is malformed; 'a' is there twice; each column once is expected")
        #expect(
            try reason("a\0,b\n1,2\n") == "the table is malformed; text, a row for each cell, is expected")
    }

    @Test func `the mouse's cells are all there`() throws {
        let file = try CellFile(
            path: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../data/cells/mouse_v1_neuropixels.csv").path)
        #expect(file.rows.count == 3156)
        #expect(file.texts(of: "gosi")?.count { !$0.isEmpty } == 1529)
    }
}
