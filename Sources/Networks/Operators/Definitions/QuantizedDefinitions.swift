/// Operators on quantised numbers, as what these stand for: brought to floats, reckoned with, and brought back.
///
/// - SeeAlso: Jacob et al. (2018), *CVPR*; QONNX's `Quant` (Pappalardo et al. 2022, arXiv:2206.07527).
extension Definition {
    static let quantized: [Operator: @Sendable (inout Definition) throws(NetworkError) -> Void] = [
        .qLinearConv: { (definition) throws(NetworkError) in try definition.quantizedConvolution() },
        .qLinearMatMul: { (definition) throws(NetworkError) in try definition.quantizedProduct() },
        .convInteger: { (definition) throws(NetworkError) in try definition.integerConvolution() },
        .matMulInteger: { (definition) throws(NetworkError) in try definition.integerProduct() },
        .quant: { (definition) throws(NetworkError) in try definition.rounding() },
        .dynamicQuantizeLSTM: { (definition) throws(NetworkError) in try definition.quantizedRecurrence() },
    ]

    /// Inputs: image, its scale and zero point, weights, theirs, those of the result, bias in units of both scales.
    private mutating func quantizedConvolution() throws(NetworkError) {
        let image = add(.dequantizeLinear, [try input(0), try input(1)] + given(2))
        let weights = add(
            .dequantizeLinear, [try input(3), try input(4)] + given(5), attributes: ["axis": .int(0)])
        var inputs = [image, weights]
        if let bias = node.input(8) {
            inputs.append(add(.mul, float(bias), add(.mul, try input(1), try input(4))))
        }
        let maps = add(.conv, inputs, attributes: node.attributes)
        add(.quantizeLinear, [maps, try input(6)] + given(7), as: output)
    }

    private mutating func quantizedProduct() throws(NetworkError) {
        let left = add(
            .dequantizeLinear, [try input(0), try input(1)] + given(2), attributes: ["axis": .int(-2)])
        let right = add(
            .dequantizeLinear, [try input(3), try input(4)] + given(5), attributes: ["axis": .int(-1)])
        let product = add(.matMul, left, right)
        add(.quantizeLinear, [product, try input(6)] + given(7), as: output)
    }

    private mutating func integerConvolution() throws(NetworkError) {
        let image = try centred(0, zero: 2, shape: [])
        let outputs = try shape(1).first ?? 1
        let weights = try centred(
            1, zero: 3, shape: [outputs] + [Int](repeating: 1, count: max(0, try shape(1).count - 1)))
        let maps = add(.conv, image, weights, attributes: node.attributes)
        add(.cast, add(.round, maps), attributes: ["to": .int(6)], as: output)
    }

    private mutating func integerProduct() throws(NetworkError) {
        let rows = try shape(0).suffix(2).first ?? 1
        let left = try centred(0, zero: 2, shape: [rows, 1])
        let right = try centred(1, zero: 3, shape: [1, try shape(1).last ?? 1])
        let product = add(.matMul, left, right)
        add(.cast, add(.round, product), attributes: ["to": .int(6)], as: output)
    }

    /// Weights and recurrent weights are direction × feature × gate, with their scales and zero points behind the other inputs,
    /// one for a direction or for each gate.
    private mutating func quantizedRecurrence() throws(NetworkError) {
        var inputs = node.inputs.prefix(8).map(\.self)
        for (place, scale) in [(1, 8), (2, 10)] {
            let known = try shape(scale)
            guard let directions = known.first, directions > 0 else {
                throw instance.impossible("its scales are of no direction")
            }
            let spread = [directions, 1, elementCount(known) / directions]
            let values = try centred(place, zero: scale + 1, shape: spread)
            let weights = add(.mul, values, reshape(try input(scale), to: spread))
            inputs[place] = add(.transpose, weights, attributes: ["perm": .ints([0, 2, 1])])
        }
        addLast(.lstm, inputs)
    }

    /// An input less its zero point, as floats; a zero point that is one of many is spread over a shape.
    private mutating func centred(_ index: Int, zero: Int, shape: [Int]) throws(NetworkError) -> String {
        let values = float(try input(index))
        guard let name = node.input(zero) else { return values }
        var zeros = float(name)
        if let known = instance.shape(zero), elementCount(known) > 1 { zeros = reshape(zeros, to: shape) }
        return add(.sub, values, zeros)
    }

    /// Rounded to few bits, and what that stands for: (clip(round(x/scale + zero)) − zero) · scale.
    private mutating func rounding() throws(NetworkError) {
        guard let bits = instance.numbers(3)?.floats.first, (1...32).contains(bits) else {
            throw instance.impossible("its bits are not known, or none of 1 to 32")
        }
        let isSigned = node.int("signed") != 0
        let isNarrow = node.int("narrow") == 1
        let levels = Float(sign: .plus, exponent: Int(bits), significand: 1)
        let low = isSigned ? -levels / 2 + (isNarrow ? 1 : 0) : 0
        let high = isSigned ? levels / 2 - 1 : levels - (isNarrow ? 2 : 1)
        let rounding =
            switch node.string("rounding_mode")?.uppercased() ?? "ROUND" {
            case "FLOOR": Operator.floor
            case "CEIL": Operator.ceil
            case "ROUND": Operator.round
            default: throw instance.impossible("rounding_mode is one of ROUND, FLOOR and CEIL")
            }
        let (scale, zero) = (try input(1), try input(2))
        let steps = add(rounding, add(.add, add(.div, try input(0), scale), zero))
        let clipped = add(.clip, steps, floats([low], shape: []), floats([high], shape: []))
        add(.mul, add(.sub, clipped, zero), scale, as: output)
    }

    /// The name of an input, if it is there.
    private func given(_ index: Int) -> [String] { node.input(index).map { [$0] } ?? [] }
}
