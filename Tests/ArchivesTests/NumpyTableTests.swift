import Archives
import Testing

@Suite struct NumpyTableTests {
    private func table(_ bytes: [UInt8], gaps: Bool = false) throws -> NumpyTable {
        try withFile("table.npy", bytes) { try NumpyTable(path: $0, allowsGaps: gaps) }
    }

    private static let doubles: [Double] = [1, 2, 0.1, 1e-300, -5, 6, 7, 8]
    private static func npy64(_ shape: String, _ values: [Double]) -> [UInt8] {
        npy(dictionary("<f8", shape), values.flatMap { bytes($0.bitPattern) })
    }

    @Test func `the first axis is the rows, doubles are as they are`() throws {
        let table = try table(Self.npy64("(2, 2, 2)", Self.doubles))
        #expect(table.rows == 2 && table.columns == 4 && table.values == Self.doubles)
    }

    @Test func `floats are read, rows without numbers only where they are allowed`() throws {
        let array = npy(dictionary("<f4", "(3, 2)"), bytes([Float(0.5), 2, .nan, .nan, 3, 4]))
        let read = try table(array, gaps: true)
        #expect(read.isThere == [true, false, true])
        #expect(read.values[0] == 0.5 && read.values[5] == 4)
        let error = #expect(throws: ArchiveError.self) { try table(array) }
        #expect(error.map { "\($0)" }?.hasSuffix("row 1, column 0 is malformed; a finite number is expected") == true)
        // A row that has a number is no gap.
        for other in [Float.nan, .infinity] {
            let torn = npy(dictionary("<f4", "(2, 2)"), bytes([Float(1), 2, 3, other]))
            let error = #expect(throws: ArchiveError.self) { try table(torn, gaps: true) }
            #expect(
                error.map { "\($0)" }?.hasSuffix("row 1, column 1 is malformed; a finite number is expected") == true)
        }
    }

    @Test func `what has no rows and columns is refused`() {
        for (shape, values) in [("(2,)", [1.0, 2]), ("()", [1]), ("(0, 3)", [])] {
            #expect(throws: ArchiveError.self) { try table(Self.npy64(shape, values)) }
        }
        #expect(throws: ArchiveError.self) { try table(Array("no array".utf8)) }
    }
}
