import Networks

/// What the whole numbers of a quantized tensor stand for: (number − zero point) · scale.
enum TorchQuantization {
    /// One scale and zero point for all.
    case whole(scale: Float, zeroPoint: Float)
    /// One of each for every index of an axis.
    indirect case perChannel(scales: TorchTensor, zeroPoints: TorchTensor, axis: Int)

    /// The scheme that a value describes; `nil` if it is another.
    init?(_ value: PickleValue, _ machine: PickleInterpreter) {
        guard let parts = machine.items(value), let scheme = parts.first.flatMap({ machine.global($0) }) else {
            return nil
        }
        if scheme == "torch.per_tensor_affine", parts.count == 3, case .real(let scale) = parts[1] {
            self = .whole(scale: Float(scale), zeroPoint: Float(machine.integer(parts[2]) ?? 0))
        } else if scheme == "torch.per_channel_affine", parts.count == 4, let scales = TorchTensor(parts[1], machine),
            let zeroPoints = TorchTensor(parts[2], machine), let axis = machine.integer(parts[3])
        {
            self = .perChannel(scales: scales, zeroPoints: zeroPoints, axis: axis)
        } else {
            return nil
        }
    }

    /// The numbers that the elements stand for; `nil` if scales do not fit the shape or do not lie in their storage.
    func storage(
        of elements: StridedStorage, _ shape: [Int], in storages: [String: ByteSource], bigEndian: Bool
    ) -> (any TensorStorage)? {
        let (scale, zero, scaleShape, axis): ((any TensorStorage)?, (any TensorStorage)?, [Int], Int) =
            switch self {
            case .whole(let scale, let zeroPoint):
                (LiteralStorage(numbers: [scale]), LiteralStorage(numbers: [zeroPoint]), [], 0)
            case .perChannel(let scales, let zeroPoints, let axis):
                (
                    scales.storage(in: storages, bigEndian: bigEndian),
                    zeroPoints.shape == scales.shape ? zeroPoints.storage(in: storages, bigEndian: bigEndian) : nil,
                    scales.shape, axis
                )
            }
        guard let scale, let zero, let scaling = Scaling(scaleShape, in: shape, axis: axis, length: 0) else {
            return nil
        }
        return ScaledStorage(
            input: StoredTensor(name: "quantized", shape: shape, storage: elements),
            scale: StoredTensor(name: "scale", shape: scaleShape, storage: scale),
            zero: StoredTensor(name: "zero point", shape: scaleShape, storage: zero), scaling: scaling)
    }
}
