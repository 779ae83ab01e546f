/// Numbers on a lattice of any rank, to be written as one NumPy file.
///
/// - SeeAlso: `numpy.lib.format` in NumPy's reference.
public struct NumpyArray: Hashable, Sendable {
    /// Sizes of the axes, the last one fastest.
    public let shape: [Int]
    /// The numbers, in C's order.
    public let values: [Float]

    /// An array.
    ///
    /// - Precondition: as many values as the shape has places.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "an array has one value per place")
        self.shape = shape
        self.values = values
    }

    /// The file `.npy`, version 1.0: a header of a multiple of 64 bytes, then 32-bit floats, lowest byte first.
    public var bytes: [UInt8] {
        var bytes = Self.header(of: shape)
        bytes.reserveCapacity(bytes.count + 4 * values.count)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// What stands before the numbers of an array of a shape.
    static func header(of shape: [Int]) -> [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(sizes)), }"
        let signature: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        let used = signature.count + 2 + dictionary.utf8.count + 1
        let padding = (64 - used % 64) % 64
        let length = dictionary.utf8.count + padding + 1
        let bytes = signature + [UInt8(length & 255), UInt8(length >> 8)] + Array(dictionary.utf8)
        return bytes + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    }
}
