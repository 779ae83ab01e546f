import Networks

/// The bridge from a file to a network and back: tensors of every format are constants, read when they are asked for.
extension Constant {
    /// A tensor of a file.
    init(_ tensor: StoredTensor, in file: LazyFile) {
        self.init(
            name: tensor.name, shape: tensor.shape, type: tensor.storage.numberType,
            source: .stored {
                try ModelFile.unchanged(file) { () throws(ArchiveError) in
                    try tensor.storage.numbers(of: tensor, in: file)
                }
            })
    }
}

/// The elements of a network's constant: those of a file, or what operations make of them.
struct ConstantStorage: TensorStorage {
    private let constant: Constant

    var numberType: NumberType { constant.type }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        do { return try constant.elements() } catch let error as ArchiveError { throw error } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    fileprivate init(_ constant: Constant) { self.constant = constant }
}

extension StoredTensor {
    /// A constant of a network.
    init(_ constant: Constant) {
        self.init(name: constant.name, shape: constant.shape, storage: ConstantStorage(constant))
    }
}
