import Networks

extension OnnxTensor: TensorStorage {
    var numberType: NumberType { NumberType(onnx: type) }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        numberType.isWhole ? .integers(try elements(of: tensor, in: file)) : .floats(try elements(of: tensor, in: file))
    }

    /// The elements, from `raw_data`, the typed arrays, or the file beside the model that the tensor names.
    private func elements<Number: StoredNumber>(
        of tensor: StoredTensor, in file: LazyFile
    ) throws(ArchiveError) -> [Number] {
        try checkSize(as: tensor.name, file)
        guard let element = OnnxElement(type) else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: OnnxElement.name(of: type))
        }
        if let external { return try OnnxExternalData(tensor, element, external, file).elements() }
        var decoder = OnnxDecoder<Number>(tensor: tensor, element: element, file: file)
        var message = ProtobufReader(file, range, place: "a tensor")
        while let field = try message.next() { try decoder.take(field) }
        return try decoder.elements()
    }
}

/// Gathers a tensor's elements from the fields of its message, never more than its shape has.
private struct OnnxDecoder<Number: StoredNumber> {
    let tensor: StoredTensor
    let element: OnnxElement
    let file: LazyFile
    /// The elements so far.
    private var gathered: [Number] = []
    /// How many were met, those left out included.
    private var found = 0

    init(tensor: StoredTensor, element: OnnxElement, file: LazyFile) {
        (self.tensor, self.element, self.file) = (tensor, element, file)
        gathered.reserveCapacity(tensor.count)
    }

    mutating func take(_ field: ProtobufReader.Field) throws(ArchiveError) {
        switch (field.number, field.value) {
        case (9, .bytes(let range)): try append(element, range)
        case (4, .bytes(let range)), (4, .fixed32(let range)): try append(.whole(.float32), range)
        case (10, .bytes(let range)), (10, .fixed64(let range)): try append(.whole(.float64), range)
        case (5, .varint(let bits)), (7, .varint(let bits)), (11, .varint(let bits)): append(bits)
        case (5, .bytes(let range)), (7, .bytes(let range)), (11, .bytes(let range)):
            var numbers = ProtobufReader(file, range, place: "tensor '\(tensor.name)'")
            while let bits = try numbers.nextVarint() { append(bits) }
        default: return
        }
    }

    private mutating func append(_ element: OnnxElement, _ range: Range<Int>) throws(ArchiveError) {
        let size = element.byteCount(of: 1) ?? 1
        guard range.count.isMultiple(of: size) else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)'",
                expectation: "\(range.count) bytes are no whole number of elements of \(size) bytes")
        }
        let count = range.count / size * element.perByte
        guard count < tensor.count - found + element.perByte else {
            found += count
            return
        }
        append(element.elements(in: range, of: file))
    }

    /// An element, or a byte of several, from the number it is written as: its lowest bytes are the element's.
    private mutating func append(_ bits: UInt64) {
        switch element {
        case .whole(let type):
            append(
                withUnsafeBytes(of: bits.littleEndian) {
                    type.elements(UnsafeRawBufferPointer(rebasing: $0[..<type.size]))
                })
        case .codes:
            var elements: [Number] = []
            element.append(UInt8(truncatingIfNeeded: bits), to: &elements)
            append(elements)
        }
    }

    /// Elements without those of a last byte that has room for more than there are.
    private mutating func append(_ elements: [Number]) {
        let room = tensor.count - found
        let isPadding = elements.count > room && elements.count - room < element.perByte
        found += isPadding ? room : elements.count
        guard elements.count <= room || isPadding else { return }
        // All at once, as most are: the array itself, not a copy.
        if gathered.isEmpty, !isPadding { gathered = elements } else { gathered += elements.prefix(room) }
    }

    consuming func elements() throws(ArchiveError) -> [Number] {
        guard found == tensor.count else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)'",
                expectation: "its shape \(shapeText(tensor.shape)) has \(tensor.count) elements, \(found) are there")
        }
        return gathered
    }
}
