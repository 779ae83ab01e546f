import Planes

/// Kernels that share rows of a ``SeparableForm``, and how their maps are made tile by tile.
///
/// For each tile of units: every row of weights along the rows of the image, every product down the columns of that, and
/// the mixtures of the products, all within the second cache.
struct SeparableGroup: Sendable {
    /// Of the bank.
    let kernels: [Int]
    private let layout: Layout
    private let tile: SeparableTile
    private let rowStages: [RowStage]
    private let columnStages: [ColumnStage]
    private let mixing: ShiftedSums
    private let rowCount, productCount: Int
    /// Whose constants the mixtures need.
    let windows: [Int]

    /// Sums along the rows of one channel, and where each is kept.
    private struct RowStage: Sendable {
        let channel: Int
        let sums: ShiftedSums
        let slots: [Int]
    }

    /// Sums down the columns of one of those, for some rows of units at once, and where each is kept.
    private struct ColumnStage: Sendable {
        let slot: Int
        let sums: ShiftedSums
        let places: [Int]
    }

    init(_ kernels: [Int], of form: SeparableForm, layout: Layout) {
        let mixtures = kernels.compactMap { form.mixtures[$0] }
        let products = Set(mixtures.flatMap(\.products.keys)).sorted()
        let rows = Set(products.map { form.products[$0].row }).sorted()
        let windows = Set(mixtures.flatMap(\.windows.keys)).sorted()
        (self.kernels, self.layout, self.windows) = (kernels, layout, windows)
        (rowCount, productCount) = (rows.count, products.count)

        let placesOfRows = rows.map { row in products.indices.filter { form.products[products[$0]].row == row } }
        let tile = SeparableTile(
            columns: products.map { form.products[$0].column.range }, rowCount: rows.count,
            fewestProducts: placesOfRows.map(\.count).min() ?? 1, layout: layout)
        self.tile = tile

        rowStages = (0..<layout.channels).map { channel in
            let slots = rows.indices.filter { form.rows[rows[$0]].channel == channel }
            let taps = slots.map { form.rows[rows[$0]].taps }
            return RowStage(channel: channel, sums: ShiftedSums(taps) { layout.place(column: $0) }, slots: slots)
        }
        columnStages = placesOfRows.enumerated().map { slot, places in
            let taps = (0..<tile.together).flatMap { row in
                places.map { form.products[products[$0]].column.moved(by: row * layout.stride) }
            }
            return ColumnStage(
                slot: slot, sums: ShiftedSums(taps) { ($0 - tile.firstRow) * tile.pitch },
                places: (0..<tile.together).flatMap { row in places.map { row * (products.count + windows.count) + $0 }
                })
        }
        mixing = ShiftedSums(
            count: kernels.count, offsets: (0..<products.count + windows.count).map { $0 * tile.pitch },
            weights: products.flatMap { product in mixtures.map { $0.products[product] ?? 0 } }
                + windows.flatMap { window in mixtures.map { $0.windows[window] ?? 0 } })
    }

    /// How many tiles cover the units.
    var tileCount: Int { ((layout.units.height - 1) / tile.size.height + 1) * tileColumns }
    private var tileColumns: Int { (layout.units.width - 1) / tile.size.width + 1 }

    /// Products and windows that a row of units is mixed from.
    private var mixed: Int { productCount + windows.count }

    /// Values of memory that a tile needs.
    var scratch: Int {
        (rowCount * tile.inputRows + tile.together * mixed + kernels.count) * tile.pitch + ShiftedSums.slack
    }

    /// Multiply-adds per image, what tiles compute twice included.
    var multiplyAdds: Double {
        let along = rowStages.reduce(0) { $0 + $1.sums.weights.count } * tile.inputRows
        let down = columnStages.reduce(0) { $0 + $1.sums.weights.count } / tile.together + mixing.weights.count
        return (Double(along) / Double(tile.size.height) + Double(down)) * Double(layout.units.count)
    }

    /// In the units of ``Plan``.
    var cost: Double { multiplyAdds * Self.costOfOne }

    /// Of a multiply-add in short sums of few rows.
    static let costOfOne = 2.8

    /// Writes one tile of the group's maps.
    func write(
        tile index: Int, of image: ContinuedImage, windowMaps: [Int: FloatBuffer], to maps: MapMemory, starts: [Float],
        scratch: UnsafeMutablePointer<Float>
    ) {
        let (pitch, together) = (tile.pitch, tile.together)
        let top = index / tileColumns * tile.size.height
        let left = index % tileColumns * tile.size.width
        let size = PixelSize(
            height: min(tile.size.height, layout.units.height - top),
            width: min(tile.size.width, layout.units.width - left))
        sumRows(of: image, top: top, left: left, size: size, to: scratch)
        let products = scratch + rowCount * tile.inputRows * pitch
        let stages = columnStages.map { stage in
            (stage.slot, stage.sums, stage.sums.zeros, stage.places.map { products + $0 * pitch })
        }
        let starts = kernels.map { starts[$0] }
        let lines = kernels.indices.map { products + (together * mixed + $0) * pitch }
        var mixing = mixing
        let windowLines = windows.compactMap { windowMaps[$0]?.start }
        for row in stride(from: 0, to: size.height, by: together) {
            for (slot, sums, zeros, places) in stages {
                let source = scratch + (slot * tile.inputRows + row * layout.stride) * pitch
                sums.write(size.width, from: source, starts: zeros, to: places)
            }
            for next in row..<min(row + together, size.height) {
                let source = products + (next - row) * mixed * pitch
                for (place, line) in windowLines.enumerated() {
                    mixing.offsets[productCount + place] = line + (top + next) * layout.units.width + left - source
                }
                mixing.write(size.width, from: source, starts: starts, to: lines)
                for (kernel, line) in zip(kernels, lines) {
                    maps.write(line, size.width, row: top + next, column: left, of: kernel)
                }
            }
        }
    }

    private func sumRows(
        of image: ContinuedImage, top: Int, left: Int, size: PixelSize, to sums: UnsafeMutablePointer<Float>
    ) {
        let needed = tile.inputRows - (tile.size.height - size.height) * layout.stride
        // Rows of units that are summed at once read on with weights of 0, which must not meet what is no number.
        let spare = min(needed + (tile.together - 1) * layout.stride, tile.inputRows) - needed
        for slot in 0..<rowCount {
            (sums + (slot * tile.inputRows + needed) * tile.pitch).update(repeating: 0, count: spare * tile.pitch)
        }
        for stage in rowStages where !stage.slots.isEmpty {
            let zeros = stage.sums.zeros
            for row in 0..<needed {
                let line = top * layout.stride + tile.firstRow + row
                let source = layout.offset(channel: stage.channel, row: line, column: 0) + left
                stage.sums.write(
                    size.width, from: image.values.start + source, starts: zeros,
                    to: stage.slots.map { sums + ($0 * tile.inputRows + row) * tile.pitch })
            }
        }
    }
}
