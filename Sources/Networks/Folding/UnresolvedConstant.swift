/// Why a tensor is not known before the network runs.
public enum UnresolvedConstant: Error, Hashable, Sendable {
    /// It comes from outside.
    case input
    /// No node gives it.
    case missing
    /// An operation gives it that is not folded.
    case computed(Operator)
    /// More operations make it than are followed.
    case tooManyOperations(limit: Int)
    /// An operation gives it whose inputs and settings do not fit.
    case unfit(Operator)
    /// The scales of a quantisation do not fit what they scale.
    case misfittingScales([Int], of: [Int])
}

extension UnresolvedConstant: CustomStringConvertible {
    /// The end of a sentence about the tensor: "which the file computes by MatMul".
    public var description: String {
        switch self {
        case .input: "an input of the graph"
        case .missing: "which nothing in the graph makes"
        case .computed(let op): "which the file computes by \(op)" + (op.isOnnx ? "" : " of '\(op.domain)'")
        case .tooManyOperations(let limit): "which more than \(limit) operations make"
        case .unfit(let op): "which \(op) cannot make of what it is given"
        case .misfittingScales(let scales, let shape):
            "whose scales of shape \(shapeText(scales)) do not fit its shape \(shapeText(shape))"
        }
    }
}

/// `64 × 3 × 11 × 11`; a single number's shape is `()`, a free size `?`; of an absurd shape only the first axes.
package func shapeText(_ shape: [Int?]) -> String {
    guard !shape.isEmpty else { return "()" }
    return shape.prefix(8).map { $0.map(String.init) ?? "?" }.joined(separator: " × ") + (shape.count > 8 ? " × …" : "")
}
