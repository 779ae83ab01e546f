import Planes

/// Kernels that share rows of a ``SeparableForm``, and how their maps are made tile by tile.
///
/// Down each strip of units, some rows at a time: every row of weights along the rows of the image, every product down the
/// columns of that, and the mixtures of the products, all within the second cache.
struct SeparableGroup: Sendable {
    /// Of the bank.
    let kernels: [Int]
    private let layout: Layout
    private let tile: SeparableTile
    private let rowStages: [RowStage]
    private let columnStages: [ColumnStage]
    private let mixtures: [Mixture]
    private let rowCount, productCount: Int

    /// Sums along the rows of one channel, and where each is kept.
    private struct RowStage: Sendable {
        let channel: Int
        let sums: ShiftedSums
        let slots: [Int]
    }

    /// Sums down the columns of one of those, for some rows of units side by side, and which row and product each is.
    private struct ColumnStage: Sendable {
        let slot: Int
        let sums: ShiftedSums
        let places: [(row: Int, product: Int)]
    }

    /// The maps that are made of the same products, and which kernels' of the group they are.
    private struct Mixture: Sendable {
        let sums: ShiftedSums
        let places: [Int]
    }

    init(_ kernels: [Int], of form: SeparableForm, layout: Layout) {
        let mixtures = kernels.compactMap { form.mixtures[$0] }
        let products = Set(mixtures.flatMap(\.keys)).sorted()
        let rows = Set(products.map { form.products[$0].row }).sorted()
        (self.kernels, self.layout) = (kernels, layout)
        (rowCount, productCount) = (rows.count, products.count)

        let placesOfRows = rows.map { row in products.indices.filter { form.products[products[$0]].row == row } }
        let tile = SeparableTile(
            columns: products.map { form.products[$0].column.range }, rowCount: rows.count,
            fewestProducts: placesOfRows.map(\.count).min() ?? 1, kernelCount: kernels.count, layout: layout)
        self.tile = tile

        rowStages = (0..<layout.channels).map { channel in
            let slots = rows.indices.filter { form.rows[rows[$0]].channel == channel }
            let taps = slots.map { form.rows[rows[$0]].taps }
            return RowStage(channel: channel, sums: ShiftedSums(taps) { layout.place(column: $0) }, slots: slots)
        }
        columnStages = placesOfRows.enumerated().map { slot, places in
            let sides = (0..<tile.together).flatMap { row in places.map { (row: row, product: $0) } }
            let taps = sides.map { form.products[products[$0.product]].column.moved(by: $0.row * layout.stride) }
            return ColumnStage(
                slot: slot, sums: ShiftedSums(taps) { ($0 - tile.firstRow) * tile.pitch }, places: sides)
        }
        let alike = Dictionary(grouping: kernels.indices) { place in
            products.indices.filter { mixtures[place][products[$0]] != nil }
        }
        self.mixtures = alike.sorted { $0.value[0] < $1.value[0] }.map { terms, places in
            Mixture(
                sums: ShiftedSums(
                    count: places.count, offsets: terms.map { $0 * tile.band * tile.pitch },
                    weights: terms.flatMap { term in places.map { mixtures[$0][products[term]] ?? 0 } }),
                places: places)
        }
    }

    /// How many tiles cover the units.
    var tileCount: Int { ((layout.units.height - 1) / tile.size.height + 1) * tileColumns }
    private var tileColumns: Int { (layout.units.width - 1) / tile.size.width + 1 }

    /// Values of memory that a tile needs.
    var scratch: Int {
        (rowCount * tile.inputRows + tile.band * (productCount + kernels.count)) * tile.pitch + ShiftedSums.slack
    }

    /// Multiply-adds per image, what strips compute twice included.
    var multiplyAdds: Double {
        let along = rowStages.reduce(0) { $0 + $1.sums.weights.count }
        let down = columnStages.reduce(0) { $0 + $1.sums.weights.count } / tile.together
        let mixing = mixtures.reduce(0) { $0 + $1.sums.weights.count }
        let rows = Double(tile.size.height * layout.stride + tile.keptRows) / Double(tile.size.height)
        return (Double(along) * rows + Double(down + mixing)) * Double(layout.units.count)
    }

    /// In the units of ``Plan``.
    var cost: Double {
        multiplyAdds * Self.costOfOne + Double(layout.units.count * kernels.count) * Self.costOfValue
    }

    /// Of a multiply-add, and of what is done with each value of a map beside.
    private static let (costOfOne, costOfValue) = (1.3, 56.0)

    /// Writes one tile of the group's maps.
    func write(
        tile index: Int, of image: ContinuedImage, to maps: MapMemory, starts: [Float],
        scratch: UnsafeMutablePointer<Float>
    ) {
        let top = index / tileColumns * tile.size.height
        let left = index % tileColumns * tile.size.width
        let width = min(tile.size.width, layout.units.width - left)
        let products = scratch + rowCount * tile.inputRows * tile.pitch
        let lines = products + productCount * tile.band * tile.pitch
        let end = min(top + tile.size.height, layout.units.height)
        for row in stride(from: top, to: end, by: tile.band) {
            let rows = min(tile.band, end - row)
            sumRows(of: image, top: row, left: left, rows: rows, width, keeps: row > top, to: scratch)
            sumColumns(of: scratch, rows: rows, width, to: products)
            for mixture in mixtures {
                mixture.sums.write(
                    rows: rows, width, from: products, step: tile.pitch,
                    starts: mixture.places.map { starts[kernels[$0]] },
                    to: mixture.places.map { lines + $0 * tile.band * tile.pitch }, step: tile.pitch)
            }
            for (place, kernel) in kernels.enumerated() {
                maps.write(
                    rows: rows, lines + place * tile.band * tile.pitch, step: tile.pitch, width, row: row, column: left,
                    of: kernel)
            }
        }
    }

    /// The sums along all rows of the image that a band needs; those that it shares with the band above are there already.
    private func sumRows(
        of image: ContinuedImage, top: Int, left: Int, rows: Int, _ width: Int, keeps: Bool,
        to sums: UnsafeMutablePointer<Float>
    ) {
        let (pitch, step) = (tile.pitch, layout.stride)
        let kept = keeps ? tile.keptRows : 0
        let needed = tile.inputRows - (tile.band - rows) * step
        // Rows of units that are summed side by side read on with weights of 0, which must not meet what is no number.
        let spare = min(needed + (tile.together - 1) * step, tile.inputRows) - needed
        let slots = (0..<rowCount).map { sums + $0 * tile.inputRows * pitch }
        for slot in slots {
            slot.update(from: slot + tile.band * step * pitch, count: kept * pitch)
            (slot + needed * pitch).update(repeating: 0, count: spare * pitch)
        }
        for stage in rowStages where !stage.slots.isEmpty && needed > kept {
            let source = layout.offset(channel: stage.channel, row: top * step + tile.firstRow + kept, column: 0) + left
            stage.sums.write(
                rows: needed - kept, width, from: image.values.start + source, step: layout.rowPitch,
                starts: stage.sums.zeros, to: stage.slots.map { slots[$0] + kept * pitch }, step: pitch)
        }
    }

    /// The sums down the columns of those, product by product.
    private func sumColumns(
        of rowSums: UnsafeMutablePointer<Float>, rows: Int, _ width: Int, to products: UnsafeMutablePointer<Float>
    ) {
        let (pitch, together) = (tile.pitch, tile.together)
        for stage in columnStages {
            stage.sums.write(
                rows: (rows + together - 1) / together, width, from: rowSums + stage.slot * tile.inputRows * pitch,
                step: together * layout.stride * pitch, starts: stage.sums.zeros,
                to: stage.places.map { products + ($0.product * tile.band + $0.row) * pitch }, step: together * pitch)
        }
    }
}
