import Networks

/// A file format that networks or kernels are read from: one conforming type in one folder, listed in ``formats`` or, if
/// its files are ZIP archives, in ``zipFormats``.
///
/// A format is mostly one of two kinds. A ``GraphFormat`` gives a `Network`; kernels, listings, runs and receptive fields
/// follow from it. A ``WeightFormat`` holds tensors alone, and says which of them may be kernels. One that tells its kernels
/// by itself, and a network besides, is of neither kind.
protocol ArchiveFormat<Source>: SendableMetatype {
    /// What is read: the bytes of a file, or the entries of a ZIP archive.
    associatedtype Source
    /// Which format it is.
    static var format: ModelFormat { get }
    /// Whether the beginning or the entries are of this format; no error, as other formats may still claim the file.
    static func recognizes(_ source: Source) -> Bool
    /// The network: names, shapes and settings, no weights; `nil` where the file holds weights alone.
    ///
    /// It may read tensors that nothing gives: ``Network/init(path:)`` refuses those, kernels do not need them.
    static func network(_ source: Source) throws(ArchiveError) -> Network?
    /// The network, as ``network(_:)``, and the convolutions with what their weights are made of: names, shapes and places,
    /// no weights.
    static func contents(_ source: Source) throws(ArchiveError) -> ArchiveContents
}

/// What a file holds: its network, `nil` for weights alone, and its convolutions. A network that cannot be made of what is
/// there keeps nobody from the kernels.
typealias ArchiveContents = (network: Result<Network?, ArchiveError>, index: ArchiveIndex)

/// A format of files that always hold a network, from which its kernels are derived.
protocol GraphFormat<Source>: ArchiveFormat where Source: ArchiveSource {
    /// The network, as ``ArchiveFormat/network(_:)``.
    static func graph(_ source: Source) throws(ArchiveError) -> Network
}

extension GraphFormat {
    static func network(_ source: Source) throws(ArchiveError) -> Network? { try graph(source) }

    static func contents(_ source: Source) throws(ArchiveError) -> ArchiveContents {
        let network = try graph(source)
        return (.success(network), try ArchiveIndex(of: network, source.file))
    }
}

/// A format of files that hold weights and no network.
protocol WeightFormat<Source>: ArchiveFormat {
    /// The convolutions and what their weights are made of: names, shapes and places, no weights.
    static func index(_ source: Source) throws(ArchiveError) -> ArchiveIndex
}

extension WeightFormat {
    static func network(_ source: Source) throws(ArchiveError) -> Network? { nil }

    static func contents(_ source: Source) throws(ArchiveError) -> ArchiveContents {
        (.success(nil), try index(source))
    }
}

/// What formats read: something in a file.
protocol ArchiveSource {
    /// The file.
    var file: LazyFile { get }
}

extension LazyFile: ArchiveSource {
    var file: LazyFile { self }
}

extension ZipArchive: ArchiveSource {}

/// The formats in the order in which they are asked: those with a signature first.
let formats: [any ArchiveFormat<LazyFile>.Type] = [
    NumpyFormat.self, LegacyTorchFormat.self, SafetensorsFormat.self, HDF5Format.self, MatlabFormat.self,
    TFLiteFormat.self,
    OnnxFormat.self,
    CaffeFormat.self, CaffeTextFormat.self,
]

/// The formats of ZIP archives in the order in which they are asked.
let zipFormats: [any ArchiveFormat<ZipArchive>.Type] = [
    TorchExportFormat.self, TorchFormat.self, KerasArchiveFormat.self, NumpyArchiveFormat.self,
]

/// A file whose format is told, to be read as that.
enum RecognizedFile {
    case plain(any ArchiveFormat<LazyFile>.Type, LazyFile)
    case zipped(any ArchiveFormat<ZipArchive>.Type, ZipArchive)

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

    /// The network and the convolutions, from one reading.
    func contents() throws(ArchiveError) -> ArchiveContents {
        switch self {
        case .plain(let format, let file): try format.contents(file)
        case .zipped(let format, let archive): try format.contents(archive)
        }
    }

    /// The network; `nil` where the file holds weights alone.
    func network() throws(ArchiveError) -> Network? {
        switch self {
        case .plain(let format, let file): try format.network(file)
        case .zipped(let format, let archive): try format.network(archive)
        }
    }
}
