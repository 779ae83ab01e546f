public import Files

/// A table of 32-bit floats that is written and read row by row where it lies, in NumPy's format: it is never in memory as
/// a whole, and what is written stays whatever becomes of the process.
///
/// It owns an open file and is therefore a class.
public final class NumpyRows: Sendable {
    /// Rows and columns.
    public let rows, columns: Int
    private let file: PlacedWriter
    private let start: Int

    /// Opens the file of a table, or makes one with room for all of it.
    ///
    /// - Throws: ``Files/SystemError``: no room on the disk, among others.
    public init(path: String, rows: Int, columns: Int) throws(SystemError) {
        (self.rows, self.columns) = (rows, columns)
        let header = NumpyArray.header(of: [rows, columns])
        start = header.count
        file = try PlacedWriter(path: path)
        try file.reserve(start + 4 * rows * columns)
        try Self.lent(header) { bytes throws(SystemError) in try file.write(bytes, at: 0) }
    }

    /// Opens a whole table; `nil` where the file is none of those that are written here.
    public init?(opening path: String) {
        guard let file = try? PlacedWriter(reading: path) else { return nil }
        var beginning = [UInt8](repeating: 0, count: min(file.count, 256))
        guard
            (try? Self.lentMutable(&beginning) { bytes throws(SystemError) in try file.read(into: bytes, at: 0) })
                != nil,
            let shape = String(decoding: beginning, as: Unicode.ASCII.self)
                .firstMatch(of: /'shape': \(([0-9]{1,12}), ([0-9]{1,12})\)/),
            let rows = Int(shape.1), let columns = Int(shape.2)
        else { return nil }
        let header = NumpyArray.header(of: [rows, columns])
        let (values, isTooMany) = rows.multipliedReportingOverflow(by: columns)
        guard !isTooMany, values < 1 << 58, beginning.starts(with: header), file.count == header.count + 4 * values
        else {
            return nil
        }
        (self.rows, self.columns, start, self.file) = (rows, columns, header.count, file)
    }

    /// The same, of a size that is known; `nil` where it has another.
    public convenience init?(opening path: String, rows: Int, columns: Int) {
        self.init(opening: path)
        guard self.rows == rows, self.columns == columns else { return nil }
    }

    /// Writes a row.
    ///
    /// - Precondition: as many values as columns.
    /// - Throws: ``Files/SystemError``.
    public func write(_ values: [Float], row: Int) throws(SystemError) {
        precondition(values.count == columns && row < rows, "a row has one value per column")
        let offset = start + 4 * row * columns
        try Self.lent(values) { bytes throws(SystemError) in try file.write(bytes, at: offset) }
    }

    /// A part of a row.
    ///
    /// - Throws: ``Files/SystemError``.
    public func values(row: Int, columns part: Range<Int>) throws(SystemError) -> [Float] {
        precondition(row < rows && part.lowerBound >= 0 && part.upperBound <= columns, "a part of a row")
        var values = [Float](repeating: 0, count: part.count)
        let offset = start + 4 * (row * columns + part.lowerBound)
        try Self.lentMutable(&values) { bytes throws(SystemError) in try file.read(into: bytes, at: offset) }
        return values
    }

    /// A row.
    ///
    /// - Throws: ``Files/SystemError``.
    public func values(row: Int) throws(SystemError) -> [Float] { try values(row: row, columns: 0..<columns) }

    private static func lent<Element>(
        _ values: [Element], _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void
    ) throws(SystemError) {
        let failure: SystemError? = values.withUnsafeBytes { bytes in
            do throws(SystemError) { try body(bytes) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    private static func lentMutable<Element>(
        _ values: inout [Element], _ body: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Void
    ) throws(SystemError) {
        let failure: SystemError? = values.withUnsafeMutableBytes { bytes in
            do throws(SystemError) { try body(bytes) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }
}
