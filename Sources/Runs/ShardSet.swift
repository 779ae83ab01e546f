internal import Files
internal import Foundation
public import Tables

/// The parts of a run, checked to be all of it.
public struct ShardSet {
    /// What was done, of the whole run.
    public let work: RunWork
    /// As it was typed for the first part.
    public let commandLine: [String]
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
        commandLine = Self.record(folders[0])?.commandLine ?? []
    }

    private struct Record: Decodable {
        struct Output: Decodable {
            let path: String
            let bytes: Int?
            let sha256: String?
        }
        let commandLine: [String]
        let outputs: [Output]
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

    /// What the report needs of each item, in order.
    public var notes: [String] {
        (0..<work.items).map { item in
            let (part, place) = owner(of: item)
            return journals[part].finished[place].note
        }
    }

    /// A file of the first part.
    ///
    /// - Throws: ``ShardError/damaged(path:file:)``.
    public func bytes(ofFirst name: String) throws(ShardError) -> [UInt8] {
        guard let bytes = try? FileReader.bytes(of: "\(folders[0])/\(name)") else {
            throw .damaged(path: folders[0], file: name)
        }
        return bytes
    }

    /// Columns of a table of the first part; `nil` where it has none of the name.
    public func header(of table: String) -> Table? {
        let text = try? FileReader.bytes(of: "\(folders[0])/\(RunJournal.tables)")
        let headers = text.flatMap { try? JSONDecoder().decode([TableHeader].self, from: Data($0)) } ?? []
        return headers.first { $0.name == table }.map(Table.init)
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
    public func rows(of name: String, columns: Int) throws(ShardError) -> (Int) throws -> [Float] {
        var arrays: [NumpyRows?] = []
        for (part, folder) in folders.enumerated() {
            let count = journals[part].finished.count
            let array = NumpyRows(opening: "\(folder)/\(name)", rows: count, columns: columns)
            guard array != nil else { throw .damaged(path: folder, file: name) }
            arrays.append(array)
        }
        let found = arrays.compactMap(\.self)
        return { item in try found[item % found.count].values(row: item / found.count) }
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
        case .damaged(let path, let file):
            "\(path): '\(file)' is not as the part wrote it; make the part again"
        }
    }

    /// sysexits: 65, bad data.
    public var exitCode: Int32 { 65 }
}
