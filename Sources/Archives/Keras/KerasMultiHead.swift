import Networks

/// Attention of several heads.
extension KerasRules {
    /// softmax(QKᵀ/√d)·V of each head, of token × feature; of heads that are grouped several queries share a key and a value.
    ///
    /// - SeeAlso: Vaswani et al. (2017), *NeurIPS*, arXiv:1706.03762; Ainslie et al. (2023), *EMNLP*, arXiv:2305.13245.
    static let multiHead: Rule = { (maker, call) throws(ArchiveError) in
        let given = call.arguments.positional.flatMap(\.tensors)
        func tensor(_ place: Int, _ key: String) -> String? {
            call.arguments.keywords[key]?.tensors.first ?? (given.indices.contains(place) ? given[place] : nil)
        }
        guard let query = tensor(0, "query"), let value = tensor(1, "value"), let heads = KerasHeads(call),
            // Masks are other tensors than these three.
            call.arguments.keywords.allSatisfy({
                ["query", "value", "key"].contains($0.key) || $0.value.tensors.isEmpty
            }),
            !call.isAsked("return_attention_scores"), let axes = TokenAxes(call, of: maker.shape(query)),
            let valueAxes = TokenAxes(call, of: maker.shape(value)), axes.isPlain == valueAxes.isPlain
        else { return maker.addUnknown(call) }
        var inputs: [String] = []
        for (place, input) in [query, tensor(2, "key") ?? value, value].enumerated() {
            inputs.append(
                (place == 0 ? axes : valueAxes).isPlain
                    ? input
                    : try maker.tokens(
                        of: input, place == 0 ? axes : valueAxes, call, named: ["query", "key", "value"][place]))
        }
        var parts: [String] = []
        for (place, input) in inputs.enumerated() { parts.append(try maker.heads(of: input, place, heads, call)) }
        let scale = maker.constant("\(call.name)/scale", [1 / Float(heads.size).squareRoot()], shape: [])
        let scaled = maker.add(.mul, maker.part(call, "scaled"), [parts[0], scale])
        var scores = maker.add(.matMul, maker.part(call, "scores"), [scaled, parts[1]])
        if call.isAsked("use_causal_mask") || call.config["use_causal_mask"]?.bool == true {
            guard let seen = maker.causal(scores, of: inputs[0], inputs[1], call) else {
                return maker.addUnknown(call)
            }
            scores = seen
        }
        let weights = maker.add(.softmax, maker.part(call, "weights"), [scores], ["axis": .int(-1)])
        let seen = maker.add(.matMul, maker.part(call, "seen"), [weights, parts[2]])
        let turned = maker.add(.transpose, maker.part(call, "turned"), [seen], ["perm": .ints([0, 2, 1, 3])])
        guard axes.isPlain else {
            let mixed = try maker.mixed(turned, heads, call, named: maker.part(call, "mixed"), shape: nil)
            return [try maker.untokened(mixed, axes, call)]
        }
        return [try maker.mixed(turned, heads, call, named: call.name, shape: maker.shape(query))]
    }
}

/// How many heads a layer has, and how large each is.
struct KerasHeads {
    let queries, keys, size: Int
    /// Of newer files' names of its parts, what stands before `query_dense`.
    let prefix: String

    /// `nil` for settings that are not followed.
    init?(_ call: KerasLayerCall) {
        let config = call.config
        if call.className == "MultiHeadAttention" {
            guard let heads = config["num_heads"]?.int, let size = config["key_dim"]?.int else { return nil }
            (queries, keys, self.size, prefix) = (heads, heads, size, "")
        } else {
            guard let heads = config["num_query_heads"]?.int, let size = config["head_dim"]?.int,
                let keys = config["num_key_value_heads"]?.int
            else { return nil }
            (queries, self.keys, self.size, prefix) = (heads, keys, size, "_")
        }
        guard [queries, keys, size].allSatisfy((1...1 << 16).contains), queries.isMultiple(of: keys),
            config["use_gate"]?.bool != true, config["sliding_window"]?.int == nil
        else { return nil }
    }
}

/// Which axes of a tensor count the tokens that see each other; along the others each sees its own place alone.
struct TokenAxes {
    /// The axes of tokens, and those of which each place is by itself.
    let tokens, others: [Int]
    let shape: [Int?]

    /// `nil` where sizes or axes are not known.
    init?(_ call: KerasLayerCall, of shape: [Int?]?) {
        guard let shape else {
            // A layer of older files, of batch × token × feature.
            guard call.config["attention_axes"]?.ints == nil else { return nil }
            (tokens, others, self.shape) = ([1], [], [nil, nil, nil])
            return
        }
        let rank = shape.count
        guard rank > 2 else { return nil }
        let named = call.config["attention_axes"]?.ints ?? Array(1..<rank - 1)
        guard named.allSatisfy({ (-rank..<rank).contains($0) }) else { return nil }
        tokens = named.map { $0 < 0 ? $0 + rank : $0 }
        guard Set(tokens).count == tokens.count, tokens == tokens.sorted(), !tokens.isEmpty,
            tokens.allSatisfy({ (1..<rank - 1).contains($0) })
        else { return nil }
        others = (1..<rank - 1).filter { [tokens] axis in !tokens.contains(axis) }
        self.shape = shape
        guard isPlain || (tokens + others).allSatisfy({ (shape[$0] ?? 0) > 0 && (shape[$0] ?? 0) < 1 << 20 }) else {
            return nil
        }
    }

    /// Whether it is batch × token × feature as it is.
    var isPlain: Bool { shape.count == 3 }
    /// The axes in the order of batch × other × token × feature.
    var order: [Int] { [0] + others + tokens + [shape.count - 1] }
    /// The sizes of other axes and of tokens in that order.
    var sizes: [Int] { (others + tokens).map { shape[$0] ?? 1 } }
    var count: Int { tokens.reduce(1) { Count.product([$0, shape[$1] ?? 1]) } }
}

extension KerasNetwork {
    /// A tensor as (batch · other) × token × feature.
    fileprivate mutating func tokens(
        of input: String, _ axes: TokenAxes, _ call: KerasLayerCall, named name: String
    ) throws(ArchiveError) -> String {
        let turned = add(.transpose, part(call, "\(name)_axes"), [input], ["perm": .ints(axes.order)])
        let features = axes.shape.last ?? nil
        return try reshape(
            call, [-1, axes.count, features ?? 0], shape: [nil, axes.count, features], input: turned,
            named: part(call, "\(name)_tokens"))
    }

    /// The axes of such a tensor as the query has them.
    fileprivate mutating func untokened(
        _ tensor: String, _ axes: TokenAxes, _ call: KerasLayerCall
    ) throws(ArchiveError) -> String {
        let features = shape(tensor)?.last ?? nil
        guard let features else { throw refused(call.name, "how many features it gives is not known") }
        let apart = try reshape(
            call, [-1] + axes.sizes + [features], shape: [nil] + axes.sizes + [features], input: tensor,
            named: part(call, "apart"))
        let back = axes.order.indices.map { axis in axes.order.firstIndex(of: axis) ?? axis }
        return add(.transpose, call.name, [apart], ["perm": .ints(back)])
    }

    /// Queries as batch × head × token × size, keys with the tokens last, values as queries.
    fileprivate mutating func heads(
        of input: String, _ place: Int, _ heads: KerasHeads, _ call: KerasLayerCall
    ) throws(ArchiveError) -> String {
        let what = ["query", "key", "value"][place]
        let tensors = tensors(call, part: "\(heads.prefix)\(what)_dense", name: what)
        let count = place == 0 ? heads.queries : heads.keys
        // Feature × head × size, as one matrix.
        guard let kernel = tensors.first, kernel.shape.count == 3, kernel.shape[1] == count else {
            throw refused(call.name, "its \(what) kernel is expected in the file")
        }
        let (width, size) = (kernel.shape[1] * kernel.shape[2], kernel.shape[2])
        let flat = StoredTensor(name: kernel.name, shape: [kernel.shape[0], width], storage: kernel.storage)
        var tensor = add(.matMul, part(call, what), [input, constant(flat)])
        if let bias = tensors.dropFirst().first, bias.count == width {
            let offset = constant(StoredTensor(name: bias.name, shape: [width], storage: bias.storage))
            tensor = add(.add, part(call, "\(what)_bias"), [tensor, offset])
        }
        tensor = try reshape(
            call, [0, 0, count, size], shape: nil, input: tensor, named: part(call, "\(what)_heads"))
        if count < heads.queries {
            let shared = (0..<heads.queries).map { $0 / (heads.queries / count) }
            let places = constant("\(call.name)/\(what)/head", whole: shared)
            tensor = add(.gather, part(call, "\(what)_shared"), [tensor, places], ["axis": .int(2)])
        }
        return add(
            .transpose, part(call, "\(what)_turned"), [tensor],
            ["perm": .ints(place == 1 ? [0, 2, 3, 1] : [0, 2, 1, 3])])
    }

    /// The heads' answers, batch × token × head × size, weighed together.
    fileprivate mutating func mixed(
        _ input: String, _ heads: KerasHeads, _ call: KerasLayerCall, named name: String, shape: [Int?]?
    ) throws(ArchiveError) -> String {
        let tensors = tensors(call, part: "\(heads.prefix)output_dense", name: "attention_output")
        guard let kernel = tensors.first, kernel.shape.count == 3, kernel.shape[0] == heads.queries else {
            throw refused(call.name, "its output kernel is expected in the file")
        }
        let width = kernel.shape[0] * kernel.shape[1]
        let row = try reshape(call, [0, 0, width], shape: nil, input: input, named: part(call, "joined"))
        let flat = StoredTensor(name: kernel.name, shape: [width, kernel.shape[2]], storage: kernel.storage)
        let weight = constant(flat)
        let own = shape ?? [nil, nil, kernel.shape[2]]
        guard let bias = tensors.dropFirst().first else { return add(.matMul, name, [row, weight], shape: own) }
        let product = add(.matMul, part(call, "output"), [row, weight])
        return add(.add, name, [product, constant(bias)], shape: own)
    }
}
