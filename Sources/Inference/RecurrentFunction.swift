import Foundation
import Networks

/// What a recurrent layer makes of a gate's, a candidate's or a state's sum.
struct RecurrentFunction: Sendable {
    private let function: @Sendable (Float) -> Float

    func callAsFunction(_ x: Float) -> Float { function(x) }

    /// The settings that a function takes, with what they are where a node does not say.
    private static let settings: [String: [(name: String, usual: Float)]] = [
        "Relu": [], "Tanh": [], "Sigmoid": [], "Softsign": [], "Softplus": [],
        "LeakyRelu": [("alpha", 0.01)], "ThresholdedRelu": [("alpha", 1)], "Elu": [("alpha", 1)],
        "HardSigmoid": [("alpha", 0.2), ("beta", 0.5)], "Affine": [("alpha", 1), ("beta", 0)],
        "ScaledTanh": [("alpha", 1), ("beta", 1)],
    ]

    /// The functions that a node names in `activations`; the usual ones where it names none. Their settings are taken in turn
    /// from `activation_alpha` and `activation_beta`.
    ///
    /// - Throws: ``OperatorError``: a name that is none of ONNX's, more or fewer than there are to be.
    static func list(of node: Node, usual: [String]) throws(OperatorError) -> [RecurrentFunction] {
        let named = node.strings("activations") ?? []
        guard named.isEmpty || named.count == usual.count else {
            throw OperatorError("its activations are \(named.count), where \(usual.count) are expected")
        }
        var given = ["alpha": node.floats("activation_alpha") ?? [], "beta": node.floats("activation_beta") ?? []]
        var functions: [RecurrentFunction] = []
        for name in named.isEmpty ? usual : named {
            guard let (proper, settings) = Self.settings.first(where: { $0.key.lowercased() == name.lowercased() })
            else { throw OperatorError("activation '\(name)' is none of ONNX's for recurrent layers") }
            let values = settings.map { setting -> (String, Float) in
                guard let next = given[setting.name]?.first else { return (setting.name, setting.usual) }
                given[setting.name]?.removeFirst()
                return (setting.name, next)
            }
            functions.append(RecurrentFunction(proper, Dictionary(uniqueKeysWithValues: values)))
        }
        return functions
    }

    private init(_ name: String, _ settings: [String: Float]) {
        let (alpha, beta) = (settings["alpha"] ?? 1, settings["beta"] ?? 0)
        switch name {
        case "Relu": function = { max($0, 0) }
        case "Affine": function = { alpha * $0 + beta }
        case "ScaledTanh": function = { alpha * tanh(beta * $0) }
        // As the operator of the same name.
        default:
            let node = Node(
                op: Operator(name), inputs: [""], outputs: [""], attributes: settings.mapValues { .float($0) })
            guard case .map(let floats, _, _)? = node.op.function?(node) else {
                preconditionFailure("a function of each element")
            }
            function = floats
        }
    }
}
