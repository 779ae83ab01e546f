import Foundation
import Networks

/// Attention, and layers that work on each of a row of tensors.
extension KerasRules {
    static let attention: [String: Rule] = [
        "MultiHeadAttention": multiHead,
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
        "Attention": dotted, "TimeDistributed": timeDistributed,
    ]

    /// softmax(s·QKᵀ)·V with what it is given as query, value and, if not the value, key; s is learned, or 1.
    private static let dotted: Rule = { (maker, call) throws(ArchiveError) in
        let given = call.inputs
        guard (2...3).contains(given.count), call.arguments.tensors.count == given.count,
            (call.config["score_mode"]?.text ?? "dot") == "dot", maker.shape(given[0])?.count == 3
        else { return maker.addUnknown(call) }
        let key = maker.add(
            .transpose, maker.part(call, "key"), [given.count > 2 ? given[2] : given[1]], ["perm": .ints([0, 2, 1])])
        var scores = maker.add(.matMul, maker.part(call, "scores"), [given[0], key])
        if call.config["use_scale"]?.bool == true {
            guard let scale = maker.tensors(call).first, scale.count == 1 else {
                throw maker.refused(call.name, "its scale is expected in the file")
            }
            scores = maker.add(.mul, maker.part(call, "scaled"), [scores, maker.constant(scale)])
        }
        let weights = maker.add(.softmax, maker.part(call, "weights"), [scores], ["axis": .int(-1)])
        return [maker.add(.matMul, call.name, [weights, given[1]])]
    }

    /// softmax(QKᵀ/√d)·V of each head, of token × feature.
    private static let multiHead: Rule = { (maker, call) throws(ArchiveError) in
        let given = call.arguments.positional.flatMap(\.tensors)
        func tensor(_ place: Int, _ key: String) -> String? {
            call.arguments.keywords[key]?.tensors.first ?? (given.indices.contains(place) ? given[place] : nil)
        }
        guard let query = tensor(0, "query"), let value = tensor(1, "value"),
            call.arguments.keywords["attention_mask"] == nil, call.config["use_causal_mask"]?.bool != true,
            let heads = call.config["num_heads"]?.int, let size = call.config["key_dim"]?.int, size > 0
        else { return maker.addUnknown(call) }
        let key = tensor(2, "key") ?? value
        var parts: [String] = []
        for (place, input) in [query, key, value].enumerated() {
            let what = ["query", "key", "value"][place]
            let tensors = maker.tensors(call, part: what + "_dense", name: what)
            // Feature × head × size, as one matrix.
            guard let kernel = tensors.first, kernel.shape.count == 3, kernel.shape[1] == heads else {
                throw maker.refused(call.name, "its \(what) kernel is expected in the file")
            }
            let width = kernel.shape[1] * kernel.shape[2]
            let flat = StoredTensor(name: kernel.name, shape: [kernel.shape[0], width], storage: kernel.storage)
            var part = maker.add(.matMul, maker.part(call, what), [input, maker.constant(flat)])
            if let bias = tensors.dropFirst().first, bias.count == width {
                let offset = maker.constant(StoredTensor(name: bias.name, shape: [width], storage: bias.storage))
                part = maker.add(.add, maker.part(call, "\(what)_bias"), [part, offset])
            }
            part = try maker.reshape(
                call, [0, 0, heads, kernel.shape[2]], shape: nil, input: part,
                named: maker.part(call, "\(what)_heads"))
            parts.append(
                maker.add(
                    .transpose, maker.part(call, "\(what)_turned"), [part],
                    ["perm": .ints(place == 1 ? [0, 2, 3, 1] : [0, 2, 1, 3])]))
        }
        let scale = maker.constant("\(call.name)/scale", [1 / Float(size).squareRoot()], shape: [])
        let scaled = maker.add(.mul, maker.part(call, "scaled"), [parts[0], scale])
        let scores = maker.add(.matMul, maker.part(call, "scores"), [scaled, parts[1]])
        let weights = maker.add(.softmax, maker.part(call, "weights"), [scores], ["axis": .int(-1)])
        let seen = maker.add(.matMul, maker.part(call, "seen"), [weights, parts[2]])
        let turned = maker.add(.transpose, maker.part(call, "turned"), [seen], ["perm": .ints([0, 2, 1, 3])])
        let tensors = maker.tensors(call, part: "output_dense", name: "attention_output")
        guard let kernel = tensors.first, kernel.shape.count == 3, kernel.shape[0] == heads else {
            throw maker.refused(call.name, "its output kernel is expected in the file")
        }
        let width = kernel.shape[0] * kernel.shape[1]
        let row = try maker.reshape(
            call, [0, 0, width], shape: nil, input: turned, named: maker.part(call, "joined"))
        let flat = StoredTensor(name: kernel.name, shape: [width, kernel.shape[2]], storage: kernel.storage)
        let weight = maker.constant(flat)
        let shape = maker.shape(query)
        guard let bias = tensors.dropFirst().first else {
            return [maker.add(.matMul, call.name, [row, weight], shape: shape)]
        }
        let product = maker.add(.matMul, maker.part(call, "output"), [row, weight])
        return [maker.add(.add, call.name, [product, maker.constant(bias)], shape: shape)]
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
