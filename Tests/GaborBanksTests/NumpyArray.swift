import Foundation

/// A small `.npy` file of doubles, or the real parts of complex ones, for comparison.
struct NumpyArray {
    let shape: [Int]
    let values: [Double]

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Reference")

    /// NumPy's format version 1: magic, version, header length, header, little-endian values in C order.
    init(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
        let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
        let header = String(decoding: bytes[10..<start], as: UTF8.self)
        let inside = header.split(separator: "(")[1].split(separator: ")")[0]
        shape = inside.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        let step = header.contains("<c16") ? 16 : 8
        values = stride(from: start, to: bytes.count, by: step).map { place in
            Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) })
        }
    }
}
