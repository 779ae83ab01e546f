import Networks

/// Products of matrices, attention among them, and what is taken together along axes.
extension AtenTranslation {
    static let products: [String: Rule] = [
        "linear": { (t, call) throws(Untranslated) in
            guard let weight = try call.tensor("weight") else { throw Untranslated() }
            let (x, bias) = (try call.first, try call.tensor("bias"))
            if try t.rank(x) == 2 {
                return t.give(call, "Gemm", [x, weight] + (bias.map { [$0] } ?? []), ["transB": .int(1)])
            }
            let turned = t.emit("Transpose", [weight], ["perm": .ints([1, 0])])
            guard let bias else { return t.give(call, "MatMul", [x, turned]) }
            return t.give(call, "Add", [t.emit("MatMul", [x, turned]), bias])
        },
        "mm": multiplied, "bmm": multiplied, "matmul": multiplied, "mv": multiplied, "dot": multiplied,
        "addmm": { (t, call) throws(Untranslated) in
            guard let a = try call.tensor("mat1"), let b = try call.tensor("mat2") else { throw Untranslated() }
            return t.give(
                call, "Gemm", [a, b, try call.first],
                [
                    "alpha": .float(Float(try call.number("alpha") ?? 1)),
                    "beta": .float(Float(try call.number("beta") ?? 1)),
                ])
        },
        "baddbmm": { (t, call) throws(Untranslated) in
            guard let a = try call.tensor("batch1"), let b = try call.tensor("batch2") else { throw Untranslated() }
            let product = try t.scaled(t.emit("MatMul", [a, b]), call.number("alpha") ?? 1)
            return t.give(call, "Add", [try t.scaled(call.first, call.number("beta") ?? 1), product])
        },
        "scaled_dot_product_attention": attention, "_scaled_dot_product_flash_attention_for_cpu": attention,
        "_scaled_dot_product_flash_attention": attention, "_scaled_dot_product_efficient_attention": attention,
        "einsum": { (t, call) throws(Untranslated) in
            guard let equation = call.text("equation"), case .tensors(let tensors)? = call.argument("tensors") else {
                throw Untranslated()
            }
            var shapes: [[Int?]] = []
            for tensor in tensors { shapes.append(try t.sizes(tensor)) }
            if let product = EinsumProduct(equation, shapes) { return try product.say(&t, call, tensors) }
            return t.give(call, "Einsum", tensors, ["equation": .string(equation)])
        },
        "softmax": { (t, call) throws(Untranslated) in try t.shares(call, "Softmax") },
        "_softmax": { (t, call) throws(Untranslated) in try t.shares(call, "Softmax") },
        "_safe_softmax": { (t, call) throws(Untranslated) in try t.shares(call, "Softmax") },
        "log_softmax": { (t, call) throws(Untranslated) in try t.shares(call, "LogSoftmax") },
        "_log_softmax": { (t, call) throws(Untranslated) in try t.shares(call, "LogSoftmax") },
    ]

    private static let multiplied: Rule = { (t, call) throws(Untranslated) in
        // ATen has another name for the second factor in each of them.
        let name = ["other", "mat2", "vec", "tensor"].first { call.argument($0) != nil }
        guard let name, let other = try call.tensor(name) else { throw Untranslated() }
        return t.give(call, "MatMul", [try call.first, other])
    }

    private mutating func shares(_ call: AtenCall, _ op: String) throws(Untranslated) -> [String] {
        let x = cast(try call.first, to: .float32)
        return give(call, op, [x], ["axis": .int(try axis(try call.int("dim") ?? -1, of: rank(call.first)))])
    }

    /// A tensor times a number, unless that is 1.
    mutating func scaled(_ tensor: String, _ factor: Double) throws(Untranslated) -> String {
        factor == 1 ? tensor : emit("Mul", [tensor, try number(factor, as: .float32)])
    }

    /// softmax(q·kᵀ·scale + mask)·v.
    private static let attention: Rule = { (t, call) throws(Untranslated) in
        guard let key = try call.tensor("key"), let value = try call.tensor("value") else { throw Untranslated() }
        let query = try call.first
        let (sizes, rank) = (try t.sizes(query), try t.rank(key))
        guard call.flag("enable_gqa") != true, sizes.count > 1, rank > 1, let length = sizes[sizes.count - 1] else {
            throw Untranslated()
        }
        let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
        let turned = t.emit("Transpose", [key], ["perm": .ints(order)])
        let scale = try call.number("scale") ?? 1 / Double(max(length, 1)).squareRoot()
        var scores = try t.scaled(t.emit("MatMul", [query, turned]), scale)
        let masked = Double(-Float.greatestFiniteMagnitude)
        if let mask = try call.tensor("attn_mask") {
            if t.type(mask) == .bool {
                scores = t.emit("Where", [mask, scores, try t.number(masked, as: .float32)])
            } else {
                scores = t.emit("Add", [scores, mask])
            }
        } else if call.flag("is_causal") == true {
            guard let rows = sizes[sizes.count - 2], let columns = try t.sizes(key)[rank - 2] else {
                throw Untranslated()
            }
            // Every query sees the keys up to its own; adding half the largest keeps a sum finite.
            let mask = try t.made([rows, columns]) { place in
                place % columns > place / columns ? -Float.greatestFiniteMagnitude / 2 : 0
            }
            scores = t.emit("Add", [scores, mask])
        }
        return t.give(call, "MatMul", [t.emit("Softmax", [scores], ["axis": .int(-1)]), value])
    }
}

/// An equation of two tensors as a product of matrices.
private struct EinsumProduct {
    /// Letters of both that stay, of the first alone, of both that are summed over, and of the second alone.
    private let both, left, summed, right: [Character]
    private let inputs: [[Character]]
    private let output: [Character]
    private let sizes: [Character: Int]

    /// `nil` for another number of tensors, ellipses, diagonals, open sizes, and letters of one tensor that are summed over.
    init?(_ equation: String, _ shapes: [[Int?]]) {
        let sides = equation.filter { $0 != " " }.split(separator: "-", maxSplits: 1)
        guard shapes.count == 2, sides.count == 2, sides[1].hasPrefix(">"), !equation.contains(".") else { return nil }
        inputs = sides[0].split(separator: ",").map(Array.init)
        output = Array(sides[1].dropFirst())
        var sizes: [Character: Int] = [:]
        for (letters, shape) in zip(inputs, shapes) {
            guard letters.count == shape.count, Set(letters).count == letters.count else { return nil }
            for (letter, size) in zip(letters, shape) {
                guard let size, sizes[letter] ?? size == size, size < 1 << 30 else { return nil }
                sizes[letter] = size
            }
        }
        guard inputs.count == 2, Set(output).count == output.count else { return nil }
        self.sizes = sizes
        let (a, b, kept) = (Set(inputs[0]), Set(inputs[1]), Set(output))
        both = output.filter { a.contains($0) && b.contains($0) }
        left = output.filter { a.contains($0) && !b.contains($0) }
        right = output.filter { b.contains($0) && !a.contains($0) }
        summed = inputs[0].filter { b.contains($0) && !kept.contains($0) }
        guard both.count + left.count + summed.count == a.count, both.count + right.count + summed.count == b.count,
            both.count + left.count + right.count == output.count
        else { return nil }
    }

    func say(
        _ t: inout AtenTranslation, _ call: AtenCall, _ tensors: [String]
    ) throws(Untranslated) -> [String] {
        let a = try matrix(&t, tensors[0], inputs[0], [both, left, summed])
        let b = try matrix(&t, tensors[1], inputs[1], [both, summed, right])
        let product = t.emit("MatMul", [a, b])
        let letters = both + left + right
        let shaped = t.emit("Reshape", [product, try t.integers(letters.map { sizes[$0] ?? 1 })])
        return t.give(
            call, "Transpose", [shaped], ["perm": .ints(output.map { letters.firstIndex(of: $0) ?? 0 })])
    }

    /// A tensor with its axes in order, those of the last two groups each made one.
    private func matrix(
        _ t: inout AtenTranslation, _ tensor: String, _ letters: [Character], _ groups: [[Character]]
    ) throws(Untranslated) -> String {
        let order = groups.joined().map { letters.firstIndex(of: $0) ?? 0 }
        let turned = t.emit("Transpose", [tensor], ["perm": .ints(order)])
        var shape = groups[0].map { sizes[$0] ?? 1 }
        for group in groups.dropFirst() {
            guard let size = product(group.map { sizes[$0] ?? 1 }) else { throw Untranslated() }
            shape.append(size)
        }
        return t.emit("Reshape", [turned, try t.integers(shape)])
    }
}

/// Axes taken together.
extension AtenTranslation {
    static let reductions: [String: Rule] = [
        "mean": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceMean") },
        "sum": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceSum") },
        "prod": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceProd") },
        "amax": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceMax") },
        "amin": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceMin") },
        "logsumexp": { (t, call) throws(Untranslated) in try t.reduced(call, "ReduceLogSumExp") },
        "max": { (t, call) throws(Untranslated) in try extreme(&t, call, "Max") },
        "min": { (t, call) throws(Untranslated) in try extreme(&t, call, "Min") },
        "argmax": { (t, call) throws(Untranslated) in try t.place(call, "ArgMax") },
        "argmin": { (t, call) throws(Untranslated) in try t.place(call, "ArgMin") },
        "any": { (t, call) throws(Untranslated) in try t.truth(call, "ReduceMax") },
        "all": { (t, call) throws(Untranslated) in try t.truth(call, "ReduceMin") },
        "cumsum": { (t, call) throws(Untranslated) in
            let axis = try t.axis(try call.int("dim") ?? 0, of: t.rank(call.first))
            return t.give(call, "CumSum", [try call.first, try t.integers([axis], shape: [])])
        },
        "var": { (t, call) throws(Untranslated) in try spread(&t, call, isRoot: false) },
        "std": { (t, call) throws(Untranslated) in try spread(&t, call, isRoot: true) },
        "linalg_vector_norm": { (t, call) throws(Untranslated) in
            switch try call.number("ord") ?? 2 {
            case 2: return try t.reduced(call, "ReduceL2")
            case 1: return try t.reduced(call, "ReduceL1")
            default: throw Untranslated()
            }
        },
        "norm": { (t, call) throws(Untranslated) in
            guard try call.number("p") ?? 2 == 2 else { throw Untranslated() }
            return try t.reduced(call, "ReduceL2")
        },
    ]

    private mutating func reduced(_ call: AtenCall, _ op: String) throws(Untranslated) -> [String] {
        let x = cast(try call.first, to: type(call.output))
        let axes = try axes(call, "dim", of: rank(call.first))
        return give(
            call, op, [x, try integers(axes)], ["keepdims": .int(call.flag("keepdim") == true ? 1 : 0)])
    }

    /// Whether something is true of any or of all elements: the largest or the smallest of 0 and 1.
    private mutating func truth(_ call: AtenCall, _ op: String) throws(Untranslated) -> [String] {
        let x = cast(cast(try call.first, to: .bool), to: .float32)
        let axes = try integers(try axes(call, "dim", of: rank(call.first)))
        let reduced = emit(op, [x, axes], ["keepdims": .int(call.flag("keepdim") == true ? 1 : 0)])
        return give(call, "Cast", [reduced], ["to": .int(NumberType.bool.onnx)])
    }

    /// The largest, of two tensors, of all elements, or along an axis with its place.
    private static func extreme(
        _ t: inout AtenTranslation, _ call: AtenCall, _ kind: String
    ) throws(Untranslated) -> [String] {
        if let other = try call.tensor("other") { return t.give(call, kind, [try call.first, other]) }
        let values = try t.reduced(call, "Reduce\(kind)")
        guard let places = call.outputs.dropFirst().first, t.isRead(places) else { return values }
        return values + [
            t.emit(
                "Arg\(kind)", [try call.first],
                [
                    "axis": .int(try call.int("dim") ?? 0),
                    "keepdims": .int(call.flag("keepdim") == true ? 1 : 0),
                ])
        ]
    }

    private mutating func place(_ call: AtenCall, _ op: String) throws(Untranslated) -> [String] {
        var x = try call.first
        let axis = try call.int("dim")
        // Without an axis the place among all elements in a row.
        if axis == nil { x = emit("Reshape", [x, try integers([-1])]) }
        return give(
            call, op, [x],
            ["axis": .int(axis ?? 0), "keepdims": .int(axis != nil && call.flag("keepdim") == true ? 1 : 0)])
    }

    /// The variance or its root, over n − correction elements.
    private static func spread(
        _ t: inout AtenTranslation, _ call: AtenCall, isRoot: Bool
    ) throws(Untranslated) -> [String] {
        let x = try call.first
        let sizes = try t.sizes(x)
        let axes = try t.axes(call, "dim", of: sizes.count)
        let counts = axes.compactMap { sizes.isEmpty ? 1 : sizes[$0] }
        let correction = try call.number("correction") ?? (call.flag("unbiased") == false ? 0 : 1)
        guard counts.count == axes.count, let count = product(counts), Double(count) > correction else {
            throw Untranslated()
        }
        let named = try t.integers(axes)
        let difference = t.emit("Sub", [x, t.emit("ReduceMean", [x, named], ["keepdims": .int(1)])])
        let keeps: [String: Attribute] = ["keepdims": .int(call.flag("keepdim") == true ? 1 : 0)]
        let mean = t.emit("ReduceMean", [t.emit("Mul", [difference, difference]), named], keeps)
        let factor = try t.number(Double(count) / (Double(count) - correction), as: .float32)
        guard isRoot else { return t.give(call, "Mul", [mean, factor]) }
        return t.give(call, "Sqrt", [t.emit("Mul", [mean, factor])])
    }
}
