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
    private var files: Set<String> = []
    private var tables: [Table] = []

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
        let isBegun = tables.contains { $0.name == piece.name }
        if !isBegun { tables.append(piece.withoutRows) }
        try put("tables/\(piece.name).csv", isBegun ? piece.csvRows : piece.csv, follows: isBegun)
    }

    /// Writes a file, by its path in the folder.
    ///
    /// - Precondition: it is the first of this path; another would be lost.
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func write(_ name: String, _ bytes: [UInt8]) throws(RunFolderError) {
        try put(name, bytes, follows: false)
    }

    /// Writes report, data package and record, and gives the folder its name.
    ///
    /// - Returns: the inputs that changed during the run, of which the record has no digest.
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    @discardableResult
    public func finish(report: String, title: String, record: RunRecord) throws(RunFolderError) -> [String] {
        try folder.check()
        try write("report.txt", Array(report.visibleLines.utf8))
        let package = DataPackage(
            name: "striate", title: title, description: "Tables of one run of striate.", tables: tables)
        try write("datapackage.json", Array(package.json.utf8))
        let outputs = files.sorted().compactMap { RunRecord.File(path: $0, at: "\(draft.path)/\($0)") }
        let (document, changed) = record.document(outputs: outputs)
        try write("run.json", document)
        try folder.take(draft)
        return changed
    }

    private func put(_ name: String, _ text: String, follows: Bool) throws(RunFolderError) {
        try put(name, Array(text.utf8), follows: follows)
    }

    /// Writes a file, or more of it, which is not held open. A signal waits until it is there, so that it goes too.
    private func put(_ name: String, _ bytes: [UInt8], follows: Bool) throws(RunFolderError) {
        precondition(files.insert(name).inserted != follows, "two files are called \(name)")
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
