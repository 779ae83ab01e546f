import Testing

@testable import Tables

@Suite struct CSVRecordsTests {
    private static func fields(_ text: String) -> [[String]] { CSVRecords(Array(text.utf8)).records.map(\.fields) }

    @Test func `quotes hold commas, ends of lines and doubled quotes`() {
        #expect(Self.fields("a,\"b,\"\"c\"\"\nd\",e\r\nf,,\n") == [["a", "b,\"c\"\nd", "e"], ["f", "", ""]])
        #expect(CSVRecords(Array("a\n\"b\nc\"\nd\n".utf8)).records.map(\.line) == [1, 2, 4])
    }

    @Test func `a last line needs no end, and an empty field is one`() {
        #expect(Self.fields("a,b\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(Self.fields("a\n\"\"") == [["a"], [""]])
        #expect(Self.fields("") == [])
    }

    @Test func `a quote that does not end is told`() {
        #expect(!CSVRecords(Array("a\n\"b".utf8)).isWhole && CSVRecords(Array("a\n\"b\"".utf8)).isWhole)
    }

    @Test(arguments: [0, 1, 2, 3, 5]) func `what is not kept is counted`(most: Int) {
        let read = CSVRecords(Array("a,b\n\"1\n,\",2\n3,\"\"\"4\"\nlast".utf8), keeping: most)
        #expect(read.count == 4 && read.isWhole && read.records.count == min(most, 4))
        #expect(
            read.records.elementsEqual(
                CSVRecords(Array("a,b\n\"1\n,\",2\n3,\"\"\"4\"\nlast".utf8)).records.prefix(most)
            ) {
                $0.fields == $1.fields && $0.line == $1.line
            })
    }

    @Test func `a cell that is written is read as it was`() {
        let cells: [(Cell, ColumnType)] = [
            (.integer(-3), .integer), (.number(0.1), .number), (.flag(true), .boolean), (.text("a, b"), .string),
            (.absent, .number),
        ]
        for (cell, type) in cells { #expect(Cell(written: cell.plain, as: type) == cell) }
    }
}
