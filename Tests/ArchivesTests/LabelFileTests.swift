import Archives
import Testing

@Suite struct LabelFileTests {
    private func message(_ bytes: [UInt8], count: Int) throws -> String {
        try withFile("l.txt", bytes) { path in
            do throws(ArchiveError) {
                _ = try LabelFile(path: path, count: count)
                return ""
            } catch {
                return error.description.replacing(path.dropLast(5), with: "")
            }
        }
    }

    @Test func `a line is a label, whatever ends it`() throws {
        let labels = try withFile("l.txt", Array("tench, Tinca tinca\r\n\ngrüner Frosch\n\n".utf8)) { path in
            try LabelFile(path: path, count: 3).labels
        }
        #expect(labels == ["tench, Tinca tinca", "", "grüner Frosch"])
    }

    @Test func `what is no list of so many labels is refused in one line`() throws {
        #expect(
            try message(Array("a\nb\n".utf8), count: 3)
                == "l.txt: the list of 2 labels is malformed; the network tells 3 classes apart, a line for each is "
                + "expected")
        #expect(
            try message([0x61, 0, 0x62], count: 1)
                == "l.txt: the list of labels is malformed; text, one label per line, is expected")
        #expect(try message([], count: 1) == "l.txt: is empty; a file with at least a header is expected")
    }
}
