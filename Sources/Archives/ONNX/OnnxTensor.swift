import Networks

/// A stored tensor of ONNX: what it is, and where its message lies. Its elements are stepped over.
struct OnnxTensor: Sendable {
    /// The name; a constant's is mostly empty.
    private(set) var name = ""
    /// Sizes of the axes, unchecked.
    private(set) var shape: [Int] = []
    /// The number of `TensorProto.DataType`.
    private(set) var type = 0
    /// Bytes of elements in the message.
    private(set) var payload = 0
    /// Where elements lie in another file, as keys and values.
    private(set) var external: [String: String]?
    /// Where the message lies.
    let range: Range<Int>

    /// Reads a `TensorProto`.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        self.range = range
        var pairs: [String: String] = [:]
        var isExternal = false
        var tensor = ProtobufReader(file, range, place: "a tensor")
        while let field = try tensor.next() {
            switch (field.number, field.value) {
            case (1, .varint(let size)): shape.append(Int(truncatingIfNeeded: size))
            case (1, .bytes(let range)):
                var sizes = ProtobufReader(file, range, place: "a tensor's shape")
                while let size = try sizes.nextVarint() { shape.append(Int(truncatingIfNeeded: size)) }
            case (2, .varint(let number)): type = Int(truncatingIfNeeded: number)
            case (4, .fixed32), (5, .varint), (7, .varint), (10, .fixed64), (11, .varint):
                payload += field.number == 4 ? 4 : field.number == 10 ? 8 : 1
            case (4, .bytes(let range)), (5, .bytes(let range)), (7, .bytes(let range)), (9, .bytes(let range)),
                (10, .bytes(let range)), (11, .bytes(let range)):
                payload += range.count
            case (8, .bytes(let range)): name = file.text(in: range)
            case (13, .bytes(let range)): try Self.readPair(file, range, into: &pairs)
            case (14, .varint(let location)): isExternal = location == 1
            default: continue
            }
        }
        if isExternal { external = pairs }
    }

    /// Reads a `StringStringEntryProto`.
    private static func readPair(
        _ file: LazyFile, _ range: Range<Int>, into pairs: inout [String: String]
    ) throws(ArchiveError) {
        var (key, value) = ("", "")
        var entry = ProtobufReader(file, range, place: "an external tensor's place")
        while let field = try entry.next() {
            guard case .bytes(let range) = field.value else { continue }
            if field.number == 1 { key = file.text(in: range) }
            if field.number == 2 { value = file.text(in: range) }
        }
        pairs[key] = value
    }

    /// Refuses a tensor whose shape announces more than its message can hold; a byte per element is the least, but for
    /// types of which a byte holds several.
    func checkSize(as name: String, _ file: LazyFile) throws(ArchiveError) {
        guard let count = elementCount(shape) else {
            throw .malformed(
                file: file.path, place: "tensor '\(name)' of shape \(shapeText(shape))",
                expectation: "sizes are not negative and fit in memory")
        }
        guard external == nil else { return }
        let needed = count / (OnnxElement(type)?.perByte ?? 1)
        guard needed <= payload else {
            throw .truncated(file: file.path, place: "tensor '\(name)'", needed: needed, found: payload)
        }
    }

    /// The tensor under a name that leads to it, as a constant.
    ///
    /// - Throws: ``ArchiveError`` for a shape that is none, or that announces more than the file holds.
    func constant(_ name: String, _ file: LazyFile) throws(ArchiveError) -> Constant {
        guard product(shape.map { max($0, 1) } + [8]) != nil, shape.allSatisfy({ $0 >= 0 }) else {
            throw .malformed(
                file: file.path, place: "tensor '\(name)' of shape \(shapeText(shape))",
                expectation: "sizes are not negative and fit in memory")
        }
        if OnnxElement(type) != nil { try checkSize(as: name, file) }
        return Constant(StoredTensor(name: name, shape: shape, storage: self), in: file)
    }
}
