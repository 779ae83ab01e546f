/// What the whole numbers of a quantized tensor stand for: scale · (number − zero point).
enum TorchQuantization {
    /// One scale and zero point for all.
    case whole(scale: Float, zeroPoint: Float)
    /// One of each for every index of an axis.
    indirect case perChannel(scales: TorchTensor, zeroPoints: TorchTensor, axis: Int)

    /// The scheme that a value describes; `nil` if it is another.
    init?(_ value: PickleValue, _ machine: PickleMachine) {
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
        switch self {
        case .whole(let scale, let zeroPoint):
            return QuantizedStorage(elements: elements, axis: nil) { _, _ in ([scale], [zeroPoint]) }
        case .perChannel(let scales, let zeroPoints, let axis):
            guard shape.indices.contains(axis), scales.shape == [shape[axis]], zeroPoints.shape == scales.shape,
                let scale = scales.storage(in: storages, bigEndian: bigEndian),
                let zeroPoint = zeroPoints.storage(in: storages, bigEndian: bigEndian)
            else { return nil }
            return QuantizedStorage(elements: elements, axis: axis) { (tensor, file) throws(ArchiveError) in
                let vector = StoredTensor(name: tensor.name, shape: scales.shape, storage: scale)
                return (try vector.values(in: file), try zeroPoint.values(of: vector, in: file))
            }
        }
    }
}

/// Whole numbers, and how to come by the scales and zero points for every index of an axis, or one of each for all.
private struct QuantizedStorage: TensorStorage {
    let elements: StridedStorage
    let axis: Int?
    let scales: @Sendable (StoredTensor, LazyFile) throws(ArchiveError) -> (scales: [Float], zeroPoints: [Float])

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let (scales, zeroPoints) = try scales(tensor, file)
        let size = axis.map { tensor.shape[($0 + 1)...].reduce(1, *) } ?? tensor.count
        return try elements.values(of: tensor, in: file).enumerated().map { index, number in
            let channel = index / max(size, 1) % scales.count
            return scales[channel] * (number - zeroPoints[channel])
        }
    }
}
