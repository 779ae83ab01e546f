public import Foundation

/// The numbers of a small `.npy` file, of complex ones the real parts, in C order.
public struct ReferenceArray: Sendable {
    /// Sizes of the axes.
    public let shape: [Int]
    /// The numbers, the last axis fastest.
    public let values: [Double]

    /// NumPy's format version 1: magic, version, header length, header, little-endian values in C order.
    ///
    /// - Precondition: its numbers are `<f4`, `<f8` or `<c16`.
    public init(_ file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        let header = String(decoding: bytes[10..<start], as: UTF8.self)
        precondition(header.contains("False"), "\(file.path) lies in C order")
        let inside = header.split(separator: "(")[1].split(separator: ")")[0]
        shape = inside.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        func bits(_ place: Int, _ count: Int) -> UInt64 {
            (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
        }
        if header.contains("'<f4'") {
            values = stride(from: start, to: bytes.count, by: 4).map {
                Double(Float(bitPattern: UInt32(bits($0, 4))))
            }
        } else {
            precondition(header.contains("'<f8'") || header.contains("'<c16'"), "\(file.path) has floats")
            let step = header.contains("'<c16'") ? 16 : 8
            values = stride(from: start, to: bytes.count, by: step).map { Double(bitPattern: bits($0, 8)) }
        }
    }
}
