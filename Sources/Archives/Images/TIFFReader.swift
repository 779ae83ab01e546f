import CTIFF
import Planes

/// TIFF's first picture, by libtiff: grey, colour and palettes of 1 to 16 bits, packed in one of the usual ways, turned
/// upright. Values are taken for sRGB's code: TIFF names no gamma that is in use.
enum TIFFReader: ImageReader {
    static let format = ImageFormat.tiff

    static func recognizes(_ file: LazyFile) -> Bool {
        file.begins(with: Array("II*\0".utf8)) || file.begins(with: Array("MM\0*".utf8))
    }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        try reading(file, most: 1 << 24) { tiff, _ throws(ArchiveError) in try TIFFLayout(tiff, file).header }
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        try reading(file, most: 16 * header.size.count + 1 << 24) { tiff, failure throws(ArchiveError) in
            let layout = try TIFFLayout(tiff, file)
            let samples = layout.header.bitDepth == 16 ? words(tiff, layout) : bytes(tiff, layout)
            guard let samples else { throw failure() }
            return samples.image(encoding: .sRGB, orientation: header.orientation)
        }
    }

    /// Pixels as the library makes them of whatever is stored, colours multiplied by alpha; `nil` where it cannot.
    private static func bytes(_ tiff: OpaquePointer, _ layout: TIFFLayout) -> ImageSamples? {
        var pixels = [UInt32](repeating: 0, count: layout.size.count)
        // Asked for as they are stored, rows are neither turned nor mirrored.
        let stored = Int32(layout.header.orientation.rawValue)
        guard
            libtiff.TIFFReadRGBAImageOriented(
                tiff, UInt32(layout.size.width), UInt32(layout.size.height), &pixels, stored, 1) != 0
        else { return nil }
        let (channels, hasAlpha) = (layout.channels, layout.header.hasAlpha)
        return ImageSamples(
            size: layout.size, channels: channels,
            value: { place in
                let channel = hasAlpha && place % channels == channels - 1 ? 3 : place % channels
                return Float(pixels[place / channels] >> UInt32(8 * channel) & 255) / 255
            }, isPremultiplied: true)
    }

    /// Rows of 16 bits as they are stored, which the library would shorten to 8; `nil` where it cannot read them.
    private static func words(_ tiff: OpaquePointer, _ layout: TIFFLayout) -> ImageSamples? {
        let length = layout.size.width * layout.channels
        var values = [UInt16](repeating: 0, count: layout.size.height * length)
        guard libtiff.TIFFScanlineSize(tiff) == 2 * length else { return nil }
        let isRead = values.withUnsafeMutableBufferPointer { values in
            (0..<layout.size.height).allSatisfy { row in
                libtiff.TIFFReadScanline(tiff, values.baseAddress.map { $0 + row * length }, UInt32(row), 0) == 1
            }
        }
        guard isRead else { return nil }
        return ImageSamples(
            size: layout.size, channels: layout.channels,
            value: { layout.isInverted ? 1 - Float(values[$0]) / 65535 : Float(values[$0]) / 65535 },
            isPremultiplied: layout.isPremultiplied)
    }

    /// Lends the opened file, and what makes an error of what the library said last.
    private static func reading<Result>(
        _ file: LazyFile, most: Int,
        _ body: (OpaquePointer, _ failure: () -> ArchiveError) throws(ArchiveError) -> Result
    ) throws(ArchiveError) -> Result {
        try file.withBytes(in: 0..<file.count) { bytes throws(ArchiveError) in
            let memory = UnsafeMutablePointer<tiff_memory>.allocate(capacity: 1)
            defer { memory.deallocate() }
            memory.initialize(to: tiff_memory())
            memory.pointee.bytes = bytes.bindMemory(to: UInt8.self).baseAddress
            memory.pointee.count = UInt64(bytes.count)
            func failure() -> ArchiveError {
                let message = withUnsafeBytes(of: memory.pointee.message) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                return .malformed(
                    file: file.path, place: "the TIFF data (\(message.isEmpty ? "unknown" : message))",
                    expectation: "copy or download the file again")
            }
            guard let tiff = tiff_memory_open(memory, tmsize_t(most)) else { throw failure() }
            defer { libtiff.TIFFClose(tiff) }
            return try body(tiff, failure)
        }
    }
}
