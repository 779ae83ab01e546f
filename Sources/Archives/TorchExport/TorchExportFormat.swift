import Networks

/// What `torch.export.save` writes: a ZIP of a graph of ATen's operators in JSON, and of its weights.
///
/// - SeeAlso: `torch/export/pt2_archive` and `torch/_export/serde/schema.py` in github.com/pytorch/pytorch.
enum TorchExportFormat: GraphFormat {
    static let format = ModelFormat(
        "torchExport", displayName: "PyTorch export", endings: [".pt2"],
        sign: "a ZIP with a graph of torch.export")

    static func recognizes(_ archive: ZipArchive) -> Bool {
        ExportArchive.model(in: archive) != nil || OlderExportArchive(archive) != nil
    }

    static func graph(_ archive: ZipArchive) throws(ArchiveError) -> Network {
        if let older = OlderExportArchive(archive) {
            let program = try older.program()
            return try network(program, try older.constants(of: program), archive.file)
        }
        let export = try ExportArchive(archive)
        let program = try export.program()
        return try network(program, try export.constants(of: program), archive.file)
    }

    private static func network(
        _ program: ExportedProgram, _ constants: [String: Constant], _ file: LazyFile
    ) throws(ArchiveError) -> Network {
        var translation = AtenTranslation(program, constants: constants, of: file)
        for call in program.calls { translation.translate(call) }
        return try translation.network()
    }
}

/// The entries of an export's archive, as PyTorch writes it since version 2.8.
struct ExportArchive {
    private let archive: ZipArchive
    private let entries: [String: ZipArchive.Entry]
    /// The folder that all entries lie in, with its slash.
    private let root: String
    private let model: ZipArchive.Entry

    /// The entry with the graph: of several models the one of PyTorch's own name, else the first.
    static func model(in archive: ZipArchive) -> ZipArchive.Entry? {
        let models = archive.entries.filter { entry in
            let parts = entry.name.split(separator: "/")
            return entry.name.hasSuffix(".json") && parts.count <= 3 && parts.dropLast().last == "models"
        }
        return models.first { $0.name.hasSuffix("/model.json") } ?? models.first
    }

    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` without a graph.
    init(_ archive: ZipArchive) throws(ArchiveError) {
        guard let model = Self.model(in: archive) else {
            throw .malformed(
                file: archive.file.path, place: "the ZIP archive", expectation: "an entry models/model.json is expected"
            )
        }
        self.archive = archive
        self.model = model
        root = String(model.name.prefix { $0 != "/" }) == "models" ? "" : String(model.name.prefix { $0 != "/" }) + "/"
        entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The graph.
    func program() throws(ArchiveError) -> ExportedProgram {
        try ExportedProgram(
            archive.description(model), place: "the graph in '\(model.name)'", file: archive.file.path)
    }

    /// The tensors that the program's parameters, buffers and constants are, by their names in the program.
    ///
    /// One that the archive does not hold as plain elements is left out.
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` for one whose elements are not all there.
    func constants(of program: ExportedProgram) throws(ArchiveError) -> [String: Constant] {
        let name = model.name.split(separator: "/").last.map { $0.dropLast(".json".count) } ?? ""
        let weights = try table("data/weights/\(name)_weights_config.json")
        let others = try table("data/constants/\(name)_constants_config.json")
        let isBigEndian =
            if let order = entries["\(root)byteorder"] {
                try archive.bytes(of: order, first: 3) == Array("big".utf8)
            } else { false }
        let taken = Set(program.tensors.keys)
        var constants: [String: Constant] = [:]
        for (value, name) in program.parameters {
            let (folder, entry) =
                weights[name].map { ("data/weights/", $0) } ?? ("data/constants/", others[name] ?? .null)
            guard entry["use_pickle"]?.bool != true, let path = entry["path_name"]?.text,
                let source = entries[root + folder + path],
                let meta = entry["tensor_meta"].flatMap({ ExportedTensor($0) }), let shape = meta.shape
            else { continue }
            // A value of the graph keeps its name, whatever the module's author called a parameter.
            let known = taken.contains(name) ? value : name
            guard let storage = meta.storage(in: .entry(source, archive), bigEndian: isBigEndian) else {
                throw .malformed(
                    file: archive.file.path, place: "tensor '\(name)' of shape \(shapeText(shape))",
                    expectation: "a place for each element in '\(source.name)' is expected")
            }
            constants[value] = Constant(StoredTensor(name: known, shape: shape, storage: storage), in: archive.file)
        }
        return constants
    }

    private func table(_ name: String) throws(ArchiveError) -> [String: JSONValue] {
        guard let entry = entries[root + name] else { return [:] }
        return try archive.description(entry)["config"]?.entries ?? [:]
    }
}

extension ZipArchive {
    /// An entry of JSON, of at most 32 MB.
    func description(_ entry: Entry) throws(ArchiveError) -> JSONValue {
        guard entry.size <= 1 << 25 else {
            throw .malformed(
                file: file.path, place: "ZIP entry '\(entry.name)'", expectation: "at most 32 MB are expected")
        }
        let bytes = try bytes(of: entry)
        do throws(JSONReader.Failure) { return try JSONReader.value(bytes) } catch {
            throw .malformed(
                file: file.path, place: "'\(entry.name)' at byte \(error.place)", expectation: error.expectation)
        }
    }
}
