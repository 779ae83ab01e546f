/// A table of a FlatBuffers file: its fields are found through offsets, each checked against the file.
///
/// Nothing is followed unasked, so tables that lead back to themselves cost nothing.
/// - SeeAlso: "FlatBuffers internals" in the FlatBuffers documentation.
struct FlatTable {
    private let file: LazyFile
    private let start: Int
    private let fields: Range<Int>

    /// The root table, to which the file's first four bytes lead.
    init(rootOf file: LazyFile) throws(ArchiveError) { try self.init(file, at: Self.target(file, 0)) }

    /// The table at a place: its first four bytes lead back to the list of its fields' places.
    private init(_ file: LazyFile, at start: Int) throws(ArchiveError) {
        let back = Int(Int32(truncatingIfNeeded: try Self.number(file, start, 4)))
        let list = start - back
        let length = Int(try Self.number(file, list, 2))
        guard length >= 4, length <= file.count - list else {
            throw .malformed(
                file: file.path, place: "the table at byte \(start)", expectation: "a list of its fields is expected")
        }
        (self.file, self.start, fields) = (file, start, list + 4..<list + length)
    }

    /// A number of so many bytes, lowest byte first; signs are not extended.
    func number(_ field: Int, bytes: Int) throws(ArchiveError) -> UInt64? {
        guard let place = try place(field) else { return nil }
        return try Self.number(file, place, bytes)
    }

    /// A whole number of 32 bits with a sign, or the default.
    func int(_ field: Int, default value: Int = 0) throws(ArchiveError) -> Int {
        try number(field, bytes: 4).map { Int(Int32(truncatingIfNeeded: $0)) } ?? value
    }

    /// A table that the field leads to.
    func table(_ field: Int) throws(ArchiveError) -> FlatTable? {
        guard let place = try place(field) else { return nil }
        return try FlatTable(file, at: Self.target(file, place))
    }

    /// Tables that the field leads to.
    func tables(_ field: Int) throws(ArchiveError) -> FlatTables {
        FlatTables(file: file, range: try vector(field, size: 4) ?? 0..<0)
    }

    /// Numbers of 32 bits with a sign that the field leads to, at most so many.
    func ints(_ field: Int, most: Int) throws(ArchiveError) -> [Int] {
        guard let range = try vector(field, size: 4) else { return [] }
        return stride(from: range.lowerBound, to: range.upperBound, by: 4).prefix(most).map {
            Int(Int32(truncatingIfNeeded: file.littleEndian(in: $0..<$0 + 4)))
        }
    }

    /// Text that the field leads to, at most so many bytes of it.
    func text(_ field: Int, most: Int) throws(ArchiveError) -> String {
        try vector(field, size: 1).map { file.text(in: $0.lowerBound..<$0.lowerBound + min($0.count, most)) } ?? ""
    }

    /// Where the elements lie that the field leads to, each of so many bytes; `nil` without the field.
    func vector(_ field: Int, size: Int) throws(ArchiveError) -> Range<Int>? {
        guard let place = try place(field) else { return nil }
        let start = try Self.target(file, place)
        let length = Int(try Self.number(file, start, 4)) * size
        guard length <= file.count - start - 4 else {
            throw .truncated(
                file: file.path, place: "the list at byte \(start)", needed: length, found: file.count - start - 4)
        }
        return start + 4..<start + 4 + length
    }

    /// Where a field lies; `nil` if the table has none.
    private func place(_ field: Int) throws(ArchiveError) -> Int? {
        let entry = fields.lowerBound + 2 * field
        guard entry + 2 <= fields.upperBound else { return nil }
        let offset = Int(file.littleEndian(in: entry..<entry + 2))
        return offset == 0 ? nil : start + offset
    }

    /// Where an offset of 32 bits leads.
    private static func target(_ file: LazyFile, _ place: Int) throws(ArchiveError) -> Int {
        place + Int(try number(file, place, 4))
    }

    private static func number(_ file: LazyFile, _ place: Int, _ bytes: Int) throws(ArchiveError) -> UInt64 {
        guard place >= 0, place <= file.count - bytes else {
            throw .malformed(
                file: file.path, place: "an offset",
                expectation: "it leads to byte \(place), the file has \(file.count)")
        }
        return file.littleEndian(in: place..<place + bytes)
    }

    /// A list of tables.
    struct FlatTables {
        fileprivate let file: LazyFile
        fileprivate let range: Range<Int>

        /// How many there are.
        var count: Int { range.count / 4 }

        /// One of them; `nil` beyond the list.
        subscript(index: Int) -> FlatTable? {
            get throws(ArchiveError) {
                guard index >= 0, index < count else { return nil }
                return try FlatTable(file, at: FlatTable.target(file, range.lowerBound + 4 * index))
            }
        }
    }
}
