import Foundation
import Planes

/// How values go to the page.
enum PageJSON {
    /// A value as JSON, keys in the order of the alphabet.
    static func bytes(_ value: some Encodable) throws(ExplorerError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return [UInt8](try encoder.encode(value)) } catch {
            throw .refused("a number of the answer is not finite")
        }
    }
}

/// Numbers of several axes: 32-bit floats, lowest byte first, in base 64, the last axis fastest.
struct PackedNumbers: Encodable, Sendable {
    let shape: [Int]
    let data: String

    /// Some numbers.
    ///
    /// - Precondition: one per place of the shape.
    init(shape: [Int], _ values: some Collection<Float>) {
        precondition(values.count == shape.reduce(1, *), "one number per place")
        self.shape = shape
        data = values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }.base64EncodedString()
    }

    /// A picture as channel × row × column, values from 0 to 1 in sRGB's code.
    init(_ image: Image) {
        let planes = image.encoded.planes
        self.init(shape: [planes.count, image.size.height, image.size.width], planes.flatMap(\.values))
    }
}
