/// A property of recorded cells, a number for each.
struct CellNumbers {
    /// What the file calls it.
    let name: String
    let values: [Double]

    /// The most properties that are read, and the most numbers of all.
    static let (mostColumns, mostValues) = (1024, 1 << 24)

    /// Checks that properties are of the same cells.
    ///
    /// - Throws: ``ArchiveError``: none, too many, or of more or fewer cells than the first; a name twice.
    static func check(_ lists: [(name: String, count: Int)], in file: LazyFile) throws(ArchiveError) {
        guard let first = lists.first else {
            throw .malformed(
                file: file.path, place: "the file",
                expectation:
                    "lists of numbers, one for each cell, are expected: of MATLAB variables, of NWB the table units")
        }
        if let other = lists.first(where: { $0.count != first.count }) {
            throw .malformed(
                file: file.path, place: "'\(other.name)' of \(other.count) numbers",
                expectation: "\(first.count) are expected, one for each cell, as '\(first.name)' has")
        }
        guard lists.count <= mostColumns, first.count <= mostValues / lists.count else {
            throw .malformed(
                file: file.path, place: "\(lists.count) lists of \(first.count) numbers",
                expectation: "at most \(mostColumns) lists and \(mostValues) numbers are read")
        }
        var names: Set<String> = []
        if let twice = lists.first(where: { !names.insert($0.name).inserted }) {
            throw .malformed(
                file: file.path, place: "the lists",
                expectation: "'\(twice.name)' is there twice; each name once is expected")
        }
    }
}
