public import Files

/// The records of a text with commas between fields, as ``CSVReader`` reads them.
public struct CSVRecords: Sendable {
    /// Those that are kept, with the line each begins on, from 1.
    public private(set) var records: [CSVReader.Record] = []
    /// All that there are.
    public let count: Int
    /// Whether every quote ends.
    public let isWhole: Bool

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: of the text, in UTF-8.
    ///   - most: records that are kept; the others are counted.
    /// - Complexity: linear; memory is that of what is kept.
    public init(_ bytes: [UInt8], keeping most: Int = .max) {
        self.init(keeping: most) { read in bytes.withUnsafeBytes(read) }
    }

    /// Reads a file piece by piece.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - most: records that are kept; the others are counted.
    /// - Throws: `SystemError`.
    public init(path: String, keeping most: Int) throws(SystemError) {
        let file = try FileReader(path: path)
        try self.init(keeping: most) { read throws(SystemError) in try file.forEachPiece(read) }
    }

    private init<Failure: Error>(
        keeping most: Int, _ pieces: ((UnsafeRawBufferPointer) -> Void) throws(Failure) -> Void
    ) throws(Failure) {
        var reader = CSVReader(handingOn: most)
        var kept: [CSVReader.Record] = []
        try pieces { reader.read($0) { kept.append($0) } }
        reader.finish { kept.append($0) }
        (records, count, isWhole) = (kept, reader.count, reader.isWhole)
    }
}

extension Cell {
    /// A cell as a table's file has it.
    public init(written text: String, as type: ColumnType) {
        if text.isEmpty {
            self = .absent
        } else {
            self =
                switch type {
                case .integer: Int(text).map { .integer($0) } ?? .text(text)
                case .number: Double(text).map { .number($0) } ?? .text(text)
                case .boolean: .flag(text == "true")
                default: .text(text)
                }
        }
    }
}
