public import Kernels

/// Receptive-field maps of recorded cells: an array of cells × rows × columns in a NumPy or a MATLAB file.
public struct CellMaps: Hashable, Sendable {
    /// A map for each cell.
    public let maps: KernelBank

    /// Reads maps; `nil` of files of other kinds, and of a MATLAB file without such an array.
    ///
    /// - Throws: ``ArchiveError``: no such file, a damaged one, or a NumPy array of another shape.
    public init?(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        let isMatlab = MatlabFormat.recognizes(file)
        guard isMatlab || NumpyFormat.recognizes(file) else { return nil }
        let model = try ModelFile(path: path)
        if isMatlab, model.layers.isEmpty { return nil }
        maps = try model.kernels(of: model.choice(of: nil).layer)
    }
}
