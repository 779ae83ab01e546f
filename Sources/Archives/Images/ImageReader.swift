import Planes

/// A format that pictures are read from: one conforming type, listed in ``imageReaders``.
protocol ImageReader: SendableMetatype {
    /// Which format it is.
    static var format: ImageFormat { get }
    /// Whether the file's beginning is of this format.
    static func recognizes(_ file: LazyFile) -> Bool
    /// Reads and checks the header; no pixels.
    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader
    /// Decodes the picture that the header describes.
    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image
}

/// The formats that are read.
let imageReaders: [any ImageReader.Type] = [
    PNGReader.self, JPEGReader.self, TIFFReader.self, WebPReader.self, BMPReader.self, NetpbmReader.self,
    ArrayPicture.self,
]

/// The format that claims the file.
///
/// - Throws: ``ArchiveError/otherPicture(file:kind:)`` or ``ArchiveError/unknownPicture(file:firstBytes:)``.
func recognizePicture(_ file: LazyFile) throws(ArchiveError) -> any ImageReader.Type {
    if let reader = imageReaders.first(where: { $0.recognizes(file) }) { return reader }
    for (signature, kind) in otherPictures where file.begins(with: signature) {
        throw .otherPicture(file: file.path, kind: kind)
    }
    throw .unknownPicture(file: file.path, firstBytes: file.withBytes(in: 0..<min(8, file.count)) { Array($0) })
}

/// Beginnings of files that people take for pictures that are read, and what they are.
private let otherPictures: [(bytes: [UInt8], kind: String)] = [
    (Array("GIF8".utf8), "a GIF picture"), (Array("II+\0".utf8), "a BigTIFF picture"),
    (Array("MM\0+".utf8), "a BigTIFF picture"),
    ([0, 0, 0, 0x1C] + Array("ftyp".utf8), "a HEIF picture"),
    ([0, 0, 0, 0x20] + Array("ftyp".utf8), "an AVIF picture"),
    (Array("P1".utf8), "a PBM bitmap"), (Array("P4".utf8), "a PBM bitmap"), (Array("P7".utf8), "a PAM picture"),
    (Array("%PDF".utf8), "a PDF document"), (Array("<svg".utf8), "an SVG drawing"),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer in place of the picture (git lfs pull fetches it)"),
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive (of arrays in .npz, save each as .npy)"),
]

extension LazyFile {
    /// The size, if the file may have a picture of it.
    ///
    /// - Parameter capacity: the most pixels that a file of this length holds.
    func pictureSize(height: Int, width: Int, capacity: Int) throws(ArchiveError) -> PixelSize {
        guard height > 0, width > 0 else {
            throw .malformed(
                file: path, place: "the size \(height) × \(width)", expectation: "at least one pixel is expected")
        }
        let (pixels, isBeyond) = height.multipliedReportingOverflow(by: width)
        guard !isBeyond, pixels <= ImageFile.largest else {
            throw .pictureTooLarge(file: path, height: height, width: width, limit: ImageFile.largest)
        }
        guard pixels <= capacity else {
            throw .malformed(
                file: path, place: "the size \(height) × \(width)",
                expectation: "a file of \(count) bytes holds at most \(capacity) such pixels")
        }
        return PixelSize(height: height, width: width)
    }
}

/// Values as a decoder leaves them: row by row, the channels of a pixel side by side, alpha last.
struct ImageSamples {
    /// Of the stored rows.
    let size: PixelSize
    /// 1, 2, 3 or 4 per pixel: grey or colour, with alpha or without.
    let channels: Int
    /// The values from 0 to 1.
    let value: (Int) -> Float
    /// Whether colours are multiplied by alpha already.
    var isPremultiplied = false

    /// The upright picture, over the grey backdrop where it is transparent.
    func image(encoding: Image.Encoding, orientation: ExifOrientation) -> Image {
        let hasAlpha = channels % 2 == 0
        let colors = hasAlpha ? channels - 1 : channels
        let backdrop = encoding == .sRGB ? ImageFile.backdrop : Image.light(ImageFile.backdrop)
        let planes = (0..<colors).map { color in
            orientation.turned(
                Plane(
                    size: size,
                    values: (0..<size.count).map { pixel in
                        let stored = value(pixel * channels + color)
                        guard hasAlpha else { return stored }
                        let alpha = value(pixel * channels + colors)
                        return min((isPremultiplied ? stored : alpha * stored) + (1 - alpha) * backdrop, 1)
                    }))
        }
        return colors == 1
            ? Image(grey: planes[0], encoding: encoding)
            : Image(red: planes[0], green: planes[1], blue: planes[2], encoding: encoding)
    }
}
