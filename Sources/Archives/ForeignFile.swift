/// Why a file of no format that is read is refused: what it is, if that is known, and what to do with it.
func refusal(of file: LazyFile) -> ArchiveError {
    for (offset, signature, kind) in signatures where offset + signature.utf8.count <= file.count {
        let range = offset..<offset + signature.utf8.count
        let begins = file.withBytes(in: range) { bytes in
            zip(bytes, signature.utf8).allSatisfy { $0 == $1 }
        }
        if begins { return .otherFormat(file: file.path, kind: kind) }
    }
    let first = file.withBytes(in: 0..<min(8, file.count)) { Array($0) }
    if let (_, kind) = binarySignatures.first(where: { first.starts(with: $0.bytes) }) {
        return .otherFormat(file: file.path, kind: kind)
    }
    return .unknownFormat(file: file.path, firstBytes: first)
}

/// What a ZIP archive of no format that is read holds.
func kind(of archive: ZipArchive) -> String {
    let endings = [".onnx", ".safetensors", ".pth", ".pt", ".npz"]
    if let model = archive.entries.first(where: { entry in endings.contains { entry.name.hasSuffix($0) } }) {
        return "a ZIP archive with \(model.name) in it (unpack it and give that file)"
    }
    guard let first = archive.entries.first else { return "an empty ZIP archive" }
    let more = archive.entries.count > 1 ? " and \(archive.entries.count - 1) more" : ""
    return "a ZIP archive with \(first.name)\(more), and no model"
}

/// Texts at a place of files that people have, and what these are.
private let signatures: [(offset: Int, text: String, kind: String)] = [
    (0, "version https://git-lfs", "a Git LFS pointer in place of the model (git lfs pull fetches it)"),
    (0, "<!DOCTYPE", "a web page in place of the model (the address of the page was downloaded, not the file)"),
    (0, "<!doctype", "a web page in place of the model (the address of the page was downloaded, not the file)"),
    (0, "<html", "a web page in place of the model (the address of the page was downloaded, not the file)"),
    (0, "name: \"", "a Caffe network's description without weights (they are in its .caffemodel)"),
    (0, "GGUF", "a GGUF file, as language models are"),
    (
        257, "ustar",
        "a tar archive (unpack it; PyTorch of 2016 wrote such, which torch.load reads and torch.save renews)"
    ),
    (0, "\u{4}\0\0\0\u{1}\0\0\0", "a Lua Torch 7 file (load it there and export it)"),
]

/// Beginnings of other files that people have, and what these are.
private let binarySignatures: [(bytes: [UInt8], kind: String)] = [
    ([0x1F, 0x8B], "a gzip archive (gunzip unpacks it)"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive (unzstd unpacks it)"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive (unxz unpacks it)"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    ([0x80], "a Python pickle, but not one that torch.save wrote"),
]
