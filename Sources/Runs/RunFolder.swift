internal import Files
internal import Foundation
internal import Tables

/// The folder of a run: written beside its final name and renamed when complete.
public struct RunFolder: Sendable {
    /// Its final name.
    public let path: String

    /// As it was given, for messages.
    let given: String

    let force: Bool
    /// The earlier run's folder that is to be replaced; `nil` where there is none.
    private let earlier: FileIdentity?

    /// Checks that the name is free, before any work is done.
    ///
    /// - Throws: ``RunFolderError`` for a file, a folder that is not empty, or with `force` one that is not a run's.
    public init(path: String, force: Bool) throws(RunFolderError) {
        guard !path.isEmpty else { throw .unnamed }
        do throws(SystemError) { self.path = try Folder.resolved(path) } catch {
            throw .failed(path: path, reason: error.reason)
        }
        self.force = force
        given = path
        earlier = try Self.occupant(of: self.path, given, force: force)
    }

    /// Looks at the place once more.
    func check() throws(RunFolderError) { _ = try Self.occupant(of: path, given, force: force) }

    /// Gives a complete draft its name.
    ///
    /// - Throws: ``RunFolderError`` where something else came to the place meanwhile; that stays.
    func take(_ draft: Draft) throws(RunFolderError) {
        try check()
        do throws(SystemError) {
            guard let earlier else { return try draft.place() }
            let isReplaced = try draft.replace { place in
                FileIdentity(at: place) == earlier && Self.foreignFile(in: place) == nil
            }
            if isReplaced { return }
        } catch {
            if !error.isOccupied { throw .failed(path: given, reason: error.reason) }
        }
        throw .overtaken(path: given)
    }

    /// The earlier run at a place that is to be replaced; `nil` where the place is free.
    private static func occupant(of path: String, _ given: String, force: Bool) throws(RunFolderError) -> FileIdentity?
    {
        guard let kind = FileKind(at: path) else { return nil }
        guard kind == .folder else { throw .isFile(path: given) }
        let names: [String]
        do throws(SystemError) { names = try Folder.names(in: path) } catch {
            throw .failed(path: given, reason: error.reason)
        }
        guard !names.isEmpty else { return nil }
        guard force else { throw .occupied(path: given) }
        if let file = foreignFile(in: path) { throw .foreign(path: given, file: file) }
        return FileIdentity(at: path)
    }

    /// The first file, by name, that the folder's run.json does not list.
    private static func foreignFile(in path: String) -> String? {
        struct Listing: Decodable {
            struct Output: Decodable { let path: String }
            let outputs: [Output]
        }
        let record = try? FileReader.bytes(of: "\(path)/run.json")
        let outputs = record.flatMap { try? JSONDecoder().decode(Listing.self, from: Data($0)) }?.outputs.map(\.path)
        let listed = outputs.map { Set($0 + ["run.json"]) } ?? []
        return files(in: path, "").sorted().first { !listed.contains($0.writable) }
    }

    /// All files below a folder, by their paths in it. A folder that may not be read counts as a file.
    static func files(in path: String, _ above: String = "") -> [String] {
        guard let names = try? Folder.names(in: path) else { return [above] }
        return names.flatMap { name in
            let file = above.isEmpty ? name : "\(above)/\(name)"
            let isFolder = FileKind(at: "\(path)/\(name)", followsLink: false) == .folder
            return isFolder ? files(in: "\(path)/\(name)", file) : [file]
        }
    }

    /// Writes everything, then gives it its name.
    ///
    /// - Returns: the inputs that changed during the run.
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    @discardableResult
    public func write(_ contents: RunContents, record: RunRecord) throws(RunFolderError) -> [String] {
        try check()
        let draft = try RunDraft(self)
        for table in contents.tables { try draft.append(table) }
        for figure in contents.figures { try draft.write("figures/\(figure.name)", figure.data) }
        for page in contents.pages { try draft.write(page.name, page.data) }
        for array in contents.arrays { try draft.write("arrays/\(array.name)", array.array.bytes) }
        return try draft.finish(report: contents.report, title: contents.title, record: record)
    }
}
