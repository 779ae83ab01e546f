import Foundation
import Testing

@testable import Tables

@Suite struct CSVReaderTests {
    private static let text = "\u{FEFF}a,b\r\n\"1\n,\",\"\"\"2\"\"\"\n\n3,\"\"\nlast,4"

    /// The records of a text that comes in two pieces.
    private static func records(of bytes: [UInt8], cutAt place: Int) -> [CSVReader.Record] {
        var (reader, records): (CSVReader, [CSVReader.Record]) = (CSVReader(), [])
        for piece in [bytes[..<place], bytes[place...]] {
            Array(piece).withUnsafeBytes { reader.read($0) { records.append($0) } }
        }
        reader.finish { records.append($0) }
        return records
    }

    @Test func `wherever a text is cut, its records are the same`() {
        let bytes = Array(Self.text.utf8)
        let expected = [["a", "b"], ["1\n,", "\"2\""], [""], ["3", ""], ["last", "4"]]
        for place in 0...bytes.count {
            let records = Self.records(of: bytes, cutAt: place)
            #expect(records.map(\.fields) == expected, "cut at \(place)")
            #expect(records.map(\.line) == [1, 2, 4, 5, 6])
        }
    }

    @Test func `what only begins as Excel's mark is text`() {
        #expect(Self.records(of: [0xEF, 0xBB], cutAt: 1).map(\.fields) == [["\u{FFFD}"]])
        #expect(Self.records(of: Array("\u{FEFE}".utf8), cutAt: 2).map(\.fields) == [["\u{FEFE}"]])
    }

    @Test func `a file is read as its bytes are`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/striate-records-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = "a,b\n" + String(repeating: "\"1,\",2\n", count: 200_000)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let read = try CSVRecords(path: path, keeping: 3)
        #expect(read.count == 200_001 && read.isWhole)
        #expect(read.records.map(\.fields) == [["a", "b"], ["1,", "2"], ["1,", "2"]])
    }
}
