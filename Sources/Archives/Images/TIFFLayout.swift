import CTIFF
import Planes

/// What the first directory of a TIFF file says of its picture, checked.
struct TIFFLayout {
    let header: ImageHeader
    /// As stored.
    let size: PixelSize
    /// Values of a pixel: one or three, and alpha.
    let channels: Int
    /// Whether white is stored as 0; whether colours are multiplied by alpha.
    let isInverted, isPremultiplied: Bool

    /// Ways of packing, and how many bytes a packed one stands for at most: strings of codes of 12 bits, zlib's streams, runs
    /// of 128, and blocks of JPEG of at least a bit.
    private static let packings: [Int: Int] = [
        Int(COMPRESSION_NONE): 1, Int(COMPRESSION_LZW): 4096, Int(COMPRESSION_ADOBE_DEFLATE): 1032,
        Int(COMPRESSION_DEFLATE): 1032, Int(COMPRESSION_PACKBITS): 64, Int(COMPRESSION_JPEG): 1536,
    ]

    init(_ tiff: OpaquePointer, _ file: LazyFile) throws(ArchiveError) {
        func number(_ tag: Int32, _ otherwise: UInt16) -> Int { Int(tiff_short(tiff, UInt32(tag), otherwise)) }
        func other(_ kind: String) -> ArchiveError { .otherPicture(file: file.path, kind: "a TIFF picture \(kind)") }
        let (depth, samples) = (number(TIFFTAG_BITSPERSAMPLE, 1), number(TIFFTAG_SAMPLESPERPIXEL, 1))
        let packing = number(TIFFTAG_COMPRESSION, 1)
        guard let ratio = Self.packings[packing] else { throw other("that is packed by method \(packing)") }
        let isWhole = [SAMPLEFORMAT_UINT, SAMPLEFORMAT_VOID].contains(Int32(number(TIFFTAG_SAMPLEFORMAT, 1)))
        guard [1, 2, 4, 8, 16].contains(depth), isWhole else { throw other("of numbers that are not of 1 to 16 bits") }
        let colors: Int
        let kind = Int32(number(TIFFTAG_PHOTOMETRIC, 0))
        switch kind {
        case PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE: colors = 1
        case PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR: colors = 3
        case PHOTOMETRIC_PALETTE where samples == 1: colors = 3
        default: throw other("in colours of kind \(kind)")
        }
        let stored = kind == PHOTOMETRIC_PALETTE ? 1 : colors
        guard samples == stored || samples == stored + 1 else { throw other("of \(samples) values a pixel") }
        let extra = tiff_extra_sample(tiff)
        let hasAlpha = samples > stored
        guard !hasAlpha || [EXTRASAMPLE_ASSOCALPHA, EXTRASAMPLE_UNASSALPHA].contains(extra) else {
            throw other("of \(samples) values a pixel")
        }
        if depth == 16 {
            let isPlain = [PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_RGB].contains(kind)
            let isInRows =
                libtiff.TIFFIsTiled(tiff) == 0
                && Int32(number(TIFFTAG_PLANARCONFIG, 1)) == PLANARCONFIG_CONTIG && packing != Int(COMPRESSION_JPEG)
            guard isPlain, isInRows else { throw other("of 16 bits in tiles, in planes or of a palette") }
        }
        size = try file.pictureSize(
            height: Int(tiff_long(tiff, UInt32(TIFFTAG_IMAGELENGTH), 0)),
            width: Int(tiff_long(tiff, UInt32(TIFFTAG_IMAGEWIDTH), 0)),
            capacity: (8 * ratio).multipliedReportingOverflow(by: file.count).partialValue / (depth * samples))
        // What is decoded at once is a row or more; the picture has few, or the file is made to cost.
        let piece = libtiff.TIFFIsTiled(tiff) != 0 ? libtiff.TIFFTileSize64(tiff) : libtiff.TIFFStripSize64(tiff)
        guard piece > 0, piece <= UInt64(16 * size.count + 1 << 20) else {
            throw .malformed(
                file: file.path, place: "a strip or tile of \(piece) bytes",
                expectation: "one of a picture of \(size.height) × \(size.width) is smaller")
        }
        channels = colors + (hasAlpha ? 1 : 0)
        isInverted = kind == PHOTOMETRIC_MINISWHITE
        isPremultiplied = extra == EXTRASAMPLE_ASSOCALPHA
        let orientation = UInt16(number(TIFFTAG_ORIENTATION, 1))
        header = ImageHeader(
            size: size, bitDepth: depth, isColor: colors == 3, hasAlpha: hasAlpha,
            orientation: ExifOrientation(rawValue: orientation) ?? .upright)
    }
}
