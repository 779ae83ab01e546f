import Tables
import Testing

@Suite struct TextTableTests {
    @Test func `words stand left and numbers right, with no space at the end of a line`() {
        let table = TextTable(
            columns: [("class", .left), ("n", .right), ("note", .left)],
            rows: [["gabor", "47", ""], ["dead", "3", "all zero"]])
        #expect(table.lines == ["class   n  note", "gabor  47", "dead    3  all zero"])
    }

    @Test func `a column is as wide as its widest text in characters, not bytes`() {
        let table = TextTable(columns: [("σ°", .right), ("x", .left)], rows: [["½", "ü"], ["120", "y"]])
        #expect(table.lines == [" σ°  x", "  ½  ü", "120  y"])
    }
}
