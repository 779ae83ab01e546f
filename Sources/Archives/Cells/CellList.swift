/// A property of recorded cells, a text for each: a number, or what is said of them, such as their type.
struct CellList {
    /// What the file calls it.
    let name: String
    let texts: [String]
    /// Whether they are numbers.
    let isNumeric: Bool

    /// The most properties that are read, and the most values of all.
    static let (mostColumns, mostValues) = (1024, 1 << 24)

    /// Numbers; what is no number is a cell that has no such property.
    init(_ name: String, numbers: [Double]) {
        (self.name, isNumeric) = (name, true)
        texts = numbers.map { $0.isFinite ? "\($0)" : "" }
    }

    /// Texts.
    init(_ name: String, texts: [String]) { (self.name, self.texts, isNumeric) = (name, texts, false) }

    /// A table of lists that are of the same cells: all numbers, and those texts of which there are as many.
    ///
    /// - Throws: ``ArchiveError``: no numbers, too many, or of more or fewer cells than the first; a name twice.
    static func table(_ lists: [CellList], of file: LazyFile) throws(ArchiveError) -> [CellList] {
        guard let first = lists.first(where: \.isNumeric) else {
            throw .malformed(
                file: file.path, place: "the file",
                expectation:
                    "lists of numbers, one for each cell, are expected: of MATLAB variables, of NWB the table units")
        }
        let count = first.texts.count
        if let other = lists.first(where: { $0.isNumeric && $0.texts.count != count }) {
            throw .malformed(
                file: file.path, place: "'\(other.name)' of \(other.texts.count) numbers",
                expectation: "\(count) are expected, one for each cell, as '\(first.name)' has")
        }
        let table = lists.filter { $0.texts.count == count }
        guard table.count <= mostColumns, count <= mostValues / table.count else {
            throw .malformed(
                file: file.path, place: "\(table.count) lists of \(count) values",
                expectation: "at most \(mostColumns) lists and \(mostValues) values are read")
        }
        var names: Set<String> = []
        if let twice = table.first(where: { !names.insert($0.name).inserted }) {
            throw .malformed(
                file: file.path, place: "the lists",
                expectation: "'\(twice.name)' is there twice; each name once is expected")
        }
        return table
    }
}
