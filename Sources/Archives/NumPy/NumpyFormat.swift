/// One NumPy array: a signature, a version, a header that is a Python dictionary, then the elements.
///
/// - SeeAlso: `numpy.lib.format` in NumPy's reference.
enum NumpyFormat: WeightFormat {
    static let format = ModelFormat(
        "numpy", displayName: "NumPy .npy", endings: [".npy"], sign: "a NumPy array")

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: NumpyArray.signature) }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        let array = try NumpyArray(
            stem(of: file.path), in: .range(0..<file.count), place: "the", of: file
        ) { count in file.withBytes(in: 0..<min(count, file.count)) { Array($0) } }
        let shape = array.tensor.shape
        guard (3...4).contains(shape.count), !shape.contains(0) else {
            throw .notKernels(file: file.path, shape: shape)
        }
        return ArchiveIndex(axesUnknown: [array.tensor], kernelsOfThree: true)
    }

    /// The file's name without folder and ending.
    private static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? Substring(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return String(name) }
        return String(name[..<dot])
    }
}

/// Several NumPy arrays: a ZIP archive of `.npy` files, stored or deflated.
enum NumpyArchiveFormat: WeightFormat {
    static let format = ModelFormat(
        "numpyArchive", displayName: "NumPy .npz", endings: [".npz"], sign: "a ZIP with .npy files: NumPy's .npz")

    static func recognizes(_ archive: ZipArchive) -> Bool { archive.entries.contains { $0.name.hasSuffix(".npy") } }

    static func index(_ archive: ZipArchive) throws(ArchiveError) -> ArchiveIndex {
        var tensors: [StoredTensor] = []
        for entry in archive.entries where entry.name.hasSuffix(".npy") {
            let array = try NumpyArray(
                String(entry.name.dropLast(".npy".count)), in: .entry(entry, archive), place: "\(entry.name)'s",
                of: archive.file
            ) { (count) throws(ArchiveError) in try archive.bytes(of: entry, first: count) }
            tensors.append(array.tensor)
        }
        return ArchiveIndex(axesUnknown: tensors, kernelsOfThree: true)
    }
}
