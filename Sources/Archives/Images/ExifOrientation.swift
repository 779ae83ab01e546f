import Planes

/// How a camera was held: which way the stored rows must be turned to be upright (EXIF's tag 0x0112).
///
/// The stored picture is transposed, or not, and then mirrored top to bottom, left to right, or both: eight ways.
enum ExifOrientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, quarterRight, transverse, quarterLeft

    private var isTransposed: Bool { rawValue >= 5 }
    private var readsRowsBackwards: Bool { [.upsideDown, .flipped, .quarterRight, .transverse].contains(self) }
    private var readsColumnsBackwards: Bool { [.mirrored, .upsideDown, .transverse, .quarterLeft].contains(self) }

    /// The upright size of a stored one.
    func size(of stored: PixelSize) -> PixelSize {
        isTransposed ? PixelSize(height: stored.width, width: stored.height) : stored
    }

    /// The stored plane made upright.
    func turned(_ stored: Plane) -> Plane {
        guard self != .upright else { return stored }
        let (lastRow, lastColumn) = (stored.size.height - 1, stored.size.width - 1)
        return Plane(size: size(of: stored.size)) { row, column in
            let (r, c) = isTransposed ? (column, row) : (row, column)
            return stored[readsRowsBackwards ? lastRow - r : r, readsColumnsBackwards ? lastColumn - c : c]
        }
    }
}

extension ExifOrientation {
    /// What a JPEG file says: the tag in the first directory of its EXIF segment; upright where there is none.
    init(jpeg file: LazyFile) {
        self = Self.exifSegment(of: file).flatMap { Self.tag(in: $0, of: file) } ?? .upright
    }

    /// What the TIFF structure in a range of a file says; upright where it says nothing.
    init(tiff range: Range<Int>, of file: LazyFile) {
        self = (range.count >= 8 ? Self.tag(in: range, of: file) : nil) ?? .upright
    }

    /// Where the TIFF structure of the segment APP1 lies.
    private static func exifSegment(of file: LazyFile) -> Range<Int>? {
        var start = 2
        while start + 4 <= file.count, file[start] == 0xFF {
            let marker = file[start + 1]
            if marker == 0xFF {
                start += 1
                continue
            }
            let length = file.bigEndian(in: start + 2..<start + 4)
            let end = start + 2 + length
            // The picture's data begin: no more segments of interest.
            guard marker != 0xDA, length >= 2, end <= file.count else { return nil }
            if marker == 0xE1, length >= 16, file.text(in: start + 4..<start + 10) == "Exif\0\0" {
                return start + 10..<end
            }
            start = end
        }
        return nil
    }

    private static func tag(in tiff: Range<Int>, of file: LazyFile) -> ExifOrientation? {
        let isLittle = file[tiff.lowerBound] == 0x49
        func number(_ offset: Int, _ length: Int) -> Int? {
            guard offset >= 0, offset + length <= tiff.count else { return nil }
            let range = tiff.lowerBound + offset..<tiff.lowerBound + offset + length
            return isLittle ? Int(file.littleEndian(in: range)) : file.bigEndian(in: range)
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<entries {
            let start = directory + 2 + 12 * entry
            guard let name = number(start, 2) else { return nil }
            if name == 0x0112 { return number(start + 8, 2).flatMap { ExifOrientation(rawValue: UInt16($0)) } }
        }
        return nil
    }
}
