/// Why a file of no format that is read is refused: what it is, if that is known, and what to do with it.
func refusal(of file: LazyFile) -> ArchiveError {
    let found = signatures.first { signature in
        let range = signature.offset..<signature.offset + signature.bytes.count
        return range.upperBound <= file.count && file.withBytes(in: range) { $0.elementsEqual(signature.bytes) }
    }
    if let found { return .otherFormat(file: file.path, kind: found.kind) }
    if let kind = OtherFrameworks.kind(of: file) { return .otherFormat(file: file.path, kind: kind) }
    return .unknownFormat(file: file.path, firstBytes: file.withBytes(in: 0..<min(8, file.count)) { Array($0) })
}

/// What a ZIP archive of no format that is read holds.
func kind(of archive: ZipArchive) -> String {
    if archive.entries.contains(where: { $0.name.hasSuffix("serialized_exported_program.json") }) {
        return "an export of PyTorch before 2.8 (torch.export.load it in a later one, and torch.export.save it again)"
    }
    let endings = [".onnx", ".safetensors", ".pth", ".pt", ".npz"]
    if let model = archive.entries.first(where: { entry in endings.contains { entry.name.hasSuffix($0) } }) {
        return "a ZIP archive with \(model.name) in it (unpack it and give that file)"
    }
    guard let first = archive.entries.first else { return "an empty ZIP archive" }
    let more = archive.entries.count > 1 ? " and \(archive.entries.count - 1) more" : ""
    return "a ZIP archive with \(first.name)\(more), and no model"
}

/// What stands at a place of files that people have, and what these are.
private let signatures: [(offset: Int, bytes: [UInt8], kind: String)] = [
    (0, Array("version https://git-lfs".utf8), "a Git LFS pointer in place of the model (git lfs pull fetches it)"),
    (0, Array("<!DOCTYPE".utf8), webPage), (0, Array("<!doctype".utf8), webPage), (0, Array("<html".utf8), webPage),
    (0, Array("GGUF".utf8), "a GGUF file, as language models are"),
    (257, Array("ustar".utf8), "a tar archive (unpack it, or if torch.load reads it, save it again with torch.save)"),
    (0, [0x1F, 0x8B], "a gzip archive (gunzip unpacks it)"),
    (0, [0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive (unzstd unpacks it)"),
    (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive (unxz unpacks it)"),
    (0, [0x89, 0x50, 0x4E, 0x47], "a PNG picture"), (0, [0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (0, [0x80], "a Python pickle, but not one that torch.save wrote"),
]

private let webPage = "a web page in place of the model (the page was downloaded, not the file it links to)"
