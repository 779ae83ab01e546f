import Archives
import Foundation
import Kernels
import Testing

/// Numbers of widths and places that no processor has: the types of two small files, changed where their headers stand.
@Suite struct HDF5NumberTests {
    private static let (whole, floating) = ("cases/hostile/prec.h5", "cases/hostile/bias.h5")
    /// Where the type of the only array stands, and where its 108 elements do.
    private static let (type, data) = (904, 2048)

    private static func file(_ name: String, _ changes: [Int: UInt8]) throws -> [UInt8] {
        var bytes = Array(try Data(contentsOf: URL(filePath: try #require(beside(name)))))
        for (place, value) in changes { bytes[type + place] = value }
        return bytes
    }

    private static func values(_ bytes: [UInt8]) throws -> [Float] {
        try withFile("m.h5", bytes) { path in
            let file = try ModelFile(path: path)
            return try file.kernels(of: file.choice(of: nil).layer).kernels.flatMap(\.values).sorted()
        }
    }

    private static func words(_ bytes: [UInt8], bigEndian: Bool) -> [UInt32] {
        stride(from: data, to: bytes.count, by: 4).map { start in
            let word = bytes[start..<start + 4]
            return (bigEndian ? Array(word) : word.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    @Test(
        .needs(whole), arguments: [(8, 12), (0, 12), (8, 24), (3, 7), (0, 31), (1, 31), (0, 32)],
        [0x00, 0x01, 0x08, 0x09])
    func `whole numbers of any width and place are read by their bits`(
        bits: (offset: Int, count: Int), flags: UInt8
    ) throws {
        let (isBigEndian, isSigned) = (flags & 1 != 0, flags & 8 != 0)
        let bytes = try Self.file(Self.whole, [1: flags, 8: UInt8(bits.offset), 10: UInt8(bits.count)])
        let expected = Self.words(bytes, bigEndian: isBigEndian).map { word -> Float in
            let value = Int64(word >> UInt32(bits.offset)) & ((1 << bits.count) - 1)
            let isNegative = isSigned && value >> (bits.count - 1) == 1
            return Float(isNegative ? value - (1 << bits.count) : value)
        }
        #expect(try Self.values(bytes) == expected.sorted())
    }

    @Test(.needs(floating), arguments: [120, 127, 100, 130], [false, true])
    func `floats of any bias are read by their bits`(bias: UInt8, bigEndian: Bool) throws {
        let bytes = try Self.file(Self.floating, [1: bigEndian ? 0x21 : 0x20, 16: bias])
        let expected = Self.words(bytes, bigEndian: bigEndian).map { word -> Float in
            let fraction = 1 + Double(word & 0x7F_FFFF) / 0x1p23
            let exponent = Int(word >> 23 & 0xFF) - Int(bias)
            let value = Float(fraction * Double(sign: .plus, exponent: exponent, significand: 1))
            return word >> 31 == 1 ? -value : value
        }
        // What bytes in another order say is of any size, so only what a float can be is compared.
        guard expected.allSatisfy({ $0.isFinite && $0.isNormal }) else { return }
        #expect(try Self.values(bytes) == expected.sorted())
    }

    @Test(.needs(floating)) func `a float without its leading one is refused by name`() throws {
        for norm: UInt8 in [0x00, 0x10] {
            let text = try refusal("m.h5", Self.file(Self.floating, [1: norm]))
            #expect(text.contains("has elements of type that is no plain number"))
        }
    }
}
