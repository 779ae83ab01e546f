extension Network {
    /// Whether it rounds values to the steps of integers, or computes with integers that stand for numbers.
    public var isQuantized: Bool { nodes.contains { $0.op.isOfIntegers } }
}

extension Operator {
    /// Whether it makes integers of numbers, numbers of integers, or computes with such integers.
    fileprivate var isOfIntegers: Bool {
        let names: Set<String> = [
            "FAKE_QUANT", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "ConvInteger",
            "MatMulInteger", "Quant", "DynamicQuantizeLSTM",
        ]
        return names.contains(name) || name.hasPrefix("QLinear")
    }
}
