/// Lists of numbers in a MATLAB file of version 5, also packed ones: its variables, and the fields of structures.
///
/// Texts, cell arrays, objects and matrices are left. Every length is checked against what holds it.
/// - SeeAlso: "MAT-File Format", MathWorks (R2024a), chapter 1.
struct MatlabFile {
    let columns: [CellNumbers]

    /// The most bytes that packed variables may be unpacked to: 256 MiB together.
    private static let most = 1 << 28
    /// Of the header, before the first variable.
    private static let header = 128

    /// Reads lists of numbers.
    ///
    /// - Throws: ``ArchiveError``: damaged, of the other byte order, without lists, or with lists of different lengths.
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
        var lists: [CellNumbers] = []
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
                lists += try MatlabElements(variable.content).lists()
            }
        } catch {
            throw .malformed(
                file: file.path, place: "a variable", expectation: "data elements that end within what holds them")
        }
        try CellNumbers.check(lists.map { ($0.name, $0.values.count) }, in: file)
        columns = lists
    }
}

/// A length that does not fit.
private struct MatlabDamage: Error {}

/// Data elements one after the other, each with its type and length before it.
private struct MatlabElements {
    static let (matrix, packed) = (14, 15)
    private static let structure = 2

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

    /// The lists of numbers of a matrix, or of a structure of one element.
    func lists() throws(MatlabDamage) -> [CellNumbers] {
        var parts = self
        guard let flags = try parts.next(), flags.content.count >= 8, let sizes = try parts.next(),
            let name = try parts.next()
        else { throw MatlabDamage() }
        let kind = Int(flags.content[flags.content.startIndex])
        let shape = stride(from: 0, to: sizes.content.count / 4 * 4, by: 4).map {
            Self.word(sizes.content.dropFirst($0))
        }
        if kind == Self.structure, shape.allSatisfy({ $0 == 1 }) { return try parts.fields() }
        // Of doubles, singles and whole numbers, without imaginary parts.
        let isComplex = flags.content[flags.content.startIndex + 1] & 8 != 0
        guard (6...15).contains(kind), !isComplex, shape.count(where: { $0 != 1 }) == 1, !shape.contains(0),
            let data = try parts.next()
        else { return [] }
        let values = try Self.numbers(data.type, data.content)
        guard values.count == shape.first(where: { $0 != 1 }) else { throw MatlabDamage() }
        return [CellNumbers(name: String(decoding: name.content, as: UTF8.self), values: values)]
    }

    /// Of a structure, whose fields' names stand in equal shares of one list before them.
    private mutating func fields() throws(MatlabDamage) -> [CellNumbers] {
        guard let length = try next(), length.content.count == 4, let list = try next() else { throw MatlabDamage() }
        let share = Self.word(length.content)
        guard (1...1024).contains(share) else { throw MatlabDamage() }
        var found: [CellNumbers] = []
        for start in stride(from: 0, to: list.content.count / share * share, by: share) {
            let name = String(decoding: list.content.dropFirst(start).prefix(share).prefix { $0 != 0 }, as: UTF8.self)
            guard let field = try next() else { throw MatlabDamage() }
            guard field.type == Self.matrix else { continue }
            // A structure in a structure is left.
            var parts = MatlabElements(field.content)
            guard let flags = try parts.next(), flags.content.first != UInt8(Self.structure) else { continue }
            found += try MatlabElements(field.content).lists().map { CellNumbers(name: name, values: $0.values) }
        }
        return found
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
