import Networks

/// The elements of a stored tensor with its axes in another order.
struct PermutedStorage: TensorStorage {
    /// What is stored.
    let stored: StoredTensor
    /// Which stored axis becomes each axis.
    let order: [Int]

    var numberType: NumberType { stored.storage.numberType }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        let numbers = try stored.storage.numbers(of: stored, in: file)
        guard let strides = StridedStorage.contiguous(stored.shape), numbers.count == stored.count else {
            return numbers
        }
        return numbers.picked(StridedPlaces(order.map { stored.shape[$0] }, strides: order.map { strides[$0] }))
    }
}

extension StoredTensor {
    /// The tensor with its axes in another order, under a shape of as many elements.
    func permuted(_ order: [Int], shape: [Int]? = nil) -> StoredTensor {
        StoredTensor(
            name: name, shape: shape ?? order.map { self.shape[$0] },
            storage: PermutedStorage(stored: self, order: order))
    }
}
