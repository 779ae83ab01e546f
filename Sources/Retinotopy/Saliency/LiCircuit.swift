internal import CLateralSums
internal import Planes
public import Workers

/// Li's model of the layer of V1 that sends to higher areas: pairs of an excitatory cell x and an interneuron y, one pair
/// per orientation and hypercolumn.
///
///     ẋ = −x − g_y(y) − Σ ψ(Δ) g_y(y_Δ) + .8 g_x(x) + Σ J g_x + I + .85 − 2 S²
///     ẏ = −y + g_x(x) + Σ W g_x + 1
///
/// g_x rises from 0 at x = 1 to 1 at x = 2; g_y is .21 y up to y = 1.2 and has the slope 2.5 beyond. ψ is .8 and .7 for the
/// interneurons one and two orientations away at the same place; S is the mean over 5 × 5 hypercolumns of Σ g_x over
/// orientations. From x = y = 0 by Euler's method in steps of .1 time constants; the response is the mean of g_x after
/// each step that ends later than 2, up to 12. No noise. The sheet is a torus.
///
/// Source: Li (2002), *Trends Cogn. Sci.* 6:9.
public struct LiCircuit: Sendable {
    /// Time constants per step of Euler's method.
    public static let timeStep = 0.1
    /// Steps in all.
    public static let stepCount = 120
    /// Steps whose states are not part of the mean.
    public static let settlingSteps = 20

    private let sums: any LateralSums

    /// A circuit whose lateral sums are worked out in a given way.
    public init(sums: any LateralSums) {
        self.sums = sums
    }

    /// The mean activity g_x, 0 to 1, of every excitatory cell.
    ///
    /// - Parameters:
    ///   - input: I; 0 for nothing, about 1 for a faint bar, 4 for the strongest.
    ///   - workers: any number gives the same bytes.
    ///   - advanced: hears how many of ``stepCount`` steps are done.
    public func response(
        to input: HypercolumnSheet, workers: Workers = Workers(1), advanced: ((Int) -> Void)? = nil
    ) -> HypercolumnSheet {
        var cells = input.values.map { _ in CellPairs(silent: input.size.count) }
        for step in 0..<Self.stepCount {
            let activity = cells.map(\.activity)
            let lateral = sums.sums(of: activity, workers: workers)
            let normalization = Self.normalization(of: activity, on: input.size)
            let now = cells
            cells = workers.map(cells.count) { index in
                now[index].advanced(
                    by: CellPairs.Drive(
                        input: input.values[index], excitation: lateral.excitation[index],
                        inhibition: lateral.inhibition[index], normalization: normalization,
                        near: Self.neighbors(of: index, 1, in: now), far: Self.neighbors(of: index, 2, in: now)),
                    counted: step < Self.settlingSteps ? 0 : 1)
            }
            advanced?(step + 1)
        }
        let counted = Double(Self.stepCount - Self.settlingSteps)
        return HypercolumnSheet(size: input.size, values: cells.map { $0.sum.map { $0 / counted } })
    }

    /// What the interneurons some orientations away on both sides send.
    private static func neighbors(
        of index: Int, _ steps: Int, in cells: [CellPairs]
    ) -> ([Double], [Double]) {
        (cells[(index + steps) % cells.count].inhibition, cells[(index + cells.count - steps) % cells.count].inhibition)
    }

    /// −2 S²: how busy the neighbourhood is.
    private static func normalization(of activity: [[Double]], on size: PixelSize) -> [Double] {
        var total = activity[0]
        for values in activity.dropFirst() { lateral_sums_add(size.count, values, &total) }
        var scratch = total
        return [Double](unsafeUninitializedCapacity: size.count) { result, count in
            lateral_sums_normalization(size.height, size.width, total, &scratch, result.baseAddress)
            count = size.count
        }
    }
}

/// Places on a lattice whose edges are joined.
enum Torus {
    static func wrapped(_ place: Int, _ count: Int) -> Int {
        let rest = place % count
        return rest < 0 ? rest + count : rest
    }
}
