import Networks

/// Whole numbers in a file that stand for others: (x − zero) · scale.
struct ScaledStorage: FloatStorage {
    /// The tensor.
    let input: StoredTensor
    /// The scales; 1 without them.
    let scale: StoredTensor?
    /// The zero points, as many as scales; 0 without them.
    let zero: StoredTensor?
    /// Which scale is an element's.
    let scaling: Scaling

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        scaling.undone(
            try input.values(in: file), scales: try scale?.values(in: file), zeros: try zero?.values(in: file))
    }
}
