/// A file format that kernels are read from: one conforming type in one folder, listed in ``formats``.
protocol ArchiveFormat: SendableMetatype {
    /// Which format it is.
    static var format: ModelFormat { get }
    /// Whether the file's beginning is of this format; no error, as other formats may still claim the file.
    static func recognizes(_ file: LazyFile) -> Bool
    /// Reads names, shapes and places; no weights.
    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex
}

/// A format whose files are ZIP archives.
protocol ZipFormat: SendableMetatype {
    /// Which format it is.
    static var format: ModelFormat { get }
    /// Whether the archive is of this format, by the names of its entries.
    static func recognizes(_ archive: ZipArchive) -> Bool
    /// Reads names, shapes and places; no weights.
    static func index(_ archive: ZipArchive) throws(ArchiveError) -> ArchiveIndex
}

/// The formats in the order in which they are asked: those with a signature first.
let formats: [any ArchiveFormat.Type] = [
    NumpyFormat.self, LegacyTorchFormat.self, SafetensorsFormat.self, HDF5Format.self, TFLiteFormat.self,
    OnnxFormat.self,
    CaffeFormat.self,
]

/// The formats of ZIP archives in the order in which they are asked.
let zipFormats: [any ZipFormat.Type] = [TorchFormat.self, KerasArchiveFormat.self, NumpyArchiveFormat.self]

/// What the file is, and what it holds.
///
/// - Throws: ``ArchiveError/otherFormat(file:kind:)`` or ``ArchiveError/unknownFormat(file:firstBytes:)`` for no format
///   of these, else what reading it may throw.
func read(_ file: LazyFile) throws(ArchiveError) -> (ModelFormat, ArchiveIndex) {
    if ZipArchive.recognizes(file) {
        let archive = try ZipArchive(file)
        guard let format = zipFormats.first(where: { $0.recognizes(archive) }) else {
            throw .otherFormat(file: file.path, kind: kind(of: archive))
        }
        return (format.format, try format.index(archive))
    }
    guard let format = formats.first(where: { $0.recognizes(file) }) else { throw refusal(of: file) }
    return (format.format, try format.index(file))
}
