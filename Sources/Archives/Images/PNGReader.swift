import CPNG
import Planes

/// PNG, by libpng's simplified interface: every bit depth, grey, colour, palette, alpha, interlaced.
///
/// Up to 8 bits, values are sRGB's code, converted to it where the file names another gamma. With 16 bits they are the
/// stored values, taken for sRGB's code, unless the file names a gamma: then they are light.
enum PNGReader: ImageReader {
    static let format = ImageFormat.png

    private static let signature: [UInt8] = [0x89] + Array("PNG\r\n\u{1A}\n".utf8)
    /// The most bytes that one byte of a deflate stream can stand for (zlib's technical notes).
    private static let largestRatio = 1032
    private static let channels: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]
    private static let colorChunks: Set<String> = ["gAMA", "sRGB", "iCCP", "cHRM"]

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: signature) }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        let chunks = try chunkNames(file)
        guard chunks.first == "IHDR", file.bigEndian(in: 8..<12) == 13, let channels = channels[file[25]] else {
            throw .malformed(file: file.path, place: "the header chunk IHDR", expectation: "it comes first, 13 bytes")
        }
        let (depth, colorType) = (Int(file[24]), file[25])
        let (width, height) = (file.bigEndian(in: 16..<20), file.bigEndian(in: 20..<24))
        let size = try file.pictureSize(
            height: height, width: width, capacity: 8 * largestRatio * file.count / max(depth * channels, 1))
        let isLight = depth == 16 && !colorChunks.isDisjoint(with: chunks)
        return ImageHeader(
            size: size, bitDepth: depth, isColor: colorType & 2 != 0,
            hasAlpha: colorType & 4 != 0 || chunks.contains("tRNS"), encoding: isLight ? .linear : .sRGB)
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        try file.withBytes(in: 0..<file.count) { bytes throws(ArchiveError) in
            var control = png_image()
            control.version = png_uint_32(PNG_IMAGE_VERSION)
            // Frees what the library holds; after a failure nothing is left and it does nothing.
            defer { png_image_free(&control) }
            guard png_image_begin_read_from_memory(&control, bytes.baseAddress, bytes.count) != 0 else {
                throw failure(file, control)
            }
            guard control.width == header.size.width, control.height == header.size.height else {
                throw .malformed(file: file.path, place: "the header chunk IHDR", expectation: "one size is expected")
            }
            let has16Bits = header.bitDepth == 16
            control.format =
                (header.isColor ? PNG_FORMAT_FLAG_COLOR : 0) | (header.hasAlpha ? PNG_FORMAT_FLAG_ALPHA : 0)
                | (has16Bits ? PNG_FORMAT_FLAG_LINEAR : 0)
            let channels = (header.isColor ? 3 : 1) + (header.hasAlpha ? 1 : 0)
            let count = header.size.count * channels
            func decoded<Value: FixedWidthInteger>(_ zero: Value) throws(ArchiveError) -> ImageSamples {
                var values = [Value](repeating: zero, count: count)
                guard png_image_finish_read(&control, nil, &values, 0, nil) != 0 else { throw failure(file, control) }
                return ImageSamples(
                    size: header.size, channels: channels, value: { Float(values[$0]) / Float(Value.max) },
                    isPremultiplied: has16Bits)
            }
            let samples = has16Bits ? try decoded(UInt16(0)) : try decoded(UInt8(0))
            return samples.image(encoding: header.encoding, orientation: .upright)
        }
    }

    /// The names of all chunks up to the last, IEND; where the pixels begin the list stops growing.
    private static func chunkNames(_ file: LazyFile) throws(ArchiveError) -> [String] {
        var names: [String] = []
        var start = signature.count
        while true {
            guard file.count - start >= 12 else {
                throw .truncated(file: file.path, place: "a chunk", needed: 12, found: file.count - start)
            }
            let length = file.bigEndian(in: start..<start + 4)
            guard length <= file.count - start - 12 else {
                throw .truncated(file: file.path, place: "a chunk", needed: length + 12, found: file.count - start)
            }
            let name = file.text(in: start + 4..<start + 8)
            if name == "IEND" { return names }
            if names.last != "IDAT" { names.append(name) }
            start += length + 12
        }
    }

    private static func failure(_ file: LazyFile, _ control: png_image) -> ArchiveError {
        let message = withUnsafeBytes(of: control.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .malformed(
            file: file.path, place: "the PNG data (\(message))", expectation: "copy or download the file again")
    }
}

extension LazyFile {
    /// An unsigned integer of 1 to 7 bytes, highest byte first.
    func bigEndian(in range: Range<Int>) -> Int {
        withBytes(in: range) { $0.reduce(0) { $0 << 8 | Int($1) } }
    }
}
