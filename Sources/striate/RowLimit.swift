import ArgumentParser

/// How many rows a table may have.
struct RowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most rows that a table may have; if left out 1000000, and of a folder longer tables are left out.",
            valueName: "n"))
    var maxRows: Int?

    /// Where nobody says.
    static let usual = 1_000_000

    func validate() throws { try expect("--max-rows", maxRows, 1...) }

    /// As it was in the end, for run.json.
    var settled: [String: String] { ["max-rows": "\(maxRows ?? Self.usual)"] }

    /// A table that may be too long, and what would make it shorter.
    typealias Length = (name: String, rows: Int, waysOut: String)

    /// Which of some tables are too long, a sentence for each that a folder is written without.
    ///
    /// - Parameter others: what holds the values in place of such tables, if anything is asked for that does.
    /// - Throws: a table that was asked for by its name, or any where a limit was set and nothing holds its values.
    func leftOut(_ lengths: [Length], in run: Run, others: String? = nil) throws -> [(name: String, sentence: String)] {
        let most = maxRows ?? Self.usual
        return try lengths.filter { run.writes($0.name) && $0.rows > most }.map { name, rows, waysOut in
            guard others != nil || maxRows == nil && !run.prints(name) else {
                throw ValidationError(
                    "the table \(name) would have \(rows) rows, more than \(most); \(waysOut)or more --max-rows")
            }
            return (name, "Left out: the table \(name) (\(rows) rows); \(others ?? "\(waysOut)or more --max-rows").")
        }
    }
}
