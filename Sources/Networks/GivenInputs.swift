/// Inputs that hold the same whatever picture is shown: a rate, a size, a first state.
extension Network {
    /// The network with constants in place of some inputs, from which shapes and the ways of branches then follow.
    ///
    /// - Parameter values: by the input's name, one number for all its elements, or one for each; an axis whose size is open
    ///   is of one.
    /// - Throws: ``NetworkError/noSuchInput(name:inputs:)``; ``NetworkError/misfit(input:reason:)`` of numbers that it does
    ///   not take.
    public func fixing(_ values: [String: [Double]]) throws(NetworkError) -> Network {
        guard !values.isEmpty else { return self }
        var constants = constants
        for (name, numbers) in values.sorted(by: { $0.key < $1.key }) {
            guard let input = inputs.first(where: { $0.name == name }) else {
                throw .noSuchInput(name: name, inputs: inputs.map(\.name))
            }
            constants[name] = try input.constant(numbers)
        }
        return try Network(
            name: name, opset: opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: constants,
            isBody: true
        ).noting(metadata)
    }
}

extension Network.Input {
    /// The input as a constant.
    fileprivate func constant(_ values: [Double]) throws(NetworkError) -> Constant {
        let shape = closedShape ?? (values.count == 1 ? [] : [values.count])
        let count = elementCount(shape)
        guard count <= Budget.mostFilled else {
            throw .tooManyElements(tensor: name, shape: shape, limit: Budget.mostFilled)
        }
        guard values.count == 1 || values.count == count else {
            throw .misfit(
                input: name,
                reason: "it is of shape \(shapeText(shape)); \(count) numbers are expected, or one for all, "
                    + "not \(values.count)")
        }
        let numbers: Numbers
        if type.isFloat {
            numbers = .floats(values.map { Float($0) })
        } else if type.isInteger || type == .bool {
            if let part = values.first(where: { Int(exactly: $0) == nil }) {
                throw .misfit(input: name, reason: "it holds whole numbers, and \(part) is none")
            }
            numbers = .integers(values.map { Int($0) })
        } else {
            throw .misfit(input: name, reason: "it holds no numbers")
        }
        let isOne = values.count == 1
        return Constant(
            name: name, shape: shape, type: type,
            source: .stored { isOne ? numbers.picked(repeatElement(0, count: count)) : numbers })
    }
}
