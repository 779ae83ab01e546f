import Planes

/// Netpbm's PGM (grey: P2 plain, P5 raw) and PPM (colour: P3, P6), 8 and 16 bits.
///
/// Values are those stored over the file's maximum, taken for sRGB's code.
///
/// - SeeAlso: `man 5 pgm`, `man 5 ppm`.
enum NetpbmReader: ImageReader {
    static let format = ImageFormat.netpbm

    static func recognizes(_ file: LazyFile) -> Bool {
        ["P2", "P3", "P5", "P6"].contains { file.begins(with: Array($0.utf8)) }
            && file.count > 2 && (isSpace(file[2]) || file[2] == UInt8(ascii: "#"))
    }

    static func header(_ file: LazyFile) throws(ArchiveError) -> ImageHeader {
        let layout = try Layout(file)
        return ImageHeader(
            size: layout.size, bitDepth: Int.bitWidth - layout.maximum.leadingZeroBitCount,
            isColor: layout.channels == 3)
    }

    static func image(_ file: LazyFile, _ header: ImageHeader) throws(ArchiveError) -> Image {
        let layout = try Layout(file)
        let values = try layout.isPlain ? layout.plainValues(file) : layout.rawValues(file)
        let scale = Float(layout.maximum)
        return ImageSamples(size: layout.size, channels: layout.channels, value: { Float(values[$0]) / scale })
            .image(encoding: .sRGB, orientation: .upright)
    }

    /// The header's numbers and where the values begin.
    private struct Layout {
        let size: PixelSize
        let channels: Int
        let maximum: Int
        let isPlain: Bool
        let start: Int

        var count: Int { size.count * channels }
        var bytesPerValue: Int { maximum > 255 ? 2 : 1 }

        init(_ file: LazyFile) throws(ArchiveError) {
            let kind = file[1] - UInt8(ascii: "0")
            isPlain = kind < 4
            channels = kind % 3 == 2 ? 1 : 3
            // Room for comments; what follows them is not needed yet.
            let head = file.withBytes(in: 0..<min(file.count, 1 << 16)) { Array($0) }
            var scanner = NumberScanner(path: file.path, bytes: head, place: 2)
            let width = try scanner.number("the width")
            let height = try scanner.number("the height")
            maximum = try scanner.number("the maximum")
            guard (1...65535).contains(maximum) else {
                throw .malformed(file: file.path, place: "the maximum \(maximum)", expectation: "from 1 to 65535")
            }
            // One space, whatever follows: a raw value may look like a space.
            start = min(scanner.place + 1, file.count)
            // A plain value takes a digit and a space, but for the last; the length of raw ones is checked exactly.
            let capacity = isPlain ? (file.count - start + 1) / 2 / channels : ImageFile.largest
            size = try file.pictureSize(height: height, width: width, capacity: capacity)
        }

        func rawValues(_ file: LazyFile) throws(ArchiveError) -> [UInt16] {
            let (needed, found) = (count * bytesPerValue, file.count - start)
            guard found >= needed else {
                throw .truncated(file: file.path, place: "the picture", needed: needed, found: found)
            }
            guard found == needed else {
                throw .malformed(
                    file: file.path, place: "the end",
                    expectation: "the picture has \(needed) bytes, \(found) are there")
            }
            let values = file.withBytes(in: start..<file.count) { bytes in
                bytesPerValue == 1
                    ? bytes.map { UInt16($0) }
                    : (0..<count).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
            }
            try check(values.max() ?? 0, file)
            return values
        }

        func plainValues(_ file: LazyFile) throws(ArchiveError) -> [UInt16] {
            let bytes = file.withBytes(in: 0..<file.count) { Array($0) }
            var scanner = NumberScanner(path: file.path, bytes: bytes, place: start)
            var values: [UInt16] = []
            values.reserveCapacity(count)
            for index in 0..<count {
                let value = try scanner.number("value \(index)")
                values.append(UInt16(min(value, 65535)))
                try check(values[index], file)
            }
            return values
        }

        private func check(_ value: UInt16, _ file: LazyFile) throws(ArchiveError) {
            guard Int(value) <= maximum else {
                throw .malformed(
                    file: file.path, place: "the value \(value)", expectation: "at most the maximum, \(maximum)")
            }
        }
    }

    /// Takes numbers between spaces and comments.
    private struct NumberScanner {
        let path: String
        let bytes: [UInt8]
        var place: Int

        /// At most nine digits, so that products of two are exact.
        mutating func number(_ name: String) throws(ArchiveError) -> Int {
            skipSpaces()
            let first = place
            var value = 0
            while place < bytes.count, (0x30...0x39).contains(bytes[place]), place - first < 9 {
                value = 10 * value + Int(bytes[place] - 0x30)
                place += 1
            }
            guard place > first, place == bytes.count || isSpace(bytes[place]) else {
                throw .malformed(
                    file: path, place: "\(name) at byte \(first)", expectation: "a whole number and a space")
            }
            return value
        }

        private mutating func skipSpaces() {
            var isComment = false
            while place < bytes.count {
                if bytes[place] == UInt8(ascii: "#") { isComment = true }
                if isComment, bytes[place] == UInt8(ascii: "\n") { isComment = false }
                guard isComment || isSpace(bytes[place]) else { return }
                place += 1
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
