import Networks

/// An `AttributeProto`: a setting of a node under its name.
struct OnnxAttribute {
    /// The name and the value.
    let content: (name: String, value: Attribute)

    /// What kinds of values the message held; the type says which counts.
    private struct Fields {
        var name = ""
        var type = 0
        var int = 0
        var float: Float = 0
        var string = ""
        var ints: [Int] = []
        var floats: [Float] = []
        var strings: [String] = []
        var tensor: Constant?
        var bodies: [Network] = []
    }

    /// Reads the message; bodies are read as deep as ``OnnxBody/deepest``.
    init(_ body: OnnxBody, _ range: Range<Int>) throws(ArchiveError) {
        let file = body.file
        var fields = Fields()
        var attribute = WireReader(file, range, place: "an attribute")
        while let field = try attribute.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): fields.name = file.text(in: range)
            case (2, .fixed32(let range)):
                fields.type = fields.type == 0 ? 1 : fields.type
                fields.float = Self.float(file, range)
            case (3, .varint(let bits)):
                fields.type = fields.type == 0 ? 2 : fields.type
                fields.int = Int(Int64(bitPattern: bits))
            case (4, .bytes(let range)):
                fields.type = fields.type == 0 ? 3 : fields.type
                fields.string = file.text(in: range)
            case (5, .bytes(let range)):
                fields.type = fields.type == 0 ? 4 : fields.type
                fields.tensor = try OnnxConstant(OnnxTensor(file, range), file).constant()
            case (6, .bytes(let range)), (11, .bytes(let range)):
                fields.type = fields.type == 0 ? (field.number == 6 ? 5 : 10) : fields.type
                fields.bodies.append(try Self.network(inside: body, range))
            case (7, _), (8, _), (9, _): try Self.readList(field, file, into: &fields)
            case (20, .varint(let number)): fields.type = Int(clamping: number)
            default: continue
            }
        }
        content = (fields.name, try Self.value(fields, file))
    }

    /// Packed or single: `floats`, `ints`, `strings`.
    private static func readList(
        _ field: WireReader.Field, _ file: LazyFile, into fields: inout Fields
    ) throws(ArchiveError) {
        if fields.type == 0 { fields.type = field.number - 1 }
        switch (field.number, field.value) {
        case (7, .fixed32(let range)): fields.floats.append(float(file, range))
        case (7, .bytes(let range)):
            for start in stride(from: range.lowerBound, to: range.upperBound - 3, by: 4) {
                fields.floats.append(float(file, start..<start + 4))
            }
        case (8, .varint(let bits)): fields.ints.append(Int(Int64(bitPattern: bits)))
        case (8, .bytes(let range)):
            var numbers = WireReader(file, range, place: "an attribute's numbers")
            while let bits = try numbers.nextVarint() { fields.ints.append(Int(Int64(bitPattern: bits))) }
        case (9, .bytes(let range)): fields.strings.append(file.text(in: range))
        default: return
        }
    }

    private static func network(inside body: OnnxBody, _ range: Range<Int>) throws(ArchiveError) -> Network {
        guard body.depth < OnnxBody.deepest else {
            throw .malformed(
                file: body.file.path, place: "a body inside \(OnnxBody.deepest) bodies",
                expectation: "loops and branches are not so deep")
        }
        var inner = body
        inner.depth += 1
        return try inner.network(range)
    }

    private static func float(_ file: LazyFile, _ range: Range<Int>) -> Float {
        Float(bitPattern: UInt32(truncatingIfNeeded: file.littleEndian(in: range)))
    }

    /// By `AttributeProto.AttributeType`.
    private static func value(_ fields: Fields, _ file: LazyFile) throws(ArchiveError) -> Attribute {
        switch fields.type {
        case 1: return .float(fields.float)
        case 2: return .int(fields.int)
        case 3: return .string(fields.string)
        case 6: return .floats(fields.floats)
        case 7: return .ints(fields.ints)
        case 8: return .strings(fields.strings)
        case 10: return .graphs(fields.bodies)
        case 4: if let tensor = fields.tensor { return .tensor(tensor) }
        case 5: if let body = fields.bodies.first { return .graph(body) }
        // Lists of tensors, sparse tensors and types: no operation that is followed has them.
        default: return .strings([])
        }
        throw .malformed(
            file: file.path, place: "attribute '\(fields.name)'", expectation: "it announces a value, which is expected"
        )
    }
}
