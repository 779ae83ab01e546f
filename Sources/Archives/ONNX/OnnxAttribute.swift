/// An attribute of a node: a name, and one value of several kinds.
struct OnnxAttribute {
    /// The name.
    private(set) var name = ""
    /// A number.
    private(set) var float: Float?
    /// A whole number.
    private(set) var int: Int?
    /// A tensor.
    private(set) var tensor: OnnxTensor?
    /// A sparse tensor.
    private(set) var sparse: OnnxSparseTensor?
    /// Where graphs lie.
    private(set) var graphs: [Range<Int>] = []
    /// Numbers.
    private(set) var floats: [Float] = []
    /// Whole numbers.
    private(set) var ints: [Int] = []
    /// A word.
    private(set) var string: String?
    /// Words.
    private(set) var strings: [String] = []
    /// The number of `AttributeProto.AttributeType`; 0 where an old writer left it out.
    private(set) var type = 0

    /// Reads an `AttributeProto`.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var attribute = ProtobufReader(file, range, place: "an attribute")
        while let field = try attribute.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): name = file.text(in: range)
            case (2, .fixed32(let range)): float = Self.floats(file, range).first
            case (3, .varint(let value)): int = Int(truncatingIfNeeded: value)
            case (4, .bytes(let range)): string = file.text(in: range)
            case (5, .bytes(let range)): tensor = try OnnxTensor(file, range)
            case (6, .bytes(let range)), (11, .bytes(let range)): graphs.append(range)
            case (7, .fixed32(let range)): floats += Self.floats(file, range)
            case (7, .bytes(let range)) where range.count.isMultiple(of: 4): floats += Self.floats(file, range)
            case (8, .varint(let value)): ints.append(Int(truncatingIfNeeded: value))
            case (8, .bytes(let range)):
                var numbers = ProtobufReader(file, range, place: "an attribute")
                while let value = try numbers.nextVarint() { ints.append(Int(truncatingIfNeeded: value)) }
            case (9, .bytes(let range)): strings.append(file.text(in: range))
            case (20, .varint(let number)): type = Int(clamping: number)
            case (22, .bytes(let range)): sparse = try OnnxSparseTensor(file, range)
            default: continue
            }
        }
    }

    private static func floats(_ file: LazyFile, _ range: Range<Int>) -> [Float] {
        file.withBytes(in: range) { ElementType.float32.elements($0) }
    }
}
