internal import Inference
public import Planes
public import Workers

/// What of a photograph V1 would call salient.
public struct PhotographSaliency: Hashable, Sendable {
    /// Where the hypercolumns stand.
    public let grid: HypercolumnGrid
    /// The contrast that gets half of the strongest input.
    public let semisaturation: Double
    /// Saliency of the photograph's own hypercolumns.
    public let map: SaliencyMap

    /// The saliency of a photograph.
    ///
    /// - Parameters:
    ///   - luminance: values from 0, black, to 1, white.
    ///   - grid: where the hypercolumns stand.
    ///   - workers: any number gives the same bytes.
    ///   - advanced: hears how many steps of the circuit are done.
    /// - Precondition: the plane has the size of the grid's photograph.
    public init(
        of luminance: Plane, on grid: HypercolumnGrid, workers: Workers = Workers(1), advanced: ((Int) -> Void)? = nil
    ) {
        Memory.returnIdle()
        let input = PhotographInput(of: luminance, on: grid, workers: workers)
        let surrounded = MirroredSheet(of: input.sheet)
        let circuit = LiCircuit(sums: FourierSums(size: surrounded.sheet.size, workers: workers))
        let response = circuit.response(to: surrounded.sheet, workers: workers, advanced: advanced)
        self.grid = grid
        semisaturation = input.semisaturation
        map = SaliencyMap(of: response, rows: surrounded.rows, columns: surrounded.columns)
    }
}
