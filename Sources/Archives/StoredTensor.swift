import Networks

/// A tensor in a file: what it is and where it lies, not its elements.
struct StoredTensor: Sendable {
    /// The name in the file.
    let name: String
    /// Sizes of the axes, none negative, their product representable.
    let shape: [Int]
    /// How to read the elements.
    let storage: any TensorStorage

    /// The product of the shape.
    var count: Int { shape.reduce(1, *) }

    /// The elements, last axis fastest.
    func values(in file: LazyFile) throws(ArchiveError) -> [Float] { try storage.values(of: self, in: file) }
}

/// Where the elements of a tensor lie and how they are written.
protocol TensorStorage: Sendable {
    /// What the elements are; floats unless a storage says otherwise.
    var numberType: NumberType { get }
    /// The elements as 32-bit floats, last axis fastest; `tensor.count` of them.
    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float]
    /// The elements as they are; the floats, unless a storage has whole numbers.
    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers
}

extension TensorStorage {
    var numberType: NumberType { .float32 }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        .real(try values(of: tensor, in: file))
    }
}

/// Elements that stand where the tensor is described, as in a node's attributes.
struct LiteralStorage: TensorStorage {
    /// The elements.
    let numbers: [Float]

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] { numbers }
}

/// Elements of one type side by side, as safetensors has them; the length was checked when the file was indexed.
struct ContiguousStorage: TensorStorage {
    /// The element type, `nil` if it is not read.
    let type: ElementType?
    /// The type's name in the file, for messages.
    let typeName: String
    /// Where the elements lie.
    let range: Range<Int>
    /// Whether the highest byte comes first.
    var bigEndian = false

    var numberType: NumberType { type?.numberType ?? .other }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        try elements(of: tensor, in: file)
    }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        numberType.isWhole ? .whole(try elements(of: tensor, in: file)) : .real(try elements(of: tensor, in: file))
    }

    private func elements<Number: StoredNumber>(
        of tensor: StoredTensor, in file: LazyFile
    ) throws(ArchiveError) -> [Number] {
        guard let type else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: typeName)
        }
        return type.elements(in: range, of: file, bigEndian: bigEndian)
    }
}

extension NumberType {
    /// Whether elements are whole numbers, or truth values, which are kept as such.
    var isWhole: Bool { isInteger || self == .bool }
}

/// The product of sizes, `nil` if one is negative or the product does not fit.
func product(_ sizes: [Int]) -> Int? {
    // A zero anywhere makes the product zero, but the other sizes must still be sizes.
    guard sizes.allSatisfy({ $0 >= 0 }) else { return nil }
    if sizes.contains(0) { return 0 }
    var result = 1
    for size in sizes {
        let (next, overflow) = result.multipliedReportingOverflow(by: size)
        if overflow { return nil }
        result = next
    }
    return result
}
