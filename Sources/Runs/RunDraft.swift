internal import Files
internal import Foundation
public import Tables

/// A run folder while it is being written, beside its final name: tables and files go to disk as they come, so that
/// memory does not grow with their number.
///
/// It owns a folder on disk and is therefore a class: what is not finished is removed.
public final class RunDraft {
    private let folder: RunFolder
    private let draft: Draft
    /// In the order of their coming.
    private var files: [ReportPage.File] = []
    private var tables: [TableExcerpt] = []

    /// Begins a folder.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public init(_ folder: RunFolder) throws(RunFolderError) {
        self.folder = folder
        draft = try Self.trying(folder) { () throws(SystemError) in try Draft(of: folder.path, as: .folder) }
    }

    /// Writes rows of a table: the first piece of a name begins its file, the others follow in the order of their coming.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func append(_ piece: Table) throws(RunFolderError) {
        let place = tables.firstIndex { $0.table.name == piece.name }
        if let place { tables[place].append(piece) } else { tables.append(TableExcerpt(piece)) }
        let text = place == nil ? piece.csv : piece.csvRows
        try put("tables/\(piece.name).csv", Array(text.utf8), follows: place != nil)
    }

    /// Writes a file, by its path in the folder.
    ///
    /// - Precondition: it is the first of this path; another would be lost.
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func write(_ name: String, _ bytes: [UInt8]) throws(RunFolderError) {
        try put(name, bytes, follows: false)
    }

    /// Writes report, data package, page and record, and gives the folder its name.
    ///
    /// - Returns: the inputs that changed during the run, of which the record has no digest.
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    @discardableResult
    public func finish(report: String, title: String, record: RunRecord) throws(RunFolderError) -> [String] {
        try folder.check()
        try write("report.txt", Array(report.visibleLines.utf8))
        let package = DataPackage(
            name: "striate", title: title, description: "Tables of one run of striate.",
            tables: tables.map(\.table.withoutRows))
        let others = files
        try write("datapackage.json", Array(package.json.utf8))
        let (inputs, changed) = record.read()
        let page = ReportPage(
            report: report, title: title, tables: tables, files: others.filter { $0.path != "report.txt" },
            record: record, inputs: inputs)
        try write("report.html", page.bytes { try? FileReader.bytes(of: "\(draft.path)/\($0)") })
        let outputs = files.map(\.path).sorted().compactMap { RunRecord.File(path: $0, at: "\(draft.path)/\($0)") }
        try write("run.json", record.document(inputs: inputs, changed: changed, outputs: outputs))
        try folder.take(draft)
        return changed
    }

    /// Writes a file, or more of it, which is not held open. A signal waits until it is there, so that it goes too.
    private func put(_ name: String, _ bytes: [UInt8], follows: Bool) throws(RunFolderError) {
        let place = files.firstIndex { $0.path == name }
        precondition((place != nil) == follows, "two files are called \(name)")
        if let place {
            files[place] = ReportPage.File(path: name, bytes: files[place].bytes + bytes.count)
        } else {
            files.append(ReportPage.File(path: name, bytes: bytes.count))
        }
        try Self.trying(folder) { () throws(SystemError) in
            try Unfinished.shield { () throws(SystemError) in
                let path = "\(draft.path)/\(name)"
                try Folder.make(Folder.split(path).folder)
                try FileWriter.write(bytes, to: path, keepsContents: follows)
            }
        }
    }

    private static func trying<Result>(
        _ folder: RunFolder, _ body: () throws(SystemError) -> Result
    ) throws(RunFolderError) -> Result {
        do throws(SystemError) { return try body() } catch {
            throw .failed(path: folder.given, reason: error.reason)
        }
    }
}
