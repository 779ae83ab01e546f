/// What a run is made of that may be killed, begun again, and split among processes: its items, and all that its bytes
/// depend on.
public struct RunWork: Hashable, Sendable, Codable {
    /// The command's name.
    public let command: String
    /// The tool's version.
    public let version: String
    /// Options that what is written depends on.
    public let options: [String: String]
    /// SHA-256 of what was read or listed before the first item, by what it is.
    public let digests: [String: String]
    /// Items of the whole run.
    public let items: Int
    /// The part that is done; all items if `nil`.
    public let shard: Shard?
    /// Files that are written in place while the items are done, by their paths in the folder.
    public let arrays: [String]

    /// A run's items.
    public init(
        command: String, version: String, options: [String: String], digests: [String: String], items: Int,
        shard: Shard?, arrays: [String] = []
    ) {
        self.command = command
        self.version = version
        self.options = options
        self.digests = digests
        self.items = items
        self.shard = shard
        self.arrays = arrays
    }

    /// The indices of the items that are done here, rising.
    public var own: [Int] { shard?.items(of: items) ?? Array(0..<items) }

    /// The first thing, by name, in which another run's work is another, whatever its part; `nil` if all is the same.
    public func difference(from other: RunWork) -> (name: String, own: String, other: String)? {
        if command != other.command { return ("command", command, other.command) }
        if version != other.version { return ("version", version, other.version) }
        for (own, other) in [(options, other.options), (digests, other.digests)] {
            let names = Set(own.keys).union(other.keys).sorted()
            if let name = names.first(where: { own[$0] != other[$0] }) {
                return (name, own[name] ?? "", other[name] ?? "")
            }
        }
        if items != other.items { return ("number of items", "\(items)", "\(other.items)") }
        return arrays == other.arrays
            ? nil : ("arrays", arrays.joined(separator: " "), other.arrays.joined(separator: " "))
    }
}

/// One item that is done.
public struct FinishedItem: Hashable, Sendable, Codable {
    /// Its index in the whole run.
    public let item: Int
    /// Bytes of rows that it added, by table.
    public let tables: [String: Int]
    /// Files that are its own.
    public let files: [String]
    /// What the report needs of it.
    public let note: String
}
