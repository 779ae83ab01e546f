import Foundation
import Runs
import Tables

/// Every file and folder below a folder, hidden ones too, sorted.
func listing(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }.sorted()
}

/// A small run: one table, one picture.
func smallRun(report: String = "two kernels\n", figure: String = "kernels.png") -> RunContents {
    let table = TableLayout<Int>(
        name: "kernels", title: "One row per kernel",
        fields: [
            .init(Column("kernel", .integer, "0-based", key: true)) { .integer($0) },
            .init(Column("class", .string, "what it looks like")) { $0 == 1 ? .absent : .text("gabor, \"even\"") },
        ]
    ).table([1, 0])
    return RunContents(report: report, tables: [table], title: "A test", figures: [(figure, [0x89, 0x50])])
}

/// A record of a run that read the given files.
func smallRecord(inputs: [String] = []) -> RunRecord {
    RunRecord(
        version: "0.1", commandLine: ["striate", "compare", "a b.onnx"], options: ["jobs": "2"], seed: 3,
        inputs: inputs, warnings: ["no gnuplot"], started: Date(timeIntervalSince1970: 0))
}
