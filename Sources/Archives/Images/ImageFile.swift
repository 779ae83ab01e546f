public import Planes

/// A picture file: its header is known and checked, and the picture is decoded when asked for.
///
/// The file is not held open meanwhile, so that thousands may wait for their turn.
///
/// PNG, JPEG, TIFF, WebP, BMP, PGM and PPM, and NumPy's arrays, told by content. The picture comes as one looks at it: turned
/// as EXIF says, transparent places over the grey ``backdrop``. ICC profiles are not applied.
public struct ImageFile: Sendable {
    /// The path as given.
    public let path: String
    /// The format, told by content.
    public let format: ImageFormat
    /// What the file says of the picture.
    public let header: ImageHeader

    private let reader: any ImageReader.Type

    /// The most pixels that a picture may have: 8192 × 8192.
    public static let largest = 1 << 26

    /// What lies behind transparent places: the middle of sRGB's code.
    public static let backdrop: Float = 0.5

    /// Opens the file, tells its format and reads its header.
    ///
    /// - Throws: ``ArchiveError``: no such file, no regular file, empty, no picture that is read, truncated, malformed, or
    ///   more pixels than ``largest`` or than a file of its length can hold.
    /// - Complexity: linear in the number of sections of the file; no pixel is decoded.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        (reader, header) = try ModelFile.unchanged(file) { () throws(ArchiveError) in
            let reader = try recognizePicture(file)
            return (reader, try reader.header(file))
        }
        format = reader.format
        self.path = path
    }

    /// The picture, upright.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` or
    ///   ``ArchiveError/truncated(file:place:needed:found:)`` where the data are damaged,
    ///   ``ArchiveError/changed(file:)`` where the file was written to.
    /// - Complexity: linear in the number of pixels; at most 20 bytes of memory each.
    public func image() throws(ArchiveError) -> Image {
        let file = try LazyFile(path: path)
        return try ModelFile.unchanged(file) { () throws(ArchiveError) in
            guard reader.recognizes(file), try reader.header(file) == header else { throw .changed(file: path) }
            return try reader.image(file, header)
        }
    }

    /// As a network is shown it: an array as it is, with its own shape.
    ///
    /// - Throws: as ``image()``.
    public func shown() throws(ArchiveError) -> NetworkPicture {
        if header.arrayShape == nil { return .image(try image()) }
        let file = try LazyFile(path: path)
        return .array(try ModelFile.unchanged(file) { () throws(ArchiveError) in try ArrayPicture.array(file) })
    }
}

/// The format of a picture file, told by its content.
public enum ImageFormat: Hashable, Sendable, CaseIterable {
    /// Portable Network Graphics.
    case png
    /// JPEG, baseline or progressive.
    case jpeg
    /// Tagged Image File Format.
    case tiff
    /// WebP, lossy or lossless.
    case webp
    /// Windows' bitmaps.
    case bmp
    /// Netpbm's PGM and PPM, plain or raw.
    case netpbm
    /// NumPy's `.npy`.
    case array

    /// The names of all that are pictures, in a row.
    public static var pictureNames: String {
        allCases.filter { $0 != .array }.map(\.displayName).joined(separator: ", ")
    }

    /// The name for reports.
    public var displayName: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .tiff: "TIFF"
        case .webp: "WebP"
        case .bmp: "BMP"
        case .netpbm: "PGM/PPM"
        case .array: "NumPy .npy"
        }
    }
}

/// What a file says of its picture before it is decoded.
public struct ImageHeader: Hashable, Sendable {
    /// Rows and columns, upright.
    public let size: PixelSize
    /// Bits per value as stored, 1 to 16.
    public let bitDepth: Int
    /// Whether there are three planes, or one.
    public let isColor: Bool
    /// Whether places may be transparent.
    public let hasAlpha: Bool
    /// Whether the stored rows were turned or mirrored to make the picture upright.
    public var isTurned: Bool { orientation != .upright }
    /// What the values are proportional to: light only where a PNG of 16 bits names its gamma.
    public let encoding: Image.Encoding

    /// Of an array, all of its axes; `nil` of a picture.
    public let arrayShape: [Int]?

    let orientation: ExifOrientation

    init(
        size: PixelSize, bitDepth: Int, isColor: Bool, hasAlpha: Bool = false, encoding: Image.Encoding = .sRGB,
        orientation: ExifOrientation = .upright, arrayShape: [Int]? = nil
    ) {
        self.arrayShape = arrayShape
        self.size = orientation.size(of: size)
        self.bitDepth = bitDepth
        self.isColor = isColor
        self.hasAlpha = hasAlpha
        self.encoding = encoding
        self.orientation = orientation
    }
}
