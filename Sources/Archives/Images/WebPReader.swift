import CWebP
import Planes

/// WebP by libwebp: lossy and lossless, with alpha and without, turned upright; of moving ones nothing.
enum WebPReader: ImageReader {
    static let format = ImageFormat.webp

    static func recognizes(_ file: LazyFile) -> Bool {
        file.count >= 16 && file.begins(with: Array("RIFF".utf8)) && file.text(in: 8..<12) == "WEBP"
    }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        let features = try file.withBytes(in: 0..<file.count) { bytes throws(ArchiveError) in
            var features = WebPBitstreamFeatures()
            let status = WebPGetFeatures(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &features)
            guard status == VP8_STATUS_OK else { throw damage(file, status) }
            return features
        }
        guard features.has_animation == 0 else {
            throw .otherPicture(file: file.path, kind: "a moving WebP picture")
        }
        let size = try file.pictureSize(
            height: Int(features.height), width: Int(features.width), capacity: ImageFile.largest)
        return ImageHeader(
            size: size, bitDepth: 8, isColor: true, hasAlpha: features.has_alpha != 0,
            orientation: ExifOrientation(webp: file))
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        let size = header.orientation.size(of: header.size)
        let channels = header.hasAlpha ? 4 : 3
        var values = [UInt8](repeating: 0, count: size.count * channels)
        let decode = header.hasAlpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto
        let isRead = file.withBytes(in: 0..<file.count) { bytes in
            values.withUnsafeMutableBufferPointer {
                decode(
                    bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, $0.baseAddress, $0.count,
                    Int32(size.width * channels)) != nil
            }
        }
        guard isRead else { throw damage(file, VP8_STATUS_BITSTREAM_ERROR) }
        return ImageSamples(size: size, channels: channels, value: { Float(values[$0]) / 255 })
            .image(encoding: .sRGB, orientation: header.orientation)
    }

    private static func damage(_ file: LazyFile, _ status: VP8StatusCode) -> ArchiveError {
        let reason =
            switch status {
            case VP8_STATUS_NOT_ENOUGH_DATA: "it ends early"
            case VP8_STATUS_UNSUPPORTED_FEATURE: "of a kind that libwebp does not read"
            default: "damaged"
            }
        return .malformed(
            file: file.path, place: "the WebP data (\(reason))", expectation: "copy or download the file again")
    }
}

extension ExifOrientation {
    /// What a WebP file says in its chunk EXIF; upright where there is none.
    init(webp file: LazyFile) {
        self = .upright
        var start = 12
        while start + 8 <= file.count {
            let end = start + 8 + Int(file.littleEndian(in: start + 4..<start + 8))
            guard end <= file.count else { return }
            if file.text(in: start..<start + 4) == "EXIF" { self = ExifOrientation(tiff: start + 8..<end, of: file) }
            start = end + end % 2
        }
    }
}
