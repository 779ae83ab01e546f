import Networks

/// Names of classes, one per line, the first for class 0.
public struct LabelFile: Hashable, Sendable {
    /// The path as given.
    public let path: String
    /// In the file's order.
    public let labels: [String]

    /// The most bytes that are read: 16 MiB.
    public static let largest = 1 << 24

    /// Reads the lines; an empty last one is none.
    ///
    /// - Throws: ``ArchiveError``: no such file, no text, or other names than `count`.
    public init(path: String, count: Int) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        let bytes = file.bytes(first: Self.largest)
        guard !bytes.contains(0) else {
            throw .malformed(
                file: path, place: "the list of labels", expectation: "text, one label per line, is expected")
        }
        var lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count == count else {
            throw .malformed(
                file: path, place: "the list of \(lines.count) labels",
                expectation:
                    "the network tells \(counted(count, "class", "classes")) apart, a line for each is expected")
        }
        self.path = path
        labels = lines.map(String.init)
    }
}
