extension OnnxTensor: TensorStorage {
    /// The elements, from `raw_data`, the typed arrays, or the file beside the model that the tensor names.
    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        try checkSize(as: tensor.name, file)
        guard let element = Self.types[type] else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: "\(type) in ONNX's numbering")
        }
        if let external { return try OnnxExternalData(tensor, element, external, file).values() }
        var elements: [Float] = []
        elements.reserveCapacity(tensor.count)
        var message = WireReader(file, range, place: "a tensor")
        while let field = try message.next() {
            try append(field, element, tensor, file, to: &elements)
        }
        guard elements.count == tensor.count else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)'",
                expectation: "its shape \(shapeText(shape)) has \(tensor.count) elements, \(elements.count) are there")
        }
        return elements
    }

    private func append(
        _ field: WireReader.Field, _ element: ElementType, _ tensor: StoredTensor, _ file: LazyFile,
        to elements: inout [Float]
    ) throws(ArchiveError) {
        switch (field.number, field.value) {
        case (9, .bytes(let range)): elements += try floats(element, range, tensor, file)
        case (4, .bytes(let range)), (4, .fixed32(let range)): elements += try floats(.float32, range, tensor, file)
        case (10, .bytes(let range)), (10, .fixed64(let range)): elements += try floats(.float64, range, tensor, file)
        case (5, .varint(let bits)), (7, .varint(let bits)), (11, .varint(let bits)):
            elements.append(Self.float(bits, element))
        case (5, .bytes(let range)), (7, .bytes(let range)), (11, .bytes(let range)):
            var numbers = WireReader(file, range, place: "tensor '\(tensor.name)'")
            while let bits = try numbers.nextVarint() { elements.append(Self.float(bits, element)) }
        default: return
        }
    }

    private func floats(
        _ element: ElementType, _ range: Range<Int>, _ tensor: StoredTensor, _ file: LazyFile
    ) throws(ArchiveError) -> [Float] {
        guard range.count.isMultiple(of: element.size) else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)'",
                expectation: "\(range.count) bytes are no whole number of elements of \(element.size) bytes")
        }
        return file.withBytes(in: range) { element.floats($0) }
    }

    /// An element from the number it is written as: half-precision floats by their bits, integers by their value.
    private static func float(_ bits: UInt64, _ element: ElementType) -> Float {
        switch element {
        case .float16: Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
        case .bfloat16: Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: bits)) << 16)
        case .uint8, .uint16, .uint32, .uint64: Float(bits)
        default: Float(Int64(bitPattern: bits))
        }
    }

    /// `TensorProto.DataType`.
    static let types: [Int: ElementType] = [
        1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 10: .float16, 11: .float64,
        12: .uint32, 13: .uint64, 16: .bfloat16,
    ]
}
