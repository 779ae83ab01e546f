import Testing

@testable import Lessons

@Suite struct SumTests {
    private let terms = ["1·1", "2·3", "0·(-1)", "4·2"]

    @Test func `a short sum stands on one line`() {
        #expect(Sum.lines("map[0,0]", terms, "= 15") == ["map[0,0] = 1·1 + 2·3 + 0·(-1) + 4·2 = 15"])
    }

    @Test func `a sum of rows stands row by row where asked`() {
        #expect(
            Sum.lines("map[0,0]", terms, "= 15", row: 2) == [
                "map[0,0] = 1·1 + 2·3", "         + 0·(-1) + 4·2  = 15",
            ])
    }

    @Test func `a long sum is broken between terms, and all of it is there`() {
        let many = [String](repeating: "123·(-456)", count: 30)
        for lines in [Sum.lines("s", many, "= 0"), Sum.lines("s", rows: many, of: 15, "= 0")] {
            #expect(lines.count > 1 && lines.allSatisfy { $0.count <= Sum.width })
            #expect(lines.joined().split(separator: "·").count == 31 && lines.joined().hasSuffix("= 0"))
        }
    }
}
