import Networks

/// An export as PyTorch 2.1 to 2.7 write it: a graph in JSON, and two checkpoints, each an archive in the archive.
///
/// - SeeAlso: `torch/export/__init__.py` and `torch/_export/serde/serialize.py` of those versions.
struct OlderExportArchive {
    private let archive: ZipArchive
    private let model: ZipArchive.Entry

    /// - Returns: `nil` of an archive that is none.
    init?(_ archive: ZipArchive) {
        guard let model = archive.entries.first(where: { $0.name == "serialized_exported_program.json" }) else {
            return nil
        }
        (self.archive, self.model) = (archive, model)
    }

    /// The graph.
    func program() throws(ArchiveError) -> ExportedProgram {
        try ExportedProgram(
            archive.description(model), place: "the graph in '\(model.name)'", file: archive.file.path)
    }

    /// The tensors that the program's parameters, buffers and constants are, by their names in the program.
    ///
    /// - Throws: ``ArchiveError`` of a checkpoint that is packed, or malformed.
    func constants(of program: ExportedProgram) throws(ArchiveError) -> [String: Constant] {
        var stored: [String: (tensor: StoredTensor, file: LazyFile)] = [:]
        // The earliest versions give checkpoints the ending of the graph.
        for name in ["serialized_state_dict", "serialized_constants"] {
            guard let entry = archive.entries.first(where: { $0.name == "\(name).pt" || $0.name == "\(name).json" }),
                entry.size > 0
            else { continue }
            guard entry.isStored else {
                throw .malformed(
                    file: archive.file.path, place: "ZIP entry '\(entry.name)'",
                    expectation: "a checkpoint that is stored as it is, not packed, is expected")
            }
            let file = LazyFile(try archive.place(of: entry), of: archive.file)
            guard let tensors = try TorchFormat.tensors(ZipArchive(file)) else { continue }
            for tensor in tensors.tensors { stored[tensor.name] = (tensor, file) }
        }
        let taken = Set(program.tensors.keys)
        var constants: [String: Constant] = [:]
        for (value, name) in program.parameters {
            guard let (tensor, file) = stored[name] else { continue }
            constants[value] = Constant(tensor, in: file).named(taken.contains(name) ? value : name)
        }
        return constants
    }
}
