/// PyTorch's names of number types.
enum TorchTypes {
    /// The type of a storage class (`torch.FloatStorage`) or a dtype (`torch.float32`); `nil` if it is not read.
    static func element(_ name: String) -> ElementType? { elements[last(name)] }

    /// Bytes of an element of the storage class; an untyped storage counts bytes.
    static func width(ofStorage name: String) -> Int? {
        switch last(name) {
        case "UntypedStorage": 1
        case "ComplexFloatStorage": 8
        case "ComplexDoubleStorage": 16
        default: element(name)?.size
        }
    }

    private static func last(_ name: String) -> String { String(name.split(separator: ".").last ?? "") }

    private static let elements: [String: ElementType] = [
        "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
        "CharStorage": .int8, "ByteStorage": .uint8, "ShortStorage": .int16, "IntStorage": .int32,
        "LongStorage": .int64, "BoolStorage": .bool,
        "QInt8Storage": .int8, "QUInt8Storage": .uint8, "QInt32Storage": .int32,
        "float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16, "int8": .int8,
        "uint8": .uint8, "int16": .int16, "uint16": .uint16, "int32": .int32, "uint32": .uint32, "int64": .int64,
        "uint64": .uint64, "bool": .bool, "float8_e4m3fn": .float8e4m3, "float8_e5m2": .float8e5m2,
        "float8_e4m3fnuz": .float8e4m3fnuz, "float8_e5m2fnuz": .float8e5m2fnuz,
    ]
}
