internal import Networks

/// A NumPy array as a table: its first axis the rows, all others the columns.
public struct NumpyTable: Sendable {
    /// Rows and columns.
    public let rows, columns: Int
    /// The numbers, row by row.
    public let values: [Double]
    /// By row, whether it has numbers; without gaps all have.
    public let isThere: [Bool]

    /// Reads an array.
    ///
    /// - Throws: ``ArchiveError``: no array, of one axis or none, without elements, or with an element that is no finite
    ///   number.
    /// - Parameters:
    ///   - path: of a `.npy` file.
    ///   - allowsGaps: whether rows may be NaN throughout, as those of pictures that could not be shown are.
    public init(path: String, allowsGaps: Bool = false) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        guard file.begins(with: NumpyArray.signature) else {
            throw .malformed(file: path, place: "the signature", expectation: "an array begins with \\x93NUMPY")
        }
        let array = try NumpyArray("array", in: .range(0..<file.count), place: "the", of: file) { count in
            file.withBytes(in: 0..<min(count, file.count)) { Array($0) }
        }
        let shape = array.tensor.shape
        guard shape.count >= 2, array.tensor.count > 0 else {
            throw .malformed(
                file: path, place: "shape \(shapeText(shape))", expectation: "rows and columns of numbers are expected")
        }
        (rows, columns) = (shape[0], array.tensor.count / shape[0])
        values = try ModelFile.unchanged(file) { () throws(ArchiveError) in
            // Doubles as they are; everything else fits in a float, or is rounded to one.
            if let storage = array.tensor.storage as? StridedStorage, let range = storage.doubles(shape) {
                var values: [Double] = []
                values.reserveCapacity(array.tensor.count)
                file.forEachPiece(of: range, unit: 8) { piece in
                    for offset in stride(from: 0, to: piece.count, by: 8) {
                        let bits = piece.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                        values.append(Double(bitPattern: UInt64(littleEndian: bits)))
                    }
                }
                return values
            }
            return try array.tensor.values(in: file).map { Double($0) }
        }
        let (columns, values) = (columns, values)
        isThere = (0..<rows).map { row in
            !allowsGaps || values[row * columns..<(row + 1) * columns].contains { !$0.isNaN }
        }
        if let place = values.indices.first(where: { !values[$0].isFinite && isThere[$0 / columns] }) {
            throw .malformed(
                file: path, place: "row \(place / columns), column \(place % columns)",
                expectation: "a finite number is expected")
        }
    }
}
