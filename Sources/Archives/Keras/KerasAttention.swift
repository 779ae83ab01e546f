import Foundation
import Networks

/// Attention, and layers that work on each of a row of tensors.
extension KerasRules {
    static let attention: [String: Rule] = [
        "MultiHeadAttention": multiHead, "GroupQueryAttention": multiHead, "GroupedQueryAttention": multiHead,
        "EinsumDense": { (maker, call) throws(ArchiveError) in
            let tensors = maker.tensors(call)
            guard let kernel = tensors.first, let equation = call.config["equation"]?.text else {
                return maker.addUnknown(call)
            }
            let input = try call.input(maker)
            let weight = maker.constant(kernel)
            // An ellipsis is ONNX's as well.
            let settings: [String: Attribute] = ["equation": .string(equation)]
            let bias = tensors.dropFirst().first.map { maker.constant($0) }
            return try maker.activated(call, shape: nil) { (maker, name) in
                guard let bias else { return maker.add(.einsum, name, [input, weight], settings) }
                let product = maker.add(.einsum, maker.part(call, "Einsum"), [input, weight], settings)
                return maker.add(.add, name, [product, bias])
            }
        },
        "Attention": scored(isSum: false), "AdditiveAttention": scored(isSum: true),
        "TimeDistributed": timeDistributed,
    ]

    /// softmax(scores)·V of what it is given as query, value and, if not the value, key: scores s·QKᵀ, where s is learned or 1,
    /// or Σ s ⊙ tanh(q + k) of each pair.
    ///
    /// - SeeAlso: Bahdanau et al. (2015), *ICLR*, arXiv:1409.0473.
    private static func scored(isSum: Bool) -> Rule {
        { (maker, call) throws(ArchiveError) in
            let given = call.inputs
            guard (2...3).contains(given.count), call.arguments.tensors.count == given.count,
                (call.config["score_mode"]?.text ?? "dot") == "dot", maker.shape(given[0])?.count == 3,
                !call.isAsked("return_attention_scores")
            else { return maker.addUnknown(call) }
            let key = given.count > 2 ? given[2] : given[1]
            var scale: String?
            if call.config["use_scale"]?.bool == true {
                guard let stored = maker.tensors(call).first, isSum || stored.count == 1 else {
                    throw maker.refused(call.name, "its scale is expected in the file")
                }
                scale = maker.constant(stored)
            }
            var scores: String
            if isSum {
                let row = maker.constant("\(call.name)/row", whole: [2])
                let column = maker.constant("\(call.name)/column", whole: [1])
                let rows = maker.add(.unsqueeze, maker.part(call, "rows"), [given[0], row])
                let columns = maker.add(.unsqueeze, maker.part(call, "columns"), [key, column])
                let pairs = maker.add(.add, maker.part(call, "pairs"), [rows, columns])
                var bent = maker.add(.tanh, maker.part(call, "bent"), [pairs])
                if let scale { bent = maker.add(.mul, maker.part(call, "scaled"), [bent, scale]) }
                scores = maker.add(
                    Operator("ReduceSum"), maker.part(call, "scores"), [bent],
                    ["axes": .ints([-1]), "keepdims": .int(0)])
            } else {
                let turned = maker.add(.transpose, maker.part(call, "key"), [key], ["perm": .ints([0, 2, 1])])
                scores = maker.add(.matMul, maker.part(call, "scores"), [given[0], turned])
                if let scale { scores = maker.add(.mul, maker.part(call, "scaled"), [scores, scale]) }
            }
            if call.isAsked("use_causal_mask") {
                guard let seen = maker.causal(scores, of: given[0], key, call) else { return maker.addUnknown(call) }
                scores = seen
            }
            let weights = maker.add(.softmax, maker.part(call, "weights"), [scores], ["axis": .int(-1)])
            return [maker.add(.matMul, call.name, [weights, given[1]])]
        }
    }

    /// A layer on each of a row of tensors: these are a batch to it.
    private static let timeDistributed: Rule = { (maker, call) throws(ArchiveError) in
        let input = try call.input(maker)
        guard let layer = call.config["layer"], let className = layer["class_name"]?.text,
            let config = layer["config"], let shape = maker.shape(input) ?? call.inputShape.map({ [nil] + $0 }),
            shape.count > 2, let steps = shape[1], !shape.dropFirst(2).contains(nil)
        else { return maker.addUnknown(call) }
        let sizes = shape.dropFirst(2).compactMap(\.self)
        let own = config["name"]?.text ?? className
        let batch = try maker.reshape(
            call, [-1] + sizes, shape: [nil] + sizes, input: input, named: maker.part(call, "batch"))
        // Newer files keep the arrays under `layer`.
        let inner = call.inside(
            maker.part(call, own), scope: call.scope + [own], className: className, config: config,
            path: call.path + "/layer", inputs: [batch])
        let result = try maker.add(inner)[0]
        let size = maker.add(.shape, maker.part(call, "shape"), [result], ["start": .int(1)])
        let row = maker.constant("\(call.name)/steps", whole: [-1, steps])
        let target = maker.add(.concat, maker.part(call, "sizes"), [row, size], ["axis": .int(0)])
        let inside = maker.shape(result).map { [nil, steps] + $0.dropFirst() }
        return [maker.add(.reshape, call.name, [result, target], shape: inside)]
    }
}

extension KerasLayerCall {
    /// Whether it is called with something switched on.
    func isAsked(_ keyword: String) -> Bool {
        if case .value(let value)? = arguments.keywords[keyword] { value.bool == true } else { false }
    }
}

extension KerasNetwork {
    /// The most pairs of tokens for which it is written which see each other.
    private static let mostPairs = 1 << 22

    /// Scores, of which those of a key behind its query vanish; `nil` where it is not known how many there are.
    mutating func causal(
        _ scores: String, of query: String, _ key: String, _ call: KerasLayerCall
    ) -> String? {
        guard let rows = shape(query)?[1], let columns = shape(key)?[1], rows > 0, columns > 0,
            Count.product([rows, columns]) <= Self.mostPairs
        else { return nil }
        let masked = (0..<rows * columns).map { $0 % columns > $0 / columns ? Float(-1e9) : 0 }
        let mask = constant("\(call.name)/mask", masked, shape: [rows, columns])
        return add(.add, part(call, "masked"), [scores, mask])
    }
}
