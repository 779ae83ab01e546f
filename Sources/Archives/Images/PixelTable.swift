public import Planes

/// Small square grey pictures as rows of a CSV, as digits are handed round: pixels from 0 to 255, row by row, and behind
/// them a label, or none. The file may be gzipped.
public struct PixelTable: Sendable {
    /// The path as given.
    public let path: String
    /// Rows and columns of a picture.
    public let size: PixelSize

    private let bytes: [UInt8]
    private let lines: [Range<Int>]
    private let hasLabels: Bool

    /// The most bytes of text that are read: 1 GiB.
    public static let largest = 1 << 30

    /// Reads the text and tells the size of the pictures from its first row.
    ///
    /// - Throws: ``ArchiveError``: no such file, damaged, or a first row that is no square of pixels.
    /// - Complexity: linear in the text; pictures are read when asked for.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        if file.begins(with: [0x1F, 0x8B]) {
            bytes = try gunzip(file, atMost: Self.largest)
        } else {
            guard file.count <= Self.largest else {
                throw .malformed(
                    file: path, place: "the table of \(file.count) bytes",
                    expectation: "at most \(Self.largest) bytes are read")
            }
            bytes = file.bytes(first: Self.largest)
        }
        self.path = path
        lines = Self.lines(of: bytes)
        guard let first = lines.first else { throw .empty(file: path) }
        let fields = bytes[first].count { $0 == UInt8(ascii: ",") } + 1
        let (all, butLast) = (Self.side(fields), Self.side(fields - 1))
        guard let side = all ?? butLast else {
            throw .malformed(
                file: path, place: "row 0 of \(fields) numbers",
                expectation: "the pixels of a square, with or without a label behind them, are expected")
        }
        hasLabels = all == nil
        size = PixelSize(side: side)
    }

    /// Rows of the table.
    public var count: Int { lines.count }

    /// A picture, values from 0 to 1 in sRGB's code.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)``.
    /// - Precondition: the row is there.
    public func image(_ row: Int) throws(ArchiveError) -> Image {
        let fields = fields(row)
        guard fields.count == size.count + (hasLabels ? 1 : 0) else {
            throw .malformed(
                file: path, place: "row \(row) of \(fields.count) numbers",
                expectation: "as many as in row 0 are expected")
        }
        var values: [Float] = []
        values.reserveCapacity(size.count)
        for field in fields.prefix(size.count) {
            guard let value = Float(String(decoding: field, as: UTF8.self)), (0...255).contains(value) else {
                throw .malformed(
                    file: path, place: "row \(row), number \(values.count)",
                    expectation: "a pixel from 0 to 255 is expected")
            }
            values.append(value / 255)
        }
        return Image(grey: Plane(size: size, values: values), encoding: .sRGB)
    }

    /// A picture's label, as it is written; `nil` in a table without labels.
    ///
    /// - Precondition: the row is there.
    public func label(_ row: Int) -> String? {
        hasLabels ? fields(row).last.map { String(decoding: $0, as: UTF8.self) } : nil
    }

    private func fields(_ row: Int) -> [ArraySlice<UInt8>] {
        bytes[lines[row]].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }

    /// The rows' bytes, without ends of lines; empty lines are none.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        func end(_ place: Int) {
            let last = place > start && bytes[place - 1] == UInt8(ascii: "\r") ? place - 1 : place
            if last > start { lines.append(start..<last) }
            start = place + 1
        }
        bytes.withUnsafeBufferPointer { buffer in
            for place in buffer.indices where buffer[place] == UInt8(ascii: "\n") { end(place) }
        }
        end(bytes.count)
        return lines
    }

    private static func side(_ count: Int) -> Int? {
        let side = Int(Double(count).squareRoot())
        return side > 0 && side * side == count ? side : nil
    }

    /// Whether a file's first bytes are those of such a table: gzip, or a digit.
    public static func recognizes(path: String) -> Bool {
        guard let file = try? LazyFile(path: path) else { return false }
        return file.begins(with: [0x1F, 0x8B]) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(file[0])
    }
}

extension LazyFile {
    /// The first bytes of the file.
    func bytes(first limit: Int) -> [UInt8] { withBytes(in: 0..<min(count, limit)) { Array($0) } }
}
