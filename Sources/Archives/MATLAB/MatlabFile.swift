/// Arrays in a MATLAB file of version 5, also packed ones: its variables, and the fields of structures.
///
/// Numbers and texts are taken; objects, among them MATLAB's `string`, are left. Every length is checked against what holds
/// it.
/// - SeeAlso: "MAT-File Format", MathWorks (R2024a), chapter 1.
struct MatlabFile {
    /// In the file's order.
    let arrays: [MatlabArray]

    static let signature = Array("MATLAB 5.0".utf8)

    /// The most bytes that packed variables may be unpacked to: 256 MiB together.
    private static let most = 1 << 28
    /// Of the header, before the first variable.
    private static let header = 128

    /// Reads all of a file.
    ///
    /// - Throws: ``ArchiveError``: damaged, or of the other byte order.
    init(_ file: LazyFile) throws(ArchiveError) {
        guard file.count <= Self.most else {
            throw .malformed(file: file.path, place: "the file", expectation: "at most \(Self.most) bytes are read")
        }
        let bytes = file.bytes(first: file.count)
        guard bytes.count >= Self.header, bytes[126] == UInt8(ascii: "I"), bytes[127] == UInt8(ascii: "M") else {
            throw .malformed(
                file: file.path, place: "bytes 126 to 128",
                expectation: "the mark IM of a file that is written lowest byte first")
        }
        var found: [MatlabArray] = []
        var (rest, room) = (MatlabElements(bytes[Self.header...]), Self.most)
        do throws(MatlabDamage) {
            while let element = try rest.next() {
                var variable = element
                if element.type == MatlabElements.packed {
                    let content = element.content
                    guard content.count > 2, room > 0 else { throw MatlabDamage() }
                    // Two bytes of zlib stand before what is packed.
                    let place = content.startIndex + 2..<content.endIndex
                    let unpacked = inflate(place, of: file, first: room)
                    guard unpacked.isWhole else { throw MatlabDamage() }
                    room -= unpacked.bytes.count
                    var inside = MatlabElements(unpacked.bytes[...])
                    guard let first = try inside.next() else { throw MatlabDamage() }
                    variable = first
                }
                guard variable.type == MatlabElements.matrix else { continue }
                found += try MatlabElements(variable.content).arrays()
            }
        } catch {
            throw .malformed(
                file: file.path, place: "a variable", expectation: "data elements that end within what holds them")
        }
        arrays = found
    }
}

/// An array that a MATLAB file names.
struct MatlabArray {
    let name: String
    /// Sizes of the axes, the first of which is the fastest.
    let shape: [Int]
    let content: Content

    /// What it holds, in the file's order.
    enum Content {
        case numbers([Double])
        /// Of cells a text each, of characters one for each row.
        case texts([String])
    }

    func named(_ name: String) -> MatlabArray { MatlabArray(name: name, shape: shape, content: content) }

    /// A row or a column, or texts one below the other; `nil` of other shapes.
    var list: CellList? {
        let isVector = shape.count { $0 != 1 } == 1
        switch content {
        case .numbers(let values): return isVector ? CellList(name, numbers: values) : nil
        case .texts(let texts): return texts.count > 1 ? CellList(name, texts: texts) : nil
        }
    }
}

extension String {
    /// Lines of one MATLAB array are filled up to one length.
    var withoutBlanksAtEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// A length that does not fit.
private struct MatlabDamage: Error {}

/// Data elements one after the other, each with its type and length before it.
private struct MatlabElements {
    static let (matrix, packed) = (14, 15)
    private static let (cells, structure, characters) = (1, 2, 4)

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next element; `nil` at the end.
    mutating func next() throws(MatlabDamage) -> (type: Int, content: ArraySlice<UInt8>)? {
        guard !rest.isEmpty else { return nil }
        guard rest.count >= 8 else { throw MatlabDamage() }
        let word = Self.word(rest)
        // A short element has its length in the upper half of the first word, and at most four bytes.
        let isShort = word >> 16 != 0
        let (type, count) = isShort ? (word & 0xFFFF, word >> 16) : (word, Self.word(rest.dropFirst(4)))
        let content = rest.dropFirst(isShort ? 4 : 8)
        guard count <= (isShort ? 4 : content.count) else { throw MatlabDamage() }
        // Elements are filled up to 8 bytes, packed ones are not.
        let length = isShort ? 8 : 8 + (type == Self.packed ? count : (count + 7) / 8 * 8)
        rest = rest.dropFirst(length)
        return (type, content.prefix(count))
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The arrays of a matrix: itself, or the fields of a structure of one element.
    func arrays() throws(MatlabDamage) -> [MatlabArray] {
        var parts = self
        guard let flags = try parts.next(), flags.content.count >= 8, let sizes = try parts.next(),
            let name = try parts.next()
        else { throw MatlabDamage() }
        let kind = Int(flags.content[flags.content.startIndex])
        let shape = stride(from: 0, to: sizes.content.count / 4 * 4, by: 4).map {
            Self.word(sizes.content.dropFirst($0))
        }
        guard let count = product(shape), count > 0 else { return [] }
        if kind == Self.structure { return count == 1 ? try parts.fields() : [] }
        let content: MatlabArray.Content?
        switch kind {
        case Self.cells: content = try parts.texts(count).map { .texts($0) }
        case Self.characters:
            content = try parts.next().flatMap { Self.lines(of: $0.content, $0.type, shape) }.map { .texts($0) }
        case 6...15:
            // Of doubles, singles and whole numbers, without imaginary parts.
            let isComplex = flags.content[flags.content.startIndex + 1] & 8 != 0
            guard !isComplex, let data = try parts.next() else { return [] }
            let values = try Self.numbers(data.type, data.content)
            guard values.count == count else { throw MatlabDamage() }
            content = .numbers(values)
        default: content = nil
        }
        return content.map {
            [MatlabArray(name: String(decoding: name.content, as: UTF8.self), shape: shape, content: $0)]
        } ?? []
    }

    /// Of a structure, whose fields' names stand in equal shares of one list before them.
    private mutating func fields() throws(MatlabDamage) -> [MatlabArray] {
        guard let length = try next(), length.content.count == 4, let list = try next() else { throw MatlabDamage() }
        let share = Self.word(length.content)
        guard (1...1024).contains(share) else { throw MatlabDamage() }
        var found: [MatlabArray] = []
        for start in stride(from: 0, to: list.content.count / share * share, by: share) {
            let name = String(decoding: list.content.dropFirst(start).prefix(share).prefix { $0 != 0 }, as: UTF8.self)
            guard let field = try next() else { throw MatlabDamage() }
            guard field.type == Self.matrix else { continue }
            // A structure in a structure is left.
            var parts = MatlabElements(field.content)
            guard let flags = try parts.next(), flags.content.first != UInt8(Self.structure) else { continue }
            found += try MatlabElements(field.content).arrays().map { $0.named(name) }
        }
        return found
    }

    /// Of an array of cells the text in each; `nil` where one holds something else.
    private mutating func texts(_ count: Int) throws(MatlabDamage) -> [String]? {
        var found: [String] = []
        while found.count < count {
            guard let cell = try next(), cell.type == Self.matrix else { throw MatlabDamage() }
            var parts = MatlabElements(cell.content)
            guard let flags = try parts.next(), flags.content.first == UInt8(Self.characters) else { return nil }
            switch try MatlabElements(cell.content).arrays().first?.content {
            case nil: found.append("")
            case .texts(let lines) where lines.count == 1: found.append(lines[0])
            default: return nil
            }
        }
        return found
    }

    /// The lines of an array of characters, which are stored letter by letter, the lines' first ones first; `nil` of
    /// characters that are not read.
    private static func lines(of bytes: ArraySlice<UInt8>, _ type: Int, _ shape: [Int]) -> [String]? {
        let letters: [UInt16]
        switch type {
        case 1, 2, 16: letters = Array(String(decoding: bytes, as: UTF8.self).utf16)
        case 3, 4, 17: letters = Array(bytes.littleEndianText.utf16)
        default: return nil
        }
        guard shape.count == 2, letters.count == shape[0] * shape[1] else { return nil }
        let lines = (0..<shape[0]).map { line in
            String(
                decoding: stride(from: line, to: letters.count, by: shape[0]).map { letters[$0] }, as: UTF16.self)
        }
        return lines.count > 1 ? lines.map(\.withoutBlanksAtEnd) : lines
    }

    private static func numbers(_ type: Int, _ bytes: ArraySlice<UInt8>) throws(MatlabDamage) -> [Double] {
        func all<Bits: FixedWidthInteger & UnsignedInteger>(_ bits: Bits.Type, _ number: (Bits) -> Double) -> [Double] {
            let size = MemoryLayout<Bits>.size
            return stride(from: bytes.startIndex, to: bytes.startIndex + bytes.count / size * size, by: size).map {
                place in
                number(bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Bits($1) })
            }
        }
        return switch type {
        case 1: all(UInt8.self) { Double(Int8(bitPattern: $0)) }
        case 2: all(UInt8.self) { Double($0) }
        case 3: all(UInt16.self) { Double(Int16(bitPattern: $0)) }
        case 4: all(UInt16.self) { Double($0) }
        case 5: all(UInt32.self) { Double(Int32(bitPattern: $0)) }
        case 6: all(UInt32.self) { Double($0) }
        case 7: all(UInt32.self) { Double(Float(bitPattern: $0)) }
        case 9: all(UInt64.self) { Double(bitPattern: $0) }
        case 12: all(UInt64.self) { Double(Int64(bitPattern: $0)) }
        case 13: all(UInt64.self) { Double($0) }
        default: throw MatlabDamage()
        }
    }
}
