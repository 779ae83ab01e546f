import GSL
import Tables

/// What `doctor` finds: the tool, the libraries inside it, the programs beside it.
public struct Diagnosis: Sendable {
    private let version: String
    private let gnuplot: String?

    /// A diagnosis, with the path of gnuplot if it was found.
    public init(version: String, gnuplot: String?) {
        self.version = version
        self.gnuplot = gnuplot
    }

    /// A line per finding.
    public var text: String {
        let table = TextTable(
            columns: [("", .left), ("found", .left), ("for", .left)],
            rows: [
                ["striate", version, "everything"],
                ["GSL", LibraryVersions.gsl, "least squares, random numbers"],
                ["BLAS", LibraryVersions.blas, "matrix products"],
                ["gnuplot", gnuplot ?? "absent: apt-get install gnuplot-nox", "charts (optional)"],
            ])
        return table.lines.joined(separator: "\n") + "\n"
    }
}
