/// A tensor in numbers of another type: what `Cast` makes.
struct OnnxCast: TensorStorage {
    /// The tensor.
    let input: StoredTensor
    /// The type.
    let type: ElementType

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let values = try input.values(in: file)
        return switch type {
        case .float32, .float64: values
        case .float16: values.map { Float(Float16($0)) }
        case .bfloat16: values.map(Self.bfloat16)
        default: values.map { $0.rounded(.towardZero) }
        }
    }

    /// The nearest number whose lower 16 bits are zero, of two as near the even one.
    private static func bfloat16(_ value: Float) -> Float {
        guard value.isFinite else { return value }
        let bits = value.bitPattern
        return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
    }
}

extension OnnxConstants {
    /// What `Cast` makes; types of fewer than 16 bits would need rules for what does not fit.
    mutating func cast(_ input: StoredTensor, _ node: OnnxNode) throws(OnnxObstacle) -> StoredTensor {
        guard case .whole(let type)? = OnnxElement(node.int("to", default: 0)) else { throw unable(node) }
        return StoredTensor(name: input.name, shape: input.shape, storage: OnnxCast(input: input, type: type))
    }
}
