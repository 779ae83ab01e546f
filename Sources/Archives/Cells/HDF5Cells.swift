/// Properties of recorded cells in an HDF5 file: the table `units` of an NWB file, or the variables of a MATLAB 7.3 file.
///
/// Lists of numbers are taken; texts, ragged columns and pictures are left.
/// - SeeAlso: Rübel et al. (2022), *eLife* 11:e78362 (NWB).
struct HDF5Cells {
    let columns: [CellNumbers]

    /// Reads lists of numbers.
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
                list.path.count <= 2 && list.path.first?.hasPrefix("#") == false && list.tensor.count > 1
                    && list.tensor.shape.count(where: { $0 != 1 }) == 1
            }
        }
        let numbers = lists.filter { ($0.tensor.storage as? SandboxedHDF5Storage)?.isRead ?? true }
        try CellNumbers.check(numbers.map { ($0.path.last ?? "", $0.tensor.count) }, in: file)
        columns = try numbers.map { list throws(ArchiveError) in
            // As the file would print it: what is read is rounded to 32 bits.
            let values = try list.tensor.values(in: file).map { Double("\($0)") ?? .nan }
            return CellNumbers(name: list.path.last ?? "", values: values)
        }
    }

    private static func path(_ tensor: StoredTensor) -> [String] { tensor.name.split(separator: "/").map(String.init) }
}
