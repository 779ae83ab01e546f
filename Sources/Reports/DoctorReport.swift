import GSL
import Tables

/// What `doctor` finds: the tool, the libraries inside it, the programs beside it.
public struct DoctorReport: Sendable {
    private let version: String
    private let readers: [Reader]
    private let gnuplot: String?

    /// A library that reads files.
    public struct Reader: Sendable {
        let name: String
        let found: String?
        let purpose: String

        /// A library as it was found, `nil` if it was not, and what it serves.
        public init(_ name: String, found: String?, for purpose: String) {
            self.name = name
            self.found = found
            self.purpose = purpose
        }
    }

    /// A diagnosis, with the libraries that read files, and the path of gnuplot if it was found.
    public init(version: String, readers: [Reader], gnuplot: String?) {
        self.version = version
        self.readers = readers
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
            ] + readers.map { [$0.name, $0.found ?? "absent, or of another version than built with", $0.purpose] } + [
                ["gnuplot", gnuplot ?? "absent: apt-get install gnuplot-nox", "charts (optional)"]
            ])
        return table.lines.joined(separator: "\n") + "\n"
    }
}
