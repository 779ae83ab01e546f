import Learning
import Tables

/// The table `splits`: how networks do on digits that they never saw, one row for each network and split.
enum SplitTable {
    /// One network, of one split.
    struct Row: Sendable {
        let network: String
        let split: Int
        let result: TestResult
    }

    static let name = "splits"

    static func table(_ rows: [Row]) -> Table { layout.table(rows) }

    private static func fraction(
        _ name: String, _ text: String, _ accuracy: @escaping @Sendable (TestResult) -> Accuracy
    ) -> TableLayout<Row>.Field {
        .init(Column(name, .number, unit: "fraction", text)) { .number(accuracy($0.result).fraction) }
    }

    private static let layout = TableLayout<Row>(
        name: name, title: "How networks do on digits that they never saw",
        fields: [
            .init(Column("network", .string, "Which network.", key: true)) { .text($0.network) },
            .init(Column("split", .integer, "0 is the one whose network is kept.", key: true)) { .integer($0.split) },
            .init(Column("seed", .integer, "Of the split, the first weights and the order of the digits.")) {
                .integer(Int(clamping: $0.result.seed))
            },
            fraction("validation_frac", "Part of the validation digits read rightly at the end.", \.validation),
            fraction("test_frac", "Part of the digits held back and tested on once read rightly.", \.test),
            fraction(
                "moved_frac", "The same, with these moved by \(TrainingReport.shift) pixels to each side.", \.moved),
        ])
}
