internal import Files
internal import Foundation
internal import Tables

/// The items of a run, done in their order: what is found of each is kept as soon as it is done, with the rows and files
/// that were written since the one before.
///
/// A killed run finds there what it had finished, and a run that parts are put together to finds all of it; what follows
/// from all items is told by the same code in each case.
public struct RunItems<Finding: Codable> {
    /// The folder that is being written.
    public let draft: RunDraft
    /// All that is to be done.
    public let work: RunWork
    /// Of the finished items, in their order.
    public private(set) var findings: [Finding]
    /// The items that are done here.
    private let own: [Int]

    /// The items of a run.
    ///
    /// - Parameters:
    ///   - draft: the folder that is being written.
    ///   - work: all that is to be done.
    ///   - parts: those of a run that was split; their items are taken over.
    /// - Throws: ``RunFolderError``; ``ShardError`` of parts that are not this work, or damaged.
    public init(_ draft: RunDraft, _ work: RunWork, from parts: ShardSet? = nil) throws {
        (self.draft, self.work, own) = (draft, work, work.own)
        var notes = draft.finished.map(\.note)
        if let parts {
            try draft.take(parts, for: work)
            notes = parts.notes
        }
        findings = try notes.map { note in
            guard let finding = try? Self.decoder.decode([Finding].self, from: Data(note.utf8)).first else {
                throw ShardError.damaged(path: parts?.paths.first ?? "", file: RunJournal.items)
            }
            return finding
        }
    }

    /// Whether only a part of the items is done here.
    public var isPart: Bool { work.shard != nil }

    /// The items that are still to be done.
    public var todo: [Int] { Array(own.dropFirst(findings.count)) }

    /// Keeps that the next item is done.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)`` where the system refuses.
    public mutating func finish(_ finding: Finding) throws(RunFolderError) {
        let item = own[findings.count]
        guard let note = try? Self.encoder.encode([finding]) else {
            preconditionFailure("findings are words and numbers")
        }
        try draft.finish(item: item, note: String(decoding: note, as: UTF8.self))
        findings.append(finding)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}

extension RunDraft {
    /// Writes what the parts of a run have, item by item.
    ///
    /// - Throws: ``RunFolderError``, ``ShardError``.
    func take(_ parts: ShardSet, for work: RunWork) throws {
        if let other = work.difference(from: parts.work) {
            throw ShardError.changed(path: parts.paths[0], name: other.name, own: other.other, now: other.own)
        }
        let begun = finished.count
        for name in work.arrays {
            let rows = try parts.rows(of: name)
            let array = try place(of: name)
            try writing { () throws(SystemError) in
                let array = try NumpyRows(path: array, rows: work.items, columns: rows.columns)
                for item in begun..<max(begun, work.items) { try array.write(rows.values(item), row: item) }
            }
        }
        try parts.forEachItem { item, rows, files in
            guard item >= begun else { return }
            for (table, bytes) in rows { try append(bytes, to: table) }
            for file in files { try write(file.name, parts.bytes(of: file)) }
            try finish(item: item, note: parts.note(of: item))
        }
    }
}
