import Networks

/// Tensors that rules make of numbers, and the types of those that are there.
extension AtenTranslation {
    private mutating func add(_ shape: [Int], _ type: NumberType, _ source: Constant.Source) -> String {
        let name = fresh("constant")
        constants[name] = Constant(name: name, shape: shape, type: type, source: source)
        madeConstants.append(name)
        facts[name] = (shape.map { .known($0) }, type)
        return name
    }

    /// Whole numbers as a tensor of one axis, or of the shape given.
    ///
    /// A file asks for no more of them than for elements that it does not store.
    mutating func integers(_ values: [Int], shape: [Int]? = nil) throws(Untranslated) -> String {
        filled += values.count
        guard filled <= file.mostFilled else { throw Untranslated() }
        return add(shape ?? [values.count], .int64, .integers(values))
    }

    /// A number as a tensor without axes, whole where the type is.
    ///
    /// For an infinite one the largest that there is: what a mask leaves out has no share in a softmax either way, and
    /// no run takes infinite numbers.
    mutating func number(_ value: Double, as type: NumberType) throws(Untranslated) -> String {
        if type.isFloat {
            let largest = Float.greatestFiniteMagnitude
            return add([], .float32, .floats([min(max(Float(value), -largest), largest)]))
        }
        guard let whole = Int(exactly: value.rounded(.towardZero)) else { throw Untranslated() }
        return add([], type, .integers([whole]))
    }

    /// Floats as a tensor.
    mutating func floats(_ values: [Float], shape: [Int]) throws(Untranslated) -> String {
        filled += values.count
        guard filled <= file.mostFilled else { throw Untranslated() }
        return add(shape, .float32, .floats(values))
    }

    /// A tensor whose elements follow from their places, last axis fastest; they are made when they are asked for.
    mutating func made(_ shape: [Int], _ value: @escaping @Sendable (Int) -> Float) throws(Untranslated) -> String {
        guard let count = elementCount(shape), count <= file.mostFilled else { throw Untranslated() }
        return add(shape, .float32, .stored { .floats((0..<count).map(value)) })
    }

    /// Whole numbers, open ones among them, as a tensor of one axis.
    mutating func wholes(_ values: [ExportedNumber]) throws(Untranslated) -> String {
        let known = values.compactMap { if case .known(let value) = $0 { value } else { nil } }
        if known.count == values.count { return try integers(known) }
        var parts: [String] = []
        for value in values {
            switch value {
            case .known(let number): parts.append(try integers([number]))
            case .named(let name):
                guard let tensor = numbers[name] else { throw Untranslated() }
                parts.append(tensor)
            }
        }
        return parts.count == 1 ? parts[0] : emit("Concat", parts, ["axis": .int(0)])
    }

    /// The tensor as one of another kind of elements, if it is not.
    mutating func cast(_ tensor: String, to type: NumberType) -> String {
        let found = self.type(tensor)
        guard found != type, !(found.isFloat && type.isFloat), type != .other else { return tensor }
        return emit("Cast", [tensor], ["to": .int(type.onnx)], as: type, sizes: facts[tensor]?.sizes)
    }

    /// What an argument holds, a tensor or a number, as elements of a type.
    mutating func operand(_ call: AtenCall, _ name: String, as type: NumberType) throws(Untranslated) -> String {
        switch call.argument(name) {
        case .tensor(let tensor): return cast(tensor, to: type)
        case .whole(.named):
            let tensor = try wholes([call.whole(name) ?? .known(0)])
            return type.isFloat ? emit("Cast", [tensor], ["to": .int(NumberType.float32.onnx)]) : tensor
        default:
            guard let value = try call.number(name) else { throw Untranslated() }
            return try number(value, as: type)
        }
    }
}
