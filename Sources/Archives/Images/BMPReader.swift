import CTurboJPEG
import Planes

/// BMP by TurboJPEG, which reads what Windows wrote first: palettes of 8 bits and colours of 24 and 32, not packed.
enum BMPReader: ImageReader {
    static let format = ImageFormat.bmp

    static func recognizes(_ file: LazyFile) -> Bool {
        // Two letters begin many a text; the length of the header that follows tells more.
        file.count >= 54 && file.begins(with: Array("BM".utf8))
            && [12, 40, 52, 56, 64, 108, 124].contains(
                headerLength(file))
    }

    private static func headerLength(_ file: LazyFile) -> Int { Int(file.littleEndian(in: 14..<18)) }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        func number(_ offset: Int, _ bytes: Int) -> Int { Int(file.littleEndian(in: offset..<offset + bytes)) }
        let isOld = headerLength(file) == 12
        let depth = number(isOld ? 24 : 28, 2)
        guard [8, 24, 32].contains(depth) else {
            throw .otherPicture(file: file.path, kind: "a BMP picture of \(depth) \(depth == 1 ? "bit" : "bits")")
        }
        let height = isOld ? number(20, 2) : Int(Int32(truncatingIfNeeded: number(22, 4)))
        guard height >= 0 else {
            throw .otherPicture(file: file.path, kind: "a BMP picture whose top row comes first")
        }
        let size = try file.pictureSize(
            height: height, width: isOld ? number(18, 2) : number(18, 4), capacity: 8 * file.count / depth)
        return ImageHeader(size: size, bitDepth: 8, isColor: depth != 8 || !hasGreyPalette(file))
    }

    /// Whether every colour of the palette is grey.
    private static func hasGreyPalette(_ file: LazyFile) -> Bool {
        let length = headerLength(file)
        let (start, entry) = (14 + length, length == 12 ? 3 : 4)
        let used = length == 12 ? 0 : Int(file.littleEndian(in: 46..<50))
        let count = used == 0 ? 256 : min(used, 256)
        guard start + entry * count <= file.count else { return false }
        return file.withBytes(in: start..<start + entry * count) { bytes in
            stride(from: 0, to: bytes.count, by: entry).allSatisfy {
                bytes[$0] == bytes[$0 + 1] && bytes[$0] == bytes[$0 + 2]
            }
        }
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        var (width, height, format) = (Int32(0), Int32(0), TJPF_RGB.rawValue)
        // It reads files, and no memory: the one that is open.
        let pixels = file.withDescriptor { descriptor in
            withUnsafeMutablePointer(to: &format) { format in
                format.withMemoryRebound(to: Int32.self, capacity: 1) {
                    tjLoadImage("/dev/fd/\(descriptor)", &width, 1, &height, $0, 0)
                }
            }
        }
        guard let pixels else {
            throw .malformed(
                file: file.path, place: "the BMP data (\(String(cString: tjGetErrorStr2(nil))))",
                expectation: "copy or download the file again")
        }
        defer { tjFree(pixels) }
        guard Int(width) == header.size.width, Int(height) == header.size.height else {
            throw .changed(file: file.path)
        }
        let step = header.isColor ? 1 : 3
        return ImageSamples(size: header.size, channels: 3 / step, value: { Float(pixels[step * $0]) / 255 })
            .image(encoding: .sRGB, orientation: .upright)
    }
}
