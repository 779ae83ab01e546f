internal import Files
internal import Foundation
internal import Tables

/// Which items of a run are done, kept in its folder: a line is added when all that an item gives is written, so that a
/// killed run goes on after its last whole line.
struct RunJournal {
    static let folder = "work"
    static let (work, tables, items) = ("\(folder)/work.json", "\(folder)/tables.json", "\(folder)/items.jsonl")

    /// In their order.
    private(set) var finished: [FinishedItem] = []
    /// Columns of the tables that were begun.
    private(set) var headers: [Table] = []
    private let path: String

    /// The journal of a folder; an empty one where none is kept.
    ///
    /// - Parameter own: the items of the run, in their order.
    init(in path: String, own: [Int]) {
        self.path = path
        let lines = ((try? FileReader.bytes(of: "\(path)/\(Self.items)")) ?? [])
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for (line, item) in zip(lines, own) {
            guard let done = try? JSONDecoder().decode(FinishedItem.self, from: Data(line)), done.item == item else {
                break
            }
            finished.append(done)
        }
        let text = (try? FileReader.bytes(of: "\(path)/\(Self.tables)")).map { Data($0) }
        // What was begun behind the last item is begun again.
        let all = (text.flatMap { try? JSONDecoder().decode([TableHeader].self, from: $0) } ?? []).map(Table.init)
        finished = Array(finished.prefix(Self.whole(finished, all, in: path)))
        let begun = Set(finished.flatMap(\.tables.keys))
        headers = all.filter { begun.contains($0.name) }
    }

    /// How many of the first items have all their rows and files: a machine that lost power may have kept a line of the
    /// journal and not what it tells of.
    private static func whole(_ items: [FinishedItem], _ headers: [Table], in path: String) -> Int {
        var left = Dictionary(
            headers.map { table in
                let file = try? PlacedWriter(reading: "\(path)/tables/\(table.name).csv")
                return (table.name, (file?.count ?? 0) - table.csvHeader.utf8.count)
            }
        ) { first, _ in first }
        return items.firstIndex { item in
            for (name, bytes) in item.tables {
                left[name, default: -1] -= bytes
                if left[name, default: -1] < 0 { return true }
            }
            return item.files.contains { FileKind(at: "\(path)/\($0)") != .file }
        } ?? items.count
    }

    /// Waits until files, and then the journal that tells of them, are on the disk.
    func synchronize(_ names: [String]) throws(SystemError) {
        for name in names + [Self.tables, Self.items] where FileKind(at: "\(path)/\(name)") == .file {
            try PlacedWriter(path: "\(path)/\(name)").synchronize()
        }
    }

    /// The work of a folder; `nil` where none is kept, or it cannot be read.
    static func work(in path: String) -> RunWork? {
        (try? FileReader.bytes(of: "\(path)/\(work)")).flatMap {
            try? JSONDecoder().decode(RunWork.self, from: Data($0))
        }
    }

    /// Takes away what was not finished: rows behind those of the last item, files that no item has.
    func clean(keeping arrays: [String]) throws(SystemError) {
        let lines = finished.map { Self.line($0) }.joined()
        try FileWriter.write(lines.isEmpty ? [] : Array(lines), to: "\(path)/\(Self.items)")
        var kept = Set(arrays + finished.flatMap(\.files) + [Self.work, Self.tables, Self.items])
        for table in headers {
            let name = "tables/\(table.name).csv"
            let rows = finished.reduce(0) { $0 + ($1.tables[table.name] ?? 0) }
            try PlacedWriter(path: "\(path)/\(name)").cut(to: table.csvHeader.utf8.count + rows)
            kept.insert(name)
        }
        for file in RunFolder.files(in: path) where !kept.contains(file) { try Folder.removeFile("\(path)/\(file)") }
    }

    /// Begins the journal of a run.
    static func begin(_ work: RunWork, in path: String) throws(SystemError) {
        try Folder.make("\(path)/\(folder)")
        try FileWriter.write(json(work), to: "\(path)/\(self.work)")
    }

    /// Keeps the columns of a table that begins.
    mutating func add(_ header: Table) throws(SystemError) {
        headers.append(header)
        try FileWriter.write(Self.json(headers.map(TableHeader.init)), to: "\(path)/\(Self.tables)")
    }

    /// Keeps that an item is done; not in memory, which is not to grow with the items.
    func add(_ item: FinishedItem) throws(SystemError) {
        try FileWriter.write(Self.line(item), to: "\(path)/\(Self.items)", keepsContents: true)
    }

    private static func line(_ item: FinishedItem) -> [UInt8] { json(item) + [UInt8(ascii: "\n")] }

    private static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { preconditionFailure("words and numbers can be written") }
        return Array(data)
    }
}

/// A table's promise without its rows.
struct TableHeader: Codable {
    let name, title: String
    let columns: [Column]

    init(_ table: Table) { (name, title, columns) = (table.name, table.title, table.columns) }
}

extension Table {
    init(_ header: TableHeader) { self.init(name: header.name, title: header.title, columns: header.columns) }
}
