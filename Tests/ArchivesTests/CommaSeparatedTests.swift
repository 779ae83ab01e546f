import Archives
import Testing

@Suite struct CommaSeparatedTests {
    private func table(_ text: String) throws -> CommaSeparated {
        try withFile("table.csv", Array(text.utf8)) { try CommaSeparated(path: $0) }
    }

    @Test func `columns are found by name, rows keep the line they begin on`() throws {
        let table = try table("a,b\n1,\"two\nlines\"\n\n3,4\n")
        #expect(table.header == ["a", "b"] && table["b"] == ["two\nlines", "4"] && table["c"] == nil)
        #expect(table.rows.map(\.line) == [2, 5])
    }

    @Test func `what is no table is refused`() {
        func reason(_ text: String) -> String {
            do { return "\(try table(text).rows.count)" } catch { return "\(error)" }
        }
        #expect(reason("a,b\n1\n").hasSuffix("line 2 of 1 fields is malformed; 2 are expected, as in the first line"))
        #expect(reason("a,b\n1,\"2\n").hasSuffix("a field in quotes ends with one"))
        #expect(reason("").contains("table.csv: "))
        #expect(reason("a,b\n") == "0")
    }
}
