import Foundation
import Planes
import Testing

@testable import Archives

/// NumPy's arrays in the place of pictures.
@Suite struct ArrayPictureTests {
    /// A file `.npy` of 32-bit floats.
    static func npy(_ shape: [Int], _ values: [Float], descr: String = "<f4") -> [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(sizes)), }\n"
        let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        return values.reduce(into: bytes) { bytes, value in
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    private static func text(_ bytes: [UInt8], asPicture: Bool = false) throws -> String {
        try withFile("a.npy", bytes) { path in
            do throws(ArchiveError) {
                let file = try ImageFile(path: path)
                if asPicture { _ = try file.image() } else { _ = try file.shown() }
            } catch {
                return "\(error)".replacingOccurrences(of: path, with: "a.npy")
            }
            return ""
        }
    }

    @Test func `an array is shown with its own shape and numbers`() throws {
        for shape in [[4, 2, 3], [1, 4, 2, 3], [8, 3]] {
            let values = (0..<24).map { Float($0) * 1.5 - 9 }
            try withFile("a.npy", Self.npy(shape, values)) { path in
                let file = try ImageFile(path: path)
                #expect(file.format == .array && file.header.arrayShape == shape)
                #expect(try file.shown() == .array(Tensor(shape: shape, values: values)))
            }
        }
    }

    @Test func `values from 0 to 1 are a picture, grey or of three channels first or last`() throws {
        let values = (0..<24).map { Float($0) / 23 }
        try withFile("a.npy", Self.npy([4, 6], values)) { path in
            let image = try ImageFile(path: path).image()
            #expect(!image.isColor && image.planes[0].values == values)
        }
        try withFile("a.npy", Self.npy([3, 2, 4], values)) { path in
            let file = try ImageFile(path: path)
            #expect(file.header.size == PixelSize(height: 2, width: 4) && file.header.isColor)
            #expect(try file.image().planes[1].values == Array(values[8..<16]))
        }
        try withFile("a.npy", Self.npy([2, 4, 3], values)) { path in
            let file = try ImageFile(path: path)
            #expect(file.header.size == PixelSize(height: 2, width: 4) && file.header.isColor)
            #expect(try file.image().planes[2].values == stride(from: 2, to: 24, by: 3).map { values[$0] })
        }
    }

    @Test func `what is no picture is refused with what would be one`() throws {
        #expect(
            try Self.text(Self.npy([5, 2, 2], [Float](repeating: 0, count: 20)), asPicture: true)
                == "a.npy: this is an array of 5 × 2 × 2; row × column, or one or three channels of it, is a picture")
        #expect(
            try Self.text(Self.npy([1, 2], [0.5, -2]), asPicture: true)
                == "a.npy: the array holds -2.0; as a picture it has values from 0, black, to 1, white")
        #expect(
            try Self.text(Self.npy([3], [1, 2, 3]))
                == "a.npy: this is an array of 3; channel × row × column, or the network's own axes, is expected, of at most 268435456 values"
        )
        #expect(
            try Self.text(Self.npy([2, 2], [1, 2, 3, 4], descr: "<c4"))
                == "a.npy: tensor 'array' has elements of type <c4; floats of 8 to 64 bits and integers are read")
    }

    @Test func `in a folder arrays of other axes are passed over`() throws {
        try withFile("a.npy", Self.npy([2, 2], [0, 1, 0, 1])) { path in
            let folder = URL(filePath: path).deletingLastPathComponent()
            try Data(Self.npy([3], [1, 2, 3])).write(to: folder.appending(path: "b.npy"))
            let list = try PictureList([folder.path])
            #expect(list.pictures.map(\.name) == ["a.npy"] && list.passedOver == 1)
            let source = try PictureSource([folder.path], every: 1)
            #expect(source.arrays.count == 1 && source.arrays.shape == [2, 2])
        }
    }
}
