/// Properties of recorded cells in an HDF5 file: the table `units` of an NWB file, or the variables of a MATLAB 7.3 file.
///
/// Lists of numbers and of texts are taken; ragged columns and pictures are left.
/// - SeeAlso: Rübel et al. (2022), *eLife* 11:e78362 (NWB).
struct HDF5Cells {
    let columns: [CellList]

    /// Reads lists.
    ///
    /// - Parameter range: where HDF5 begins and ends: MATLAB writes 512 bytes before it.
    /// - Throws: ``ArchiveError``: no lists, or lists of cells of different numbers.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        guard ReadingLibraries.hdf5 != nil else {
            throw .missingLibrary(file: file.path, library: "libhdf5", package: "libhdf5-dev")
        }
        let contents = try HDF5Contents(file, range)
        var lists = contents.tensors.map { (path: Self.path($0), tensor: $0) }
        let isNWB = lists.contains { $0.path == ["units", "id"] }
        if isNWB {
            // `spike_times_index` says where each unit's part of a ragged column ends; those columns are of other lengths.
            let indexed = Set(lists.map(\.path).filter { $0.count == 2 && $0[1].hasSuffix("_index") }.map { $0[1] })
            let count = lists.first { $0.path == ["units", "id"] }?.tensor.count ?? 0
            lists = lists.filter { list in
                list.path.count == 2 && list.path[0] == "units" && list.tensor.shape == [count]
                    && list.path[1] != "id" && !indexed.contains(list.path[1])
                    && !indexed.contains("\(list.path[1])_index")
            }
        } else {
            // MATLAB writes a column as one row of HDF5; a structure's fields lie one level down.
            lists = lists.filter { list in
                list.path.count <= 2 && list.path.first?.hasPrefix("#") == false && Self.isList(list.tensor)
            }
        }
        var columns: [CellList] = []
        for (path, tensor) in lists {
            guard let list = try Self.list(path.last ?? "", tensor, file) else { continue }
            columns.append(list)
        }
        self.columns = try CellList.table(columns, of: file)
    }

    /// Whether a MATLAB variable is a row or a column of at least two, or texts one below the other.
    private static func isList(_ tensor: StoredTensor) -> Bool {
        if (tensor.storage as? SandboxedHDF5Storage)?.content == .characters { return tensor.shape.last ?? 0 > 1 }
        return tensor.count > 1 && tensor.shape.count(where: { $0 != 1 }) == 1
    }

    /// Numbers or texts; `nil` of anything else.
    private static func list(
        _ name: String, _ tensor: StoredTensor, _ file: LazyFile
    ) throws(ArchiveError) -> CellList? {
        let sandboxed = tensor.storage as? SandboxedHDF5Storage
        switch sandboxed?.content {
        case nil, .numbers:
            // As the file would print it: what is read is rounded to 32 bits.
            return CellList(name, numbers: try tensor.values(in: file).map { Double("\($0)") ?? .nan })
        case .texts: return try sandboxed?.texts(of: tensor, in: file).map { CellList(name, texts: $0) }
        case .characters:
            return try sandboxed?.texts(of: tensor, in: file).map {
                CellList(name, texts: $0.map(\.withoutBlanksAtEnd))
            }
        case .other: return nil
        }
    }

    private static func path(_ tensor: StoredTensor) -> [String] { tensor.name.split(separator: "/").map(String.init) }
}
