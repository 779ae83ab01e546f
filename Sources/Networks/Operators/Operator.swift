/// An operator of ONNX's: one row of the table of those that are known, or the name of one that is not.
///
/// The table has a file for each family. A row says what the operator does to places, from which its shapes and its receptive
/// fields follow; how far it is run; where its weights stand; and its words for people. Two operators are equal if their
/// names are.
///
/// A new pointwise operator is a row, in which its function stands too. Another one is a member of this type and its name in
/// its family's list; an operator of a kind that is there has its rules with that. Where a family moves or sums each in its
/// own way, it has a case in that family's shapes and fields besides. To be run it has a computation in `Inference`, in its
/// family's file.
public struct Operator: Sendable {
    /// The name in ONNX's words: `Conv`, `Relu`, `MaxPool`.
    public let name: String
    /// Whose operator it is; empty for ONNX's own.
    public let domain: String
    /// What it does to places; ``OperatorKind/unknown`` where it is not in the table.
    public let kind: OperatorKind
    /// How far it is run.
    public let execution: Execution
    /// Which inputs may be learned. A batch normalisation's mean and variance are not learned but measured.
    public let weights: [Int]
    /// Whether values come out as they went in, in whatever shape or order.
    public let passesValues: Bool
    /// What it does, for people; `nil` where nothing is said.
    public let words: OperatorWords?
    /// What it makes of the elements at a place, by the settings of its node; `nil` if it is no such function.
    package let function: (@Sendable (Node) -> ElementFunction)?

    /// How far an operator is run.
    public enum Execution: Hashable, Sendable {
        /// Not at all yet: a network runs up to it.
        case notRun
        /// Forward only: it gives whole numbers or truth values, or its derivative is not computed.
        case forward
        /// Forward, and backward by its derivative.
        case differentiable
    }

    /// A row of the table.
    init(
        _ name: String, _ kind: OperatorKind, _ execution: Execution, domain: String = "",
        weights: [Int] = [], passesValues: Bool = false, _ words: OperatorWords? = nil,
        function: (@Sendable (Node) -> ElementFunction)? = nil
    ) {
        (self.name, self.domain, self.kind, self.execution) = (name, domain, kind, execution)
        (self.weights, self.passesValues, self.words) = (weights, passesValues, words)
        self.function = function
    }

    /// The operator of a name, as a file has it.
    ///
    /// - Parameters:
    ///   - name: such as `Conv`.
    ///   - domain: whose it is; `ai.onnx` and the empty name are ONNX's own.
    public init(_ name: String, domain: String = "") {
        let stranger = Operator(name, .unknown, .notRun, domain: domain == "ai.onnx" ? "" : domain)
        self = Self.rows[stranger] ?? stranger
    }

    /// Whether it means what ONNX says; those that ONNX Runtime contributes do.
    public var isOnnx: Bool { domain.isEmpty || domain == Self.microsoft }

    /// Whether it is run as other operators, by which it is defined.
    package var isDefinedByOthers: Bool { Definition.table[self] != nil }

    /// The domain of what ONNX Runtime contributes.
    static let microsoft = "com.microsoft"
    /// The domain of what TensorFlow Lite has besides.
    package static let tensorFlowLite = "tflite"

    /// The table: every operator that is known.
    public static let table: [Operator] =
        pointwiseOperators + adjustedOperators + normalizations + windowOperators + reductions + movements + products
        + shapeOperators + selections + recurrences + unfollowed

    private static let rows = Dictionary(uniqueKeysWithValues: zip(table, table))
}

extension Operator: Hashable {
    /// Of one name and one domain.
    public static func == (a: Operator, b: Operator) -> Bool { a.name == b.name && a.domain == b.domain }

    /// By the name; few are in two domains.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Operator: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

/// What an operator does, in a few plain words without capital and full stop.
///
/// Words in braces stand for what a node's shapes and settings say: `{kernels}`, `{kernel}`, `{window}`, `{step}`,
/// `{groups}`, `{inputs}`, and `{part}` for what has a learned number of its own.
public struct OperatorWords: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What it does.
    public let plain: String
    /// What it does where it has weights; often the same.
    public let learned: String

    /// Words for both.
    public init(stringLiteral words: String) { self.init(words, learned: words) }

    /// Words without weights, and with them.
    init(_ plain: String, learned: String) {
        (self.plain, self.learned) = (plain, learned)
    }
}
