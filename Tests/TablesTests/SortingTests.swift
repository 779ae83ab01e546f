import Tables
import Testing

@Suite struct SortingTests {
    struct Row: Sendable {
        let similarity: Double
        let kernel: Int?
        let layer: String
    }

    private static func rows(_ rows: [Row]) -> [[Cell]] {
        TableLayout<Row>(
            name: "matches", title: "Matches",
            fields: [
                .init(Column("similarity", .number, "cosine")) { Cell($0.similarity) },
                .init(Column("kernel", .integer, "index", key: true)) { Cell($0.kernel) },
                .init(Column("layer", .string, "name", key: true)) { .text($0.layer) },
            ]
        ).table(rows).rows
    }

    @Test func `rows are sorted by the keys from left to right and numbers by value`() {
        let rows = Self.rows([
            Row(similarity: 0.1, kernel: 10, layer: "a"), Row(similarity: 0.2, kernel: 9, layer: "b"),
            Row(similarity: 0.9, kernel: 9, layer: "a"), Row(similarity: 0.5, kernel: nil, layer: "z"),
        ])
        #expect(rows.map { $0[0] } == [.number(0.5), .number(0.9), .number(0.2), .number(0.1)])
    }

    @Test func `rows of equal keys stay in the order given`() {
        let rows = Self.rows((0..<100).map { Row(similarity: Double($0), kernel: 9 - $0 / 10, layer: "a") })
        let tens = (0..<10).reversed().flatMap { ten in (0..<10).map { Cell.number(Double(ten * 10 + $0)) } }
        #expect(rows.map { $0[0] } == tens)
    }
}
