/// What the elements of a tensor are.
public enum NumberType: Hashable, Sendable {
    case float16, bfloat16, float32, float64
    /// Floats of a byte or half of one.
    case float8e4m3, float8e4m3fnuz, float8e5m2, float8e5m2fnuz, float8e8m0, float4e2m1
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64
    /// Integers of which a byte holds several.
    case int2, uint2, int4, uint4
    case bool, text
    /// Anything else, such as complex numbers.
    case other

    /// Whether elements are real numbers.
    public var isFloat: Bool { [.float16, .bfloat16, .float32, .float64].contains(self) || isSmallFloat }
    /// Whether elements are whole numbers.
    public var isInteger: Bool { ![.bool, .text, .other].contains(self) && !isFloat }

    /// Whether elements are floats of fewer than 16 bits.
    var isSmallFloat: Bool {
        [.float8e4m3, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0, .float4e2m1].contains(self)
    }

    /// The type of a number in ONNX's `TensorProto.DataType`, which attributes of its operations use.
    public init(onnx code: Int) { self = Self.codes[code] ?? .other }

    /// The number in ONNX's `TensorProto.DataType`; 0, which means undefined, for other types.
    public var onnx: Int { Self.codes.first { $0.value == self }?.key ?? 0 }

    private static let codes: [Int: NumberType] = [
        1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 8: .text, 9: .bool,
        10: .float16, 11: .float64, 12: .uint32, 13: .uint64, 16: .bfloat16, 17: .float8e4m3, 18: .float8e4m3fnuz,
        19: .float8e5m2, 20: .float8e5m2fnuz, 21: .uint4, 22: .int4, 23: .float4e2m1, 24: .float8e8m0, 25: .uint2,
        26: .int2,
    ]

    /// The smallest and largest of the integers that quantisation rounds to, of at most 16 bits; `nil` of other types.
    package var quantizedRange: ClosedRange<Float>? {
        switch self {
        case .uint8: 0...255
        case .int8: -128...127
        case .uint16: 0...65535
        case .int16: -32768...32767
        case .uint4: 0...15
        case .int4: -8...7
        case .uint2: 0...3
        case .int2: -2...1
        default: nil
        }
    }
}
