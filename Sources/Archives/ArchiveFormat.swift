/// A file format that kernels are read from: one conforming type in one folder, listed in ``formats``.
protocol ArchiveFormat: SendableMetatype {
    /// Which format it is.
    static var format: ModelFormat { get }
    /// Whether the file's beginning is of this format; no error, as other formats may still claim the file.
    static func recognizes(_ file: LazyFile) -> Bool
    /// Reads names, shapes and places; no weights.
    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex
}

/// The formats in the order in which they are asked: those with a signature first.
let formats: [any ArchiveFormat.Type] = [NumpyFormat.self, SafetensorsFormat.self, OnnxFormat.self]

/// The format that claims the file.
///
/// - Throws: ``ArchiveError/otherFormat(file:kind:)`` or ``ArchiveError/unknownFormat(file:firstBytes:)``.
func recognize(_ file: LazyFile) throws(ArchiveError) -> any ArchiveFormat.Type {
    if let format = formats.first(where: { $0.recognizes(file) }) { return format }
    for (signature, kind) in foreignSignatures where file.begins(with: signature) {
        throw .otherFormat(file: file.path, kind: kind)
    }
    throw .unknownFormat(file: file.path, firstBytes: file.withBytes(in: 0..<min(8, file.count)) { Array($0) })
}

/// Beginnings of files that people have, and what they are.
private let foreignSignatures: [(bytes: [UInt8], kind: String)] = [
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive, as PyTorch checkpoints and .npz files are"),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file, as Keras models are"),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer in place of the model (git lfs pull fetches it)"),
    ([0x89] + Array("PNG".utf8), "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    ([0x80], "a Python pickle, as old PyTorch checkpoints are"),
]
