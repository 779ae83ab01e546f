import Tables
import Testing

@Suite struct CSVTests {
    @Test func `a header comes first and an absent cell is empty`() {
        #expect(smallTable(.number, []).csv == "n,x\n")
        #expect(smallTable(.number, [Cell(0.25), .absent, Cell(Double.nan)]).csv == "n,x\n0,0.25\n1,\n2,\n")
        #expect(smallTable(.boolean, [.flag(true), .flag(false)]).csv == "n,x\n0,true\n1,false\n")
    }

    // RFC 4180, section 2, rules 5 to 7. CR LF is one Character in Swift, and so is a quote with an accent.
    @Test(arguments: [
        ("plain text", "plain text"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
        ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("größe", "größe"),
        // What drives a terminal is kept, in quotes; a byte of a file name that is no UTF-8 is spelled out.
        ("\u{1B}[2J", "\"\u{1B}[2J\""), ("\u{202E}x", "\"\u{202E}x\""), ("caf\u{10FEE9}.png", "caf\\x{e9}.png"),
    ])
    func `text is quoted where it must be`(text: String, field: String) {
        let csv = smallTable(.string, [.text(text)]).csv
        #expect(Array(csv.utf8) == Array("n,x\n0,\(field)\n".utf8))
    }

    @Test(arguments: [
        (1.0, "1.0"), (1e-05, "1e-05"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (1e16, "1e+16"),
        (.leastNonzeroMagnitude, "5e-324"),
    ])
    func `a number has the shortest digits that read back`(value: Double, digits: String) {
        #expect(smallTable(.number, [.number(value)]).csv == "n,x\n0,\(digits)\n")
    }

    @Test func `a thousand random numbers read back as they were`() {
        var generator = SystemRandomNumberGenerator()
        let values = (0..<1000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
        let lines = smallTable(.number, values.map { .number($0) }).csv.split(separator: "\n").dropFirst()
        #expect(lines.map { Double($0.split(separator: ",")[1]) } == values)
    }

    @Test func `a number that is not finite is never written, however it came in`() {
        let cells: [Cell] = [Cell(-Double.infinity), .number(.nan), .number(.infinity)]
        #expect(smallTable(.number, cells).csv == "n,x\n0,\n1,\n2,\n")
    }

    @Test func `nil of any type is absent`() {
        #expect(Cell(Double?.none) == .absent)
        #expect(Cell(Int?.none) == .absent)
        #expect(Cell(String?.none) == .absent)
    }
}
