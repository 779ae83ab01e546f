import Foundation
public import Tables

/// A run folder while it is being written, beside its final name: tables and files go to disk as they come, so that
/// memory does not grow with their number.
///
/// It owns a folder on disk and is therefore a class: what is not finished is removed.
public final class RunDraft {
    private let folder: RunFolder
    private let place: URL
    private var files: [String] = []
    private var tables: [(layout: Table, file: FileHandle)] = []
    private var isFinished = false

    /// Begins a folder.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public init(_ folder: RunFolder) throws(RunFolderError) {
        let final = URL(fileURLWithPath: folder.path)
        let process = ProcessInfo.processInfo.processIdentifier
        self.folder = folder
        place = final.deletingLastPathComponent()
            .appendingPathComponent(".\(final.lastPathComponent).striate-\(process)")
        try Self.trying(folder.path) {
            try? FileManager.default.removeItem(at: place)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(at: place) }
    }

    /// Writes rows of a table: the first piece of a name begins its file, the others follow in the order of their coming.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func append(_ piece: Table) throws(RunFolderError) {
        try Self.trying(folder.path) {
            if let begun = tables.first(where: { $0.layout.name == piece.name }) {
                return try begun.file.write(contentsOf: Data(piece.csvRows.utf8))
            }
            let name = "tables/\(piece.name).csv"
            try put(name, Data(piece.csv.utf8))
            let file = try FileHandle(forWritingTo: place.appendingPathComponent(name))
            try file.seekToEnd()
            tables.append((piece.withoutRows, file))
        }
    }

    /// Writes a file, by its path in the folder.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func write(_ name: String, _ bytes: [UInt8]) throws(RunFolderError) {
        try Self.trying(folder.path) { try put(name, Data(bytes)) }
    }

    /// Writes report, data package and record, and gives the folder its name.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    public func finish(report: String, title: String, record: RunRecord) throws(RunFolderError) {
        try folder.check()
        try Self.trying(folder.path) {
            for table in tables { try table.file.close() }
            try put("report.txt", Data(report.utf8))
            let package = DataPackage(
                name: "striate", title: title, description: "Tables of one run of striate.",
                tables: tables.map(\.layout))
            try put("datapackage.json", Data(package.json.utf8))
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let outputs = files.sorted().compactMap { RunRecord.File(path: $0, in: place) }
            try encoder.encode(record.document(outputs: outputs))
                .write(to: place.appendingPathComponent("run.json"))
            try takeName()
        }
        isFinished = true
    }

    private func put(_ name: String, _ data: Data) throws {
        let url = place.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        files.append(name)
    }

    /// Moves an earlier run aside, the draft to its name, and only then deletes the earlier run.
    private func takeName() throws {
        let (manager, final) = (FileManager.default, URL(fileURLWithPath: folder.path))
        let old = place.deletingLastPathComponent().appendingPathComponent(place.lastPathComponent + "-old")
        do {
            if manager.fileExists(atPath: final.path) { try manager.moveItem(at: final, to: old) }
            try manager.moveItem(at: place, to: final)
            try? manager.removeItem(at: old)
        } catch {
            if manager.fileExists(atPath: old.path), !manager.fileExists(atPath: final.path) {
                try? manager.moveItem(at: old, to: final)
            }
            throw error
        }
    }

    private static func trying(_ path: String, _ body: () throws -> Void) throws(RunFolderError) {
        do {
            try body()
        } catch {
            throw .failed(path: path, reason: (error as NSError).localizedDescription)
        }
    }
}

extension RunRecord.File {
    /// A file of a folder, with its size and digest; `nil` where it cannot be read.
    fileprivate init?(path: String, in folder: URL) {
        let file = folder.appendingPathComponent(path).path
        let size = (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int
        guard let size, let digest = FileDigest.sha256(fileAt: file) else { return nil }
        self.init(path: path, bytes: size, sha256: digest)
    }
}
