import CTurboJPEG
import Planes

/// JPEG of 8 bits, by TurboJPEG: grey and colour, baseline and progressive, turned upright. Damage that the decoder
/// would paint over is refused.
enum JPEGReader: ImageReader {
    static let format = ImageFormat.jpeg

    /// A block of 8 × 8 pixels takes at least one bit of Huffman code.
    private static let mostPixelsPerByte = 8 * 64

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: [0xFF, 0xD8, 0xFF]) }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        let (size, colorSpace) = try withDecoder(file) { decoder, bytes throws(ArchiveError) in
            try storedHeader(file, decoder, bytes)
        }
        return ImageHeader(
            size: size, bitDepth: 8, isColor: colorSpace != TJCS_GRAY, orientation: ExifOrientation(jpeg: file))
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        try withDecoder(file) { decoder, bytes throws(ArchiveError) in
            let (size, _) = try storedHeader(file, decoder, bytes)
            let channels = header.isColor ? 3 : 1
            let pixelFormat = header.isColor ? TJPF_RGB : TJPF_GRAY
            var values = [UInt8](repeating: 0, count: size.count * channels)
            let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING
            let code = tjDecompress2(
                decoder, bytes.baseAddress, UInt(bytes.count), &values, Int32(size.width), 0, Int32(size.height),
                pixelFormat.rawValue, flags)
            guard code == 0 else { throw failure(file, decoder) }
            return ImageSamples(size: size, channels: channels, value: { Float(values[$0]) / 255 })
                .image(encoding: .sRGB, orientation: header.orientation)
        }
    }

    /// The checked size of the stored rows, and the colour space.
    private static func storedHeader(
        _ file: LazyFile, _ decoder: tjhandle, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ArchiveError) -> (size: PixelSize, colorSpace: TJCS) {
        var (width, height, sampling, space) = (Int32(0), Int32(0), Int32(0), Int32(0))
        guard
            tjDecompressHeader3(
                decoder, bytes.baseAddress, UInt(bytes.count), &width, &height, &sampling, &space) == 0
        else { throw failure(file, decoder) }
        // The decoder takes a file that ends before its frame for one of tables alone.
        guard width > 0, height > 0 else { throw damage(file, "no frame") }
        let colorSpace = TJCS(UInt32(bitPattern: space))
        guard colorSpace != TJCS_CMYK, colorSpace != TJCS_YCCK else {
            throw .otherPicture(file: file.path, kind: "a JPEG picture in a printer's colours (CMYK)")
        }
        let size = try file.pictureSize(
            height: Int(height), width: Int(width), capacity: mostPixelsPerByte * file.count)
        return (size, colorSpace)
    }

    /// Lends a decoder and the file's bytes.
    private static func withDecoder<Result>(
        _ file: LazyFile, _ body: (tjhandle, UnsafeBufferPointer<UInt8>) throws(ArchiveError) -> Result
    ) throws(ArchiveError) -> Result {
        guard let decoder = tjInitDecompress() else {
            throw .unreadable(file: file.path, reason: "no memory for the JPEG decoder")
        }
        defer { tjDestroy(decoder) }
        return try file.withBytes(in: 0..<file.count) { bytes throws(ArchiveError) in
            try body(decoder, bytes.bindMemory(to: UInt8.self))
        }
    }

    private static func failure(_ file: LazyFile, _ decoder: tjhandle) -> ArchiveError {
        damage(file, tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "unknown")
    }

    private static func damage(_ file: LazyFile, _ message: String) -> ArchiveError {
        .malformed(
            file: file.path, place: "the JPEG data (\(message))", expectation: "copy or download the file again")
    }
}
