import Foundation

/// The folder of a run: written beside its final name and renamed when complete.
public struct RunFolder: Sendable {
    /// Its final name.
    public let path: String

    private let force: Bool
    /// As it was given, for messages.
    private let given: String

    /// Checks that the name is free, before any work is done.
    ///
    /// - Throws: ``RunFolderError`` for a file, a folder that is not empty, or with `force` one that is not a run's.
    public init(path: String, force: Bool) throws(RunFolderError) {
        guard !path.isEmpty else { throw .unnamed }
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.force = force
        given = path
        try check()
    }

    /// Looks at the place once more.
    func check() throws(RunFolderError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw .isFile(path: given) }
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !contents.isEmpty else { return }
        guard force else { throw .occupied(path: given) }
        if let file = Self.foreignFile(in: path) { throw .foreign(path: given, file: file) }
    }

    /// The first file, by name, that the folder's run.json does not list.
    private static func foreignFile(in path: String) -> String? {
        struct Listing: Decodable {
            struct Output: Decodable { let path: String }
            let outputs: [Output]
        }
        let record = try? Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent("run.json"))
        let outputs = record.flatMap { try? JSONDecoder().decode(Listing.self, from: $0) }?.outputs.map(\.path)
        let listed = outputs.map { Set($0 + ["run.json"]) } ?? []
        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return files.sorted().first { file in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(path)/\(file)", isDirectory: &isFolder)
            return !isFolder.boolValue && !listed.contains(file)
        }
    }

    /// Writes everything, then gives it its name.
    ///
    /// - Throws: ``RunFolderError/failed(path:reason:)``, or the refusal of what came to the place during the work; nothing
    ///   is left behind then.
    public func write(_ contents: RunContents, record: RunRecord) throws(RunFolderError) {
        try check()
        let draft = try RunDraft(self)
        for table in contents.tables { try draft.append(table) }
        for figure in contents.figures { try draft.write("figures/\(figure.name)", figure.data) }
        try draft.finish(report: contents.report, title: contents.title, record: record)
    }
}
