/// A tensor as a pickle describes it: a call of one of PyTorch's functions that rebuild tensors.
struct TorchTensor {
    let shape: [Int]
    private let strides: [Int]
    /// In elements from the storage's begin.
    private let offset: Int
    private let key: String
    /// The storage class or dtype.
    private let typeName: String
    private let quantization: TorchQuantization?

    /// The tensor that a value describes; `nil` if it is anything else.
    init?(_ value: PickleValue, _ machine: PickleInterpreter) {
        guard let (function, arguments) = Self.rebuilding(value, machine), arguments.count >= 4,
            let storage = TorchTensors.storage(arguments[0], machine), let offset = machine.integer(arguments[1]),
            let shape = Self.sizes(arguments[2], machine), let strides = Self.sizes(arguments[3], machine)
        else { return nil }
        self.shape = shape
        self.strides = strides
        self.offset = offset
        key = storage.key
        var (typeName, quantization): (String, TorchQuantization?) = (storage.type, nil)
        if function == "_rebuild_tensor_v3", arguments.count > 6 {
            typeName = machine.global(arguments[6]) ?? typeName
        }
        if function == "_rebuild_qtensor", arguments.count > 4 {
            quantization = TorchQuantization(arguments[4], machine)
            // A scheme that is not read stands where the type does in the message.
            if quantization == nil { typeName = "quantized" }
        }
        (self.typeName, self.quantization) = (typeName, quantization)
    }

    /// The elements among the storages; `nil` if they are not whole there.
    func storage(in storages: [String: ByteSource], bigEndian: Bool) -> (any TensorStorage)? {
        let type = TorchTypes.element(typeName)
        guard let source = storages[key], product(shape) != nil, offset >= 0,
            let start = product([offset, type?.size ?? 1]),
            let strided = StridedStorage(
                shape, strides: strides, type: type, typeName: typeName, bigEndian: bigEndian, in: source, from: start)
        else { return nil }
        guard let quantization else { return strided }
        return quantization.storage(of: strided, shape, in: storages, bigEndian: bigEndian)
    }

    /// The rebuilding function and its arguments, through the wrappings of parameters and of tensors' subclasses.
    private static func rebuilding(
        _ value: PickleValue, _ machine: PickleInterpreter
    ) -> (function: String, arguments: [PickleValue])? {
        var value = value
        for _ in 0..<4 {
            guard case .call(let function, let tuple) = machine.node(value)?.kind,
                case .global(let module, let name) = machine.node(function)?.kind, module.hasPrefix("torch."),
                let arguments = machine.items(tuple), let first = arguments.first
            else { return nil }
            switch name {
            case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_qtensor":
                return (name, arguments)
            case "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter": value = first
            case "_rebuild_from_type_v2" where arguments.count > 2:
                guard case .global(_, let inner) = machine.node(first)?.kind, inner.hasPrefix("_rebuild_tensor"),
                    let arguments = machine.items(arguments[2])
                else { return nil }
                return (inner, arguments)
            default: return nil
            }
        }
        return nil
    }

    /// A tuple of whole numbers, or a `torch.Size` of one; PyTorch's tensors have at most 64 axes.
    private static func sizes(_ value: PickleValue, _ machine: PickleInterpreter) -> [Int]? {
        if case .call(_, let arguments) = machine.node(value)?.kind {
            return machine.items(arguments)?.first.flatMap { machine.integers($0, atMost: 64) }
        }
        return machine.integers(value, atMost: 64)
    }
}
