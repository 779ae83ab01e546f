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

/// A file whose format is told, to be read as that.
enum RecognizedFile {
    case plain(any ArchiveFormat.Type, LazyFile)
    case zipped(any ZipFormat.Type, ZipArchive)

    /// Tells the format by the content.
    ///
    /// - Throws: ``ArchiveError/otherFormat(file:kind:)`` or ``ArchiveError/unknownFormat(file:firstBytes:)`` for no
    ///   format that is read; ``ArchiveError/malformed(file:place:expectation:)`` for a broken ZIP archive.
    init(_ file: LazyFile) throws(ArchiveError) {
        if ZipArchive.recognizes(file) {
            let archive = try ZipArchive(file)
            guard let format = zipFormats.first(where: { $0.recognizes(archive) }) else {
                throw .otherFormat(file: file.path, kind: kind(of: archive))
            }
            self = .zipped(format, archive)
        } else {
            guard let format = formats.first(where: { $0.recognizes(file) }) else { throw refusal(of: file) }
            self = .plain(format, file)
        }
    }

    /// Which format it is.
    var format: ModelFormat {
        switch self {
        case .plain(let format, _): format.format
        case .zipped(let format, _): format.format
        }
    }

    /// Reads names, shapes and places; no weights.
    func index() throws(ArchiveError) -> ArchiveIndex {
        switch self {
        case .plain(let format, let file): try format.index(file)
        case .zipped(let format, let archive): try format.index(archive)
        }
    }
}
