import Planes

/// How much of the maps of a ``SeparableGroup`` is made at once: as much as leaves its sums in the second cache.
struct SeparableTile: Sendable {
    /// Rows and columns of units.
    let size: PixelSize
    /// The first row of the kernels that any column weighs.
    let firstRow: Int
    /// Rows of the image that a tile needs, from that row on.
    let inputRows: Int
    /// Rows of units whose products are summed at once.
    let together: Int

    /// From one row of sums to the next, so that they do not all fall on the same places of the cache.
    var pitch: Int { (size.width + 15) / 16 * 16 + 16 }

    /// Sums that the vector loop makes side by side from one reading of its source.
    private static let side = 4

    /// Values that sums along rows may take: half of a second cache of one megabyte.
    private static let budget = 1 << 17

    /// - Parameters:
    ///   - columns: the rows of the kernels that each product weighs.
    ///   - rowCount: rows of weights.
    ///   - fewestProducts: of any of them.
    init(columns: [Range<Int>], rowCount: Int, fewestProducts: Int, layout: Layout) {
        firstRow = columns.map(\.lowerBound).min() ?? 0
        let span = (columns.map(\.upperBound).max() ?? 1) - firstRow
        together = max(1, Self.side / fewestProducts)
        let height = min(layout.units.height, max(64, 2 * span / layout.stride))
        let whole = (height + together - 1) / together * together
        inputRows = (whole - 1) * layout.stride + span
        let width = Self.budget / (max(rowCount, 1) * inputRows) / 64 * 64
        size = PixelSize(height: whole, width: min(max(width, 64), 1024, layout.units.width))
    }
}
