import Networks

/// A tensor in a file: what it is and where it lies, not its elements.
struct StoredTensor: Sendable {
    /// The name in the file.
    let name: String
    /// Sizes of the axes, none negative, their product representable.
    let shape: [Int]
    /// How to read the elements.
    let storage: any TensorStorage
    /// How the elements are made of what the file stores, if they are not just that: a whole sentence on a layer's weights.
    var note: String?
    /// Why the elements are not what a network uses, if they are not: a whole sentence, to be read before any of them.
    var caution: String?

    /// The product of the shape.
    var count: Int { shape.reduce(1, *) }

    /// The elements as 32-bit floats, last axis fastest.
    func values(in file: LazyFile) throws(ArchiveError) -> [Float] { try storage.numbers(of: self, in: file).floats }
}

/// Where the elements of a tensor lie and how they are written.
protocol TensorStorage: Sendable {
    /// What the elements are.
    var numberType: NumberType { get }
    /// The elements, last axis fastest, `tensor.count` of them; whole numbers of types that are, floats of all others.
    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers
}

/// Elements that are read as floats, whatever they are written as.
protocol FloatStorage: TensorStorage {
    /// The elements, last axis fastest; `tensor.count` of them.
    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float]
}

extension FloatStorage {
    var numberType: NumberType { .float32 }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        .floats(try values(of: tensor, in: file))
    }
}

/// Elements that stand where the tensor is described, as in a node's attributes.
struct LiteralStorage: FloatStorage {
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

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        guard let type else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: typeName)
        }
        return type.numbers(in: range, of: file, bigEndian: bigEndian)
    }
}

/// The product of sizes, `nil` if one is negative or the product does not fit.
func product(_ sizes: [Int]) -> Int? {
    guard sizes.allSatisfy({ $0 >= 0 }) else { return nil }
    let product = Count.product(sizes)
    return product < .max ? product : nil
}

/// The number of elements of a shape, `nil` if a size is negative or the sizes that are not zero do not fit together.
func elementCount(_ shape: [Int]) -> Int? {
    product(shape.map { max(1, $0) }).flatMap { _ in product(shape) }
}
