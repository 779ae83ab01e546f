import Networks

/// A stored tensor as a constant of a network: shape and type now, values when they are asked for.
struct OnnxConstant {
    private let tensor: OnnxTensor
    private let file: LazyFile

    /// A tensor of the file.
    init(_ tensor: OnnxTensor, _ file: LazyFile) {
        self.tensor = tensor
        self.file = file
    }

    /// The constant.
    ///
    /// - Throws: ``ArchiveError`` for a shape that is none, or that announces more than the file holds.
    func constant() throws(ArchiveError) -> Constant {
        let type = Self.types[tensor.type] ?? .other
        guard product(tensor.shape + [8]) != nil else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)' of shape \(shapeText(tensor.shape))",
                expectation: "sizes are not negative and fit in memory")
        }
        if type != .other, type != .text { try tensor.checkSize(as: tensor.name, file) }
        return Constant(
            name: tensor.name, shape: tensor.shape, type: type,
            source: .stored(
                integers: { () throws(NetworkError) in try named { () throws(ArchiveError) in try integers() } },
                floats: { () throws(NetworkError) in try named { () throws(ArchiveError) in try floats() } }))
    }

    private func named<Values>(_ read: () throws(ArchiveError) -> Values) throws(NetworkError) -> Values {
        do throws(ArchiveError) { return try ModelFile.unchanged(file, read) } catch {
            throw .unreadable(constant: tensor.name, reason: "\(error)")
        }
    }

    private func floats() throws(ArchiveError) -> [Float] {
        tensor.type == Self.boolType
            ? try integers().map(Float.init) : try tensor.stored(as: tensor.name).values(in: file)
    }

    private func integers() throws(ArchiveError) -> [Int] {
        guard let type = Self.types[tensor.type], type.isInteger || type == .bool else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: "\(tensor.type) in ONNX's numbering")
        }
        if tensor.external != nil { return try externalIntegers() }
        var elements: [Int] = []
        elements.reserveCapacity(product(tensor.shape) ?? 0)
        var message = WireReader(file, tensor.range, place: "a tensor")
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (9, .bytes(let range)): elements += try whole(range, type)
            case (5, .varint(let bits)), (7, .varint(let bits)), (11, .varint(let bits)):
                elements.append(Int(truncatingIfNeeded: bits))
            case (5, .bytes(let range)), (7, .bytes(let range)), (11, .bytes(let range)):
                var numbers = WireReader(file, range, place: "tensor '\(tensor.name)'")
                while let bits = try numbers.nextVarint() { elements.append(Int(truncatingIfNeeded: bits)) }
            default: continue
            }
        }
        return elements
    }

    /// Whole numbers in a file of their own, which is read as floats: exact up to 2²⁴.
    private func externalIntegers() throws(ArchiveError) -> [Int] {
        let floats = try floats()
        guard floats.allSatisfy({ abs($0) <= 0x1p24 }) else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: "integers above 2^24 in another file")
        }
        return floats.map { Int($0) }
    }

    /// The numbers of `raw_data`, lowest byte first.
    private func whole(_ range: Range<Int>, _ type: NumberType) throws(ArchiveError) -> [Int] {
        let (width, signed) =
            switch type {
            case .int8: (1, true)
            case .int16: (2, true)
            case .int32: (4, true)
            case .uint16: (2, false)
            case .uint32: (4, false)
            case .int64, .uint64: (8, true)
            default: (1, false)
            }
        guard range.count.isMultiple(of: width) else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)'",
                expectation: "\(range.count) bytes are no whole number of elements of \(width) bytes")
        }
        let unused = UInt64(64 - 8 * width)
        return stride(from: range.lowerBound, to: range.upperBound, by: width).map { start in
            let bits = file.littleEndian(in: start..<start + width)
            // Shifted up and down again the sign fills the high bits.
            return signed ? Int(Int64(bitPattern: bits << unused) >> Int64(unused)) : Int(truncatingIfNeeded: bits)
        }
    }

    private static let boolType = 9

    /// `TensorProto.DataType`.
    static let types: [Int: NumberType] = [
        1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 8: .text, 9: .bool,
        10: .float16, 11: .float64, 12: .uint32, 13: .uint64, 16: .bfloat16,
    ]
}
