/// Arrays of a MATLAB file, version 5 or 7.3: maps or kernels, as outputs × rows × columns or with an axis of inputs.
///
/// - SeeAlso: "MAT-File Format", MathWorks (R2024a).
enum MatlabFormat: WeightFormat {
    static let format = ModelFormat("matlab", displayName: "MATLAB .mat", endings: [".mat"], sign: "a MATLAB file")

    static func recognizes(_ file: LazyFile) -> Bool {
        file.begins(with: MatlabFile.signature) || hdf5(in: file) != nil
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        // MATLAB's first axis is the fastest: the axes as another program has them are turned round.
        let tensors: [StoredTensor] =
            if let range = hdf5(in: file) {
                try HDF5Contents(file, range).tensors.filter { !$0.name.hasPrefix("#") && $0.isNumeric }.map(\.turned)
            } else {
                try MatlabFile(file).arrays.compactMap(\.tensor).map(\.turned)
            }
        return ArchiveIndex(axesUnknown: tensors, kernelsOfThree: true)
    }

    /// Where the HDF5 part of a MATLAB 7.3 file lies; `nil` of other files.
    static func hdf5(in file: LazyFile) -> Range<Int>? {
        file.begins(with: Array("MATLAB 7.3".utf8)) && file.count > 512 ? 512..<file.count : nil
    }
}

extension StoredTensor {
    fileprivate var isNumeric: Bool { (storage as? SandboxedHDF5Storage).map { $0.content == .numbers } ?? true }

    /// The axes in the opposite order.
    fileprivate var turned: StoredTensor { permuted(shape.indices.reversed()) }
}

extension MatlabArray {
    /// Numbers as they are stored; `nil` of texts.
    fileprivate var tensor: StoredTensor? {
        guard case .numbers(let values) = content else { return nil }
        return StoredTensor(
            name: name, shape: shape.reversed(), storage: LiteralStorage(numbers: values.map(Float.init)))
    }
}
