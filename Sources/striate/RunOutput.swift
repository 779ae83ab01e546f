import Files
import Reports
import Runs
import Tables

/// The output of a run that comes piece by piece, as it is made: to the run's folder, and the table that was asked for to
/// standard output.
final class RunOutput {
    private let options: RunOptions
    private let draft: RunDraft?
    private var isPrinting = false

    /// Begins the folder, if there is to be one.
    init(_ options: RunOptions, folder: RunFolder?) throws {
        self.options = options
        draft = if let folder { try RunDraft(folder) } else { nil }
    }

    /// Rows of a table, in the order of its keys.
    func append(_ piece: Table) throws {
        try draft?.append(piece)
        guard options.table == piece.name else { return }
        try StandardStream.print(isPrinting ? piece.csvRows : piece.csv)
        isPrinting = true
    }

    /// A file of the folder, by its path there.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try draft?.write(name, bytes)
    }

    /// Pictures and charts.
    func write(_ figures: FigureSet) throws {
        for figure in figures.files { try write("figures/\(figure.name)", figure.data) }
    }

    /// Gives the folder its name, and prints the report unless a table was printed.
    func finish(report: String, title: String, record: RunRecord) throws {
        let changed = try draft?.finish(report: report, title: title, record: record)
        options.tellChanged(changed ?? [])
        if options.table == nil { try StandardStream.print(report.visibleLines) }
    }
}

extension RunDraft {
    /// Pictures and charts.
    func write(_ figures: FigureSet) throws {
        for figure in figures.files { try write("figures/\(figure.name)", figure.data) }
    }
}
