public import Files
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
    private var files: [String] = []
    private var names: Set<String> = []
    private var tables: [Table] = []
    /// Of a run that is not kept, what the page shows of its tables; of another it is read again.
    private var excerpts: [String: TableExcerpt] = [:]
    private let work: RunWork?
    private var journal: RunJournal?
    /// Whether there is something to go on after, and whether the folder has its name.
    private var (hasFinished, isPlaced) = (false, false)
    /// What the item that is being done has given so far.
    private var (itemTables, itemFiles): ([String: Int], [String]) = ([:], [])
    /// Files that may not yet be on the disk, and when all were.
    private var (unsynchronized, synchronized): (Set<String>, ContinuousClock.Instant) = ([], .now)

    /// Begins a folder.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public init(_ folder: RunFolder) throws(RunFolderError) {
        self.folder = folder
        work = nil
        draft = try Self.trying(folder) { () throws(SystemError) in try Draft(of: folder.path, as: .folder) }
    }

    /// Begins a folder of some items, or goes on after the last finished one in the folder that a killed run left.
    ///
    /// - Throws: ``RunFolderError``: what lies there is other work, or another process is at it.
    public init(_ folder: RunFolder, keeping work: RunWork) throws(RunFolderError) {
        self.folder = folder
        self.work = work
        do throws(SystemError) { draft = try Draft(keeping: folder.path) } catch {
            throw error.isHeld ? .held(path: folder.given) : .failed(path: folder.given, reason: error.reason)
        }
        let earlier = draft.isFound ? RunJournal.work(in: draft.path) : nil
        if let earlier, !folder.force, let other = work.difference(from: earlier) ?? Self.otherPart(work, earlier) {
            throw .otherWork(path: folder.given, name: other.name, earlier: other.other, now: other.own)
        }
        let draft = draft
        journal = try Self.trying(folder) { () throws(SystemError) in
            if earlier != work {
                try draft.clear()
                try RunJournal.begin(work, in: draft.path)
            }
            let journal = RunJournal(in: draft.path, own: work.own)
            try journal.clean(keeping: work.arrays)
            return journal
        }
        hasFinished = journal?.finished.isEmpty == false
        tables = journal?.headers ?? []
        for name in RunFolder.files(in: draft.path) { note(name) }
    }

    deinit {
        // What would be begun anew anyway is not kept.
        if work != nil, !hasFinished, !isPlaced { draft.discard() }
    }

    private static func otherPart(_ a: RunWork, _ b: RunWork) -> (name: String, own: String, other: String)? {
        func text(_ work: RunWork) -> String { work.shard?.description ?? "" }
        return a.shard == b.shard ? nil : ("shard", text(a), text(b))
    }

    /// Items that were done when the folder was found, in their order; none where no work is kept.
    public var finished: [FinishedItem] { journal?.finished ?? [] }

    /// Where a file of the folder lies while it is written.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where no folder for it can be made.
    public func place(of name: String) throws(RunFolderError) -> String {
        let path = "\(draft.path)/\(name)"
        try Self.trying(folder) { () throws(SystemError) in try Folder.make(Folder.split(path).folder) }
        note(name)
        return path
    }

    /// Counts a file among the folder's; whether it is new.
    @discardableResult private func note(_ name: String) -> Bool {
        guard names.insert(name).inserted else { return false }
        files.append(name)
        return true
    }

    /// Writes to a file of the folder in the caller's own way.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func writing<Result>(_ body: () throws(SystemError) -> Result) throws(RunFolderError) -> Result {
        try Self.trying(folder, body)
    }

    /// Keeps that an item is done, with all that was written since the one before.
    ///
    /// - Precondition: the work is kept, and the item is its next.
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func finish(item: Int, note: String = "") throws(RunFolderError) {
        let done = FinishedItem(item: item, tables: itemTables, files: itemFiles, note: note)
        (itemTables, itemFiles) = ([:], [])
        try Self.trying(folder) { () throws(SystemError) in
            try journal?.add(done)
            hasFinished = true
            // A disk is waited for at most once a second: thousands of small items would take minutes otherwise.
            guard journal != nil, ContinuousClock.now - synchronized >= .seconds(1) else { return }
            try journal?.synchronize(unsynchronized.sorted() + (work?.arrays ?? []))
            (unsynchronized, synchronized) = ([], .now)
        }
    }

    /// Writes rows of a table: the first piece of a name begins its file, the others follow in the order of their coming.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func append(_ piece: Table) throws(RunFolderError) {
        let isBegun = tables.contains { $0.name == piece.name }
        if !isBegun {
            tables.append(piece.withoutRows)
            try Self.trying(folder) { () throws(SystemError) in try journal?.add(piece.withoutRows) }
            try put("tables/\(piece.name).csv", piece.csvHeader, follows: false)
        }
        if work == nil {
            if isBegun { excerpts[piece.name]?.append(piece) } else { excerpts[piece.name] = TableExcerpt(piece) }
        }
        let rows = piece.csvRowBytes
        itemTables[piece.name, default: 0] += rows.count
        try put("tables/\(piece.name).csv", rows, follows: true)
    }

    /// Writes rows of a table as they stand in another file of it.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func append(_ rows: [UInt8], to table: Table) throws(RunFolderError) {
        try append(table)
        // The page reads them from the file.
        excerpts[table.name] = nil
        itemTables[table.name, default: 0] += rows.count
        try put("tables/\(table.name).csv", rows, follows: true)
    }

    /// Writes so many rows of a table as they stand in CSV.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func append(_ rows: [UInt8], count: Int, to table: Table) throws(RunFolderError) {
        let excerpt = excerpts[table.name]
        try append(rows, to: table)
        guard work == nil else { return }
        var shown = excerpt ?? TableExcerpt(table)
        shown.append(rows, count: count)
        excerpts[table.name] = shown
    }

    /// Writes a file, by its path in the folder.
    ///
    /// - Precondition: it is the first of this path; another would be lost.
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public func write(_ name: String, _ bytes: [UInt8]) throws(RunFolderError) {
        itemFiles.append(name)
        try put(name, bytes, follows: false)
    }

    /// A table of the folder, as far as it is written.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where it cannot be read.
    public func csv(of table: String) throws(RunFolderError) -> String {
        let path = "\(draft.path)/tables/\(table).csv"
        let bytes = try Self.trying(folder) { () throws(SystemError) in try FileReader.bytes(of: path) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the tables are called that are begun, in their order.
    public var tableNames: [String] { tables.map(\.name) }

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
            name: "striate", title: title, description: "Tables of one run of striate.", tables: tables)
        try write("datapackage.json", Array(package.json.utf8))
        // Parts keep what is needed to put them together.
        let isWhole = work != nil && work?.shard == nil
        let kept =
            work?.shard == nil
            ? [] : RunFolder.files(in: draft.path).filter { $0.hasPrefix("\(RunJournal.folder)/") }
        files = files.filter { !$0.hasPrefix("\(RunJournal.folder)/") }
        let (inputs, changed) = record.read()
        let page = ReportPage(
            report: report, title: title, tables: try shownTables(), files: shownFiles, record: record, inputs: inputs)
        try write("report.html", page.bytes { try? FileReader.bytes(of: "\(draft.path)/\($0)") })
        let outputs = (files + kept).sorted().compactMap { RunRecord.File(path: $0, at: "\(draft.path)/\($0)") }
        try write("run.json", record.document(inputs: inputs, changed: changed, outputs: outputs))
        if isWhole { try dropJournal() }
        try folder.take(draft)
        isPlaced = true
        return changed
    }

    /// Tables as the page shows them.
    private func shownTables() throws(RunFolderError) -> [TableExcerpt] {
        try tables.map { table throws(RunFolderError) in
            if let excerpt = excerpts[table.name] { return excerpt }
            return try Self.trying(folder) { () throws(SystemError) in
                try TableExcerpt(of: table, writtenAt: "\(draft.path)/tables/\(table.name).csv")
            }
        }
    }

    /// The files that the page names, without those that it is made of.
    private var shownFiles: [ReportPage.File] {
        let own = ["report.txt", "datapackage.json"]
        let shown = files.filter { !own.contains($0) }
        // One that was gone on with found its files by name.
        return (work == nil ? shown : shown.sorted()).compactMap { name in
            let facts = try? FileManager.default.attributesOfItem(atPath: "\(draft.path)/\(name)")
            return (facts?[.size] as? Int).map { ReportPage.File(path: name, bytes: $0) }
        }
    }

    private func dropJournal() throws(RunFolderError) {
        let draft = draft
        try Self.trying(folder) { () throws(SystemError) in
            for name in [RunJournal.items, RunJournal.tables, RunJournal.work] {
                if FileKind(at: "\(draft.path)/\(name)") != nil { try Folder.removeFile("\(draft.path)/\(name)") }
            }
            try Folder.removeEmpty("\(draft.path)/\(RunJournal.folder)")
        }
    }

    private func put(_ name: String, _ text: String, follows: Bool) throws(RunFolderError) {
        try put(name, Array(text.utf8), follows: follows)
    }

    /// Writes a file, or more of it, which is not held open. A signal waits until it is there, so that it goes too.
    private func put(_ name: String, _ bytes: [UInt8], follows: Bool) throws(RunFolderError) {
        precondition(note(name) != follows, "two files are called \(name)")
        if work != nil { unsynchronized.insert(name) }
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
