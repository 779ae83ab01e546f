/// A PyTorch checkpoint as written since version 1.6, or a TorchScript archive: a ZIP in which `data.pkl` describes the
/// tensors, `data/KEY` holds their bytes, and `byteorder` says in which order.
///
/// - SeeAlso: `torch/serialization.py` and "Serialization semantics" in PyTorch's documentation.
enum TorchFormat: WeightFormat {
    static let format = ModelFormat(
        "pytorch", displayName: "PyTorch", endings: [".pt", ".pth"], sign: "a ZIP with data.pkl: a PyTorch checkpoint",
        wayToNetwork: export)

    /// In Python, of the module that the weights are of.
    static let export =
        "save its module by torch.export.save(torch.export.export(module, (image,)), 'm.pt2') and give that"

    static func recognizes(_ archive: ZipArchive) -> Bool { pickle(in: archive) != nil }

    private static func pickle(in archive: ZipArchive) -> ZipArchive.Entry? {
        archive.entries.first { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
    }

    /// The tensors of the pickle; `nil` where there is none.
    static func tensors(_ archive: ZipArchive) throws(ArchiveError) -> TorchTensors? {
        guard let pickle = pickle(in: archive) else { return nil }
        let root = pickle.name.dropLast("data.pkl".count)
        var machine = try machine(pickle, archive)
        let object = try machine.load()
        let data = "\(root)data/"
        var storages: [String: ByteSource] = [:]
        for entry in archive.entries where entry.name.hasPrefix(data) {
            storages[String(entry.name.dropFirst(data.count))] = .entry(entry, archive)
        }
        var bigEndian = false
        if let order = archive["\(root)byteorder"] {
            bigEndian = try archive.bytes(of: order, first: 3) == Array("big".utf8)
        }
        return TorchTensors(object, machine, storages: storages, bigEndian: bigEndian)
    }

    static func index(_ archive: ZipArchive) throws(ArchiveError) -> ArchiveIndex {
        guard let tensors = try tensors(archive) else { return ArchiveIndex() }
        // A frozen module keeps its weights with its program.
        let hasConstants = archive.entries.contains { $0.name.split(separator: "/").last == "constants.pkl" }
        if tensors.tensors.isEmpty, hasConstants {
            throw .otherFormat(
                file: archive.file.path,
                kind:
                    "a frozen TorchScript archive, whose weights are constants of its program (save the module as it was before torch.jit.freeze)"
            )
        }
        return try tensors.index(archive.file)
    }

    private static func machine(
        _ pickle: ZipArchive.Entry, _ archive: ZipArchive
    ) throws(ArchiveError) -> PickleInterpreter {
        let path = archive.file.path
        if pickle.isStored {
            return PickleInterpreter(.file(archive.file), in: try archive.place(of: pickle), file: path)
        }
        let bytes = try archive.bytes(of: pickle)
        return PickleInterpreter(.memory(bytes), in: bytes.indices, file: path)
    }
}

/// A PyTorch checkpoint as written before version 1.6: five pickles (a magic number, a version, the writer's sizes, the
/// object, the keys of its storages), then each storage's number of elements in 8 bytes and its elements.
///
/// The elements are little-endian whatever machine wrote them; the number of elements was not always, so both orders are
/// taken.
/// - SeeAlso: `_legacy_save` in `torch/serialization.py`, `writeFileRaw` in `torch/csrc/serialization.cpp`.
enum LegacyTorchFormat: WeightFormat {
    static let format = ModelFormat(
        "legacyPytorch", displayName: "PyTorch, before 1.6", endings: [".pt", ".pth"],
        sign: "pickles behind PyTorch's magic number: a PyTorch checkpoint", wayToNetwork: TorchFormat.export)

    /// 0x1950a86a20f9469cfc6c, lowest byte first.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    static func recognizes(_ file: LazyFile) -> Bool {
        // Protocol, perhaps a frame's length, then a long integer of ten bytes.
        guard file.count > 32, file[0] == 0x80 else { return false }
        return [4, 13].contains { start in
            file.withBytes(in: start..<start + magic.count) { $0.elementsEqual(magic) }
        }
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        var machine = PickleInterpreter(.file(file), in: 0..<file.count, file: file.path)
        for _ in 0..<3 { _ = try machine.load() }
        let object = try machine.load()
        let keys = try machine.load()
        let storages = try places(of: machine.items(keys) ?? [], machine, file)
        return try TorchTensors(object, machine, storages: storages, bigEndian: false).index(file)
    }

    /// Where the storages of the keys lie, one after the other behind the pickles.
    private static func places(
        of keys: [PickleValue], _ machine: PickleInterpreter, _ file: LazyFile
    ) throws(ArchiveError) -> [String: ByteSource] {
        let sizes = TorchTensors.storageSizes(machine)
        var places: [String: ByteSource] = [:]
        var offset = machine.offset
        for key in keys {
            guard let key = machine.key(key), let (count, width) = sizes[key] else {
                throw .malformed(
                    file: file.path, place: "the list of storages", expectation: "each is used by a tensor")
            }
            let bytes = product([count, width]) ?? .max
            guard offset <= file.count - 8, bytes <= file.count - offset - 8 else {
                throw .truncated(
                    file: file.path, place: "storage '\(key)'", needed: bytes, found: max(0, file.count - offset - 8))
            }
            let announced = file.littleEndian(in: offset..<offset + 8)
            guard announced == UInt64(count) || announced.byteSwapped == UInt64(count) else {
                throw .malformed(
                    file: file.path, place: "storage '\(key)' at byte \(offset)",
                    expectation: "its tensors need \(count) elements, another number is announced")
            }
            places[key] = .range(offset + 8..<offset + 8 + bytes)
            offset += 8 + bytes
        }
        return places
    }
}
