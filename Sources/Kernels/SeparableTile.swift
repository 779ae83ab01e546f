import Planes

/// How much of the maps of a ``SeparableGroup`` is made at once: a strip of units from above to below, one band of rows after
/// the other, whose sums stay in the second cache.
struct SeparableTile: Sendable {
    /// Rows and columns of units of a strip.
    let size: PixelSize
    /// Rows of units that are made at once.
    let band: Int
    /// The first row of the kernels that any column weighs.
    let firstRow: Int
    /// Rows of the image that a band needs, from that row on.
    let inputRows: Int
    /// Those of them that the next band needs as well.
    let keptRows: Int
    /// Rows of units whose products are summed side by side.
    let together: Int

    /// From one row of sums to the next, so that they do not all fall on the same places of the cache.
    var pitch: Int { (size.width + 15) / 16 * 16 + 16 }

    /// Sums that the vector loop makes side by side from one reading of its source.
    private static let side = 4
    /// Rows of units of a band.
    private static let rows = 16
    /// Values that a band may take: a second cache of one megabyte.
    private static let budget = 1 << 18

    /// - Parameters:
    ///   - columns: the rows of the kernels that each product weighs.
    ///   - rowCount: rows of weights.
    ///   - fewestProducts: of any of them.
    ///   - kernelCount: maps.
    init(columns: [Range<Int>], rowCount: Int, fewestProducts: Int, kernelCount: Int, layout: Layout) {
        firstRow = columns.map(\.lowerBound).min() ?? 0
        let span = (columns.map(\.upperBound).max() ?? 1) - firstRow
        together = max(1, Self.side / fewestProducts)
        band = (min(layout.units.height, Self.rows) + together - 1) / together * together
        inputRows = (band - 1) * layout.stride + span
        keptRows = max(span - layout.stride, 0)
        // The first band of a strip has nothing that it could keep.
        let height = (max(256, 4 * span / layout.stride) + band - 1) / band * band
        let values = rowCount * inputRows + band * (columns.count + kernelCount)
        size = PixelSize(
            height: min(layout.units.height, height),
            width: min(max(Self.budget / values / 64 * 64, 64), 1024, layout.units.width))
    }
}
