import Networks

/// Activations that several operators make together.
extension KerasNetwork {
    /// Adds an activation by its name; `nil` for one that is not known.
    mutating func composed(
        _ function: String, of input: String, _ call: KerasLayerCall, named name: String
    ) -> String? {
        switch function {
        case "squareplus": squarePlus(input, call, named: name)
        case "sparse_plus": sparsePlus(input, call, named: name)
        case "glu": gated(input, call, named: name)
        case "sparsemax": sparse(input, call, named: name)
        default: nil
        }
    }

    /// (x + √(x² + 4))/2
    private mutating func squarePlus(_ input: String, _ call: KerasLayerCall, named name: String) -> String {
        let shape = shape(input)
        let four = constant("\(name)/four", [4], shape: [])
        let square = add(.mul, part(call, "square"), [input, input], shape: shape)
        let sum = add(.add, part(call, "sum"), [square, four], shape: shape)
        let root = add(.sqrt, part(call, "root"), [sum], shape: shape)
        return add(.mean, name, [input, root], shape: shape)
    }

    /// 0 up to −1, x from 1 on, (x + 1)²/4 between: the square of (x + 1)/2 cut off at 0 and 1, and what x is beyond 1.
    private mutating func sparsePlus(_ input: String, _ call: KerasLayerCall, named name: String) -> String {
        let shape = shape(input)
        let one = constant("\(name)/one", [1], shape: [])
        let bend = add(
            Operator("HardSigmoid"), part(call, "bend"), [input], ["alpha": .float(0.5), "beta": .float(0.5)],
            shape: shape)
        let square = add(.mul, part(call, "square"), [bend, bend], shape: shape)
        let excess = add(.sub, part(call, "excess"), [input, one], shape: shape)
        let beyond = add(.relu, part(call, "beyond"), [excess], shape: shape)
        return add(.add, name, [square, beyond], shape: shape)
    }

    /// One half of the last axis, times the logistic function of the other.
    private mutating func gated(_ input: String, _ call: KerasLayerCall, named name: String) -> String? {
        guard let shape = shape(input), let last = shape.last, let width = last, width.isMultiple(of: 2) else {
            return nil
        }
        let half = Array(shape.dropLast()) + [width / 2]
        let sizes = constant("\(name)/halves", whole: [width / 2, width / 2])
        let (value, gate) = (part(call, "value"), part(call, "gate"))
        draft.add(
            Node(
                name: value, op: .split, inputs: [input, sizes], outputs: [value, gate],
                attributes: ["axis": .int(shape.count - 1)]))
        let open = add(Operator("Sigmoid"), part(call, "open"), [gate], shape: half)
        return add(.mul, name, [value, open], shape: half)
    }

    /// Numbers along the last axis, most of which are 0: max(0, x − τ) with τ = (S − 1)/k, where the k largest of x are those
    /// that lie above (the sum of them and of all larger ones − 1)/their rank.
    ///
    /// S is the sum of these k sums, as Keras has it; in the paper it is the last of them, and the result sums to 1.
    /// - SeeAlso: Martins & Astudillo (2016), *ICML*, arXiv:1602.02068.
    private mutating func sparse(_ input: String, _ call: KerasLayerCall, named name: String) -> String? {
        guard [nil, -1].contains(call.config["axis"]?.int), let shape = shape(input), let last = shape.last,
            let count = last, (1...1 << 20).contains(count)
        else { return nil }
        let axis = shape.count - 1
        let row = shape.dropLast() + [1]
        let one = constant("\(name)/one", [1], shape: [])
        let number = constant("\(name)/count", whole: [count])
        let (sorted, places) = (part(call, "sorted"), part(call, "places"))
        draft.add(
            Node(
                name: sorted, op: .topK, inputs: [input, number], outputs: [sorted, places],
                attributes: ["axis": .int(axis)]))
        let along = constant("\(name)/axis", whole: [axis])
        let sums = add(.cumSum, part(call, "sums"), [sorted, along], shape: shape)
        let excess = add(.sub, part(call, "excess"), [sums, one], shape: shape)
        let ranks = constant("\(name)/ranks", (1...count).map(Float.init))
        let limits = add(.div, part(call, "limits"), [excess, ranks], shape: shape)
        let above = add(Operator("Greater"), part(call, "above"), [sorted, limits], shape: shape)
        let counted = add(.cast, part(call, "counted"), [above], ["to": .int(1)], shape: shape)
        let kept = add(.mul, part(call, "kept"), [sums, counted], shape: shape)
        let settings: [String: Attribute] = ["axes": .ints([axis]), "keepdims": .int(1)]
        let sum = add(Operator("ReduceSum"), part(call, "sum"), [kept], settings, shape: Array(row))
        let most = add(Operator("ReduceSum"), part(call, "most"), [counted], settings, shape: Array(row))
        let less = add(.sub, part(call, "less"), [sum, one], shape: Array(row))
        let limit = add(.div, part(call, "limit"), [less, most], shape: Array(row))
        let beyond = add(.sub, part(call, "beyond"), [input, limit], shape: shape)
        return add(.relu, name, [beyond], shape: shape)
    }
}
