public import Files
internal import Foundation
public import Tables

/// The parts of a run, checked to be all of it.
public struct ShardSet {
    /// What was done, of the whole run.
    public let work: RunWork
    /// As it was typed for the first part.
    public let commandLine: [String]
    /// What the parts read, by path; `nil` where it changed meanwhile.
    public let inputs: [String: DigestedFile?]
    private let folders: [String]
    private let journals: [RunJournal]

    /// Looks at the folders of parts, in any order.
    ///
    /// - Throws: ``ShardError``: one that is none, of another run, twice there, damaged or missing.
    public init(_ paths: [String]) throws(ShardError) {
        var parts: [Int: (path: String, work: RunWork)] = [:]
        var first: (path: String, work: RunWork)?
        for path in paths {
            guard let work = RunJournal.work(in: path), let shard = work.shard,
                FileKind(at: "\(path)/run.json") == .file
            else { throw .foreign(path: path) }
            if let first, let other = work.difference(from: first.work) {
                throw .different(path: path, first: first.path, name: other.name, own: other.own, other: other.other)
            }
            if let first, let own = work.shard?.count, let count = first.work.shard?.count, own != count {
                throw .different(
                    path: path, first: first.path, name: "number of parts", own: "\(own)", other: "\(count)")
            }
            if let earlier = parts[shard.index] {
                throw .doubled(path: path, earlier: earlier.path, part: "\(shard)")
            }
            parts[shard.index] = (path, work)
            first = first ?? (path, work)
        }
        guard let whole = first?.work, let count = whole.shard?.count else { throw .missing(parts: ["0/1"]) }
        let missing = (0..<count).filter { parts[$0] == nil }
        guard missing.isEmpty else { throw .missing(parts: missing.map { "\($0)/\(count)" }) }
        let ordered = (0..<count).compactMap { parts[$0] }
        folders = ordered.map(\.path)
        work = RunWork(
            command: whole.command, version: whole.version, options: whole.options, digests: whole.digests,
            items: whole.items, shard: nil, arrays: whole.arrays)
        for (path, part) in ordered { try Self.check(path, part) }
        journals = ordered.map { RunJournal(in: $0.path, own: $0.work.own) }
        for (place, journal) in journals.enumerated() where journal.finished.count != ordered[place].work.own.count {
            throw .damaged(path: ordered[place].path, file: RunJournal.items)
        }
        let records = folders.compactMap(Self.record)
        commandLine = records.first?.commandLine ?? []
        var inputs: [String: (file: DigestedFile?, part: String)] = [:]
        for (path, record) in zip(folders, records) {
            for input in record.inputs {
                let file = input.digested
                if let earlier = inputs[input.path], earlier.file != file {
                    throw .different(
                        path: path, first: earlier.part, name: "input '\(input.path)'", own: file?.sha256 ?? "changed",
                        other: earlier.file?.sha256 ?? "changed")
                }
                inputs[input.path] = (file, path)
            }
        }
        self.inputs = inputs.mapValues(\.file)
    }

    private struct Record: Decodable {
        struct Output: Decodable {
            let path: String
            let bytes: Int?
            let sha256: String?

            var digested: DigestedFile? {
                guard let bytes, let sha256 else { return nil }
                return DigestedFile(bytes: bytes, sha256: sha256)
            }
        }
        let commandLine: [String]
        let inputs, outputs: [Output]
    }

    private static func record(_ path: String) -> Record? {
        (try? FileReader.bytes(of: "\(path)/run.json")).flatMap {
            try? JSONDecoder().decode(Record.self, from: Data($0))
        }
    }

    /// Compares every file with the digest that was taken of it.
    private static func check(_ path: String, _ work: RunWork) throws(ShardError) {
        guard let record = record(path) else { throw .foreign(path: path) }
        for output in record.outputs {
            let file = DigestedFile(path: "\(path)/\(output.path)")
            guard file?.sha256 == output.sha256 else { throw .damaged(path: path, file: output.path) }
        }
    }

    private func owner(of item: Int) -> (part: Int, place: Int) { (item % folders.count, item / folders.count) }

    /// What was found of each item, in order.
    public var notes: [String] { (0..<work.items).map(note) }

    func note(of item: Int) -> String {
        let (part, place) = owner(of: item)
        return journals[part].finished[place].note
    }

    /// The folders, by their part.
    var paths: [String] { folders }

    func bytes(of file: (name: String, path: String)) throws(ShardError) -> [UInt8] {
        guard let bytes = try? FileReader.bytes(of: file.path) else {
            throw .damaged(path: String(file.path.dropLast(file.name.count + 1)), file: file.name)
        }
        return bytes
    }

    /// The folders that paths stand for: parts, or the parts in a folder that is none itself.
    public static func parts(of paths: [String]) -> [String] {
        paths.flatMap { path -> [String] in
            guard FileKind(at: path) == .folder, FileKind(at: "\(path)/run.json") == nil else { return [path] }
            let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
            let inside = ((try? Folder.names(in: path)) ?? []).filter { !$0.hasPrefix(".") }
                .map { "\(bare)/\($0)" }.filter { FileKind(at: $0) == .folder }
            return inside.isEmpty ? [path] : inside
        }
    }

    /// Columns of the tables that items have rows in, as the part that has an item begins them.
    public var tables: [Table] { journals.first { !$0.finished.isEmpty }?.headers ?? [] }

    /// The rows of the items, in order, of each table.
    ///
    /// - Throws: ``ShardError``, or what `body` throws.
    public func forEachItem(
        _ body: (_ item: Int, _ rows: [(table: Table, rows: [UInt8])], _ files: [(name: String, path: String)]) throws
            -> Void
    ) throws {
        let readers = folders.map { folder in
            tables.map { table -> PlacedWriter? in try? PlacedWriter(reading: "\(folder)/tables/\(table.name).csv") }
        }
        var offsets = folders.map { _ in tables.map { $0.csvHeader.utf8.count } }
        for item in 0..<work.items {
            let (part, place) = owner(of: item)
            let done = journals[part].finished[place]
            var rows: [(table: Table, rows: [UInt8])] = []
            for (index, table) in tables.enumerated() {
                guard let count = done.tables[table.name] else { continue }
                var bytes = [UInt8](repeating: 0, count: count)
                let offset = offsets[part][index]
                let isRead = bytes.withUnsafeMutableBytes { buffer in
                    (try? readers[part][index]?.read(into: buffer, at: offset)) != nil
                }
                guard isRead else { throw ShardError.damaged(path: folders[part], file: "tables/\(table.name).csv") }
                offsets[part][index] += count
                rows.append((table, bytes))
            }
            try body(item, rows, done.files.map { ($0, "\(folders[part])/\($0)") })
        }
    }

    /// An array of which each item has a row.
    ///
    /// - Throws: ``ShardError/damaged(path:file:)``.
    func rows(of name: String) throws(ShardError) -> (columns: Int, values: (Int) throws(SystemError) -> [Float]) {
        var arrays: [NumpyRows] = []
        for (part, folder) in folders.enumerated() {
            guard let array = NumpyRows(opening: "\(folder)/\(name)"),
                array.rows == journals[part].finished.count, array.columns == arrays.first?.columns ?? array.columns
            else { throw .damaged(path: folder, file: name) }
            arrays.append(array)
        }
        let found = arrays
        return (
            found[0].columns,
            { item throws(SystemError) in try found[item % found.count].values(row: item / found.count) }
        )
    }
}

/// Why parts are not put together.
public enum ShardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A folder that is no finished part of a run.
    case foreign(path: String)
    /// A part of another run than the first: `name` differs.
    case different(path: String, first: String, name: String, own: String, other: String)
    /// A part that is there twice.
    case doubled(path: String, earlier: String, part: String)
    /// Parts that are not there.
    case missing(parts: [String])
    /// Parts of work that is another here and now: `name` differs.
    case changed(path: String, name: String, own: String, now: String)
    /// A file that is not what the part wrote.
    case damaged(path: String, file: String)

    /// One line: which folder, what is wrong, what would be right.
    public var description: String {
        switch self {
        case .foreign(let path):
            "\(path): is no finished part of a run; give folders that a command wrote as parts"
        case .different(let path, let first, let name, let own, let other):
            "\(path): is of another run than \(first): \(name) is '\(own)' and not '\(other)'; give parts of one run"
        case .doubled(let path, let earlier, let part):
            "\(path): is part \(part), as \(earlier) is; give each part once"
        case .missing(let parts):
            "\(parts.count == 1 ? "part \(parts[0]) is" : "parts \(parts.prefix(8).joined(separator: ", "))\(parts.count > 8 ? " and \(parts.count - 8) more" : "") are") missing; give all parts of the run"
        case .changed(let path, let name, let own, let now):
            "\(path): \(name) was '\(own)' and is '\(now)' now; put the parts together where they were made, from what they were made of"
        case .damaged(let path, let file):
            "\(path): '\(file)' is not as the part wrote it; make the part again"
        }
    }

    /// sysexits: 65, bad data.
    public var exitCode: Int32 { 65 }
}
