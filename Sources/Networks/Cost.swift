/// What an operation costs: the numbers it has learned, and the multiplications it needs.
public struct Cost: Hashable, Sendable {
    /// Learned numbers: weights and biases.
    public let parameters: Int
    /// Multiplications each followed by an addition, for one image; `nil` for operations that are not sums of products,
    /// or whose shapes are not known.
    public let multiplyAdds: Int?

    /// The cost of an operation.
    ///
    /// - Parameters:
    ///   - instance: the operation, with what is known of its inputs.
    ///   - output: the shape of its first output, where it is known.
    ///   - isLearned: whether a tensor is a constant, or reckoned from constants alone.
    public init(of instance: OperatorInstance, output: [Int]?, isLearned: (String) -> Bool) {
        let node = instance.node
        let learned = node.op.weights.filter { node.input($0).map(isLearned) ?? false }
        parameters = Count.sum(learned.map { instance.shape($0).map(elementCount) ?? 0 })
        multiplyAdds = output.flatMap { Self.products(instance, output: $0) }
    }

    private static func products(_ instance: OperatorInstance, output: [Int]) -> Int? {
        switch instance.node.op {
        case .convTranspose:
            // Every input element is written through the kernel to the outputs of its group.
            guard let input = instance.shape(0), let weight = instance.shape(1) else { return nil }
            return elementCount(input + weight.dropFirst())
        case .gemm:
            guard let weight = instance.shape(1), weight.count == 2 else { return nil }
            return elementCount(output + [weight[instance.node.int("transB") == 1 ? 1 : 0]])
        case .matMul, .matMulInteger, .qLinearMatMul: return instance.shape(0)?.last.map { elementCount(output + [$0]) }
        default:
            // Every output element of a convolution sums over its group's channels and the kernel.
            guard case .convolution(let kernel) = instance.node.op.kind else { return nil }
            return instance.shape(kernel).map { elementCount(output + $0.dropFirst()) }
        }
    }
}
