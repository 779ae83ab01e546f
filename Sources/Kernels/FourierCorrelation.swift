import CStrips
import Planes
import Workers

/// Kernels of many weights: the image's spectrum times the kernels', transformed back, over overlapping tiles.
///
/// Two kernels go through one transform, as the real and the imaginary part of f − i·g: maps are real, so nothing is wasted.
///
/// - Complexity: per two kernels, tiles · places of a tile · log of its sides.
struct FourierCorrelation: Correlation {
    private let layout: Layout
    private let tiles: FourierTiles
    private let plane: FourierPlane
    private let pairs: [(first: Int, second: Int?)]
    /// Pair by pair and channel by channel: f − i·g transformed, conjugated, divided by the number of places.
    private let spectra: FloatBuffer

    init(_ kernels: [Int], of bank: KernelBank, tiles: FourierTiles, layout: Layout, workers: Workers) {
        (self.layout, self.tiles) = (layout, tiles)
        plane = FourierPlane(rows: tiles.size.height, columns: tiles.size.width)
        pairs = stride(from: 0, to: kernels.count, by: 2).map {
            (kernels[$0], $0 + 1 < kernels.count ? kernels[$0 + 1] : nil)
        }
        spectra = FloatBuffer(count: pairs.count * layout.channels * plane.spectrumCount)
        let (plane, pairs, spectra) = (plane, pairs, spectra)
        workers.share(pairs.count * layout.channels, scratch: plane.scratch) { item, scratch in
            let (pair, channel) = item.quotientAndRemainder(dividingBy: layout.channels)
            let real = bank.kernels[pairs[pair].first].channels[channel]
            let imaginary = pairs[pair].second.map { bank.kernels[$0].channels[channel] }
            Self.transform(
                real, imaginary, tiles: tiles, plane: plane, to: spectra.start + item * plane.spectrumCount,
                scratch: scratch)
        }
    }

    private static func transform(
        _ real: Plane, _ imaginary: Plane?, tiles: FourierTiles, plane: FourierPlane,
        to spectrum: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns, size) = (tiles.window.rows, tiles.window.columns, tiles.size)
        let scale = 1 / Float(size.count)
        plane.forward(rows: rows.count, scratch: scratch) { row, line in
            line.update(repeating: 0, count: 2 * size.width)
            for (place, column) in columns.enumerated() {
                line[2 * place] = real[rows.lowerBound + row, column] * scale
                line[2 * place + 1] = imaginary.map { -$0[rows.lowerBound + row, column] * scale } ?? 0
            }
        } read: { column, line in
            let values = spectrum + 2 * size.height * column
            for row in 0..<size.height {
                values[2 * row] = line[2 * row]
                values[2 * row + 1] = -line[2 * row + 1]
            }
        }
    }

    func write(of image: ContinuedImage, to maps: MapMemory, starts: [Float], workers: Workers) {
        let count = plane.spectrumCount
        let spectrum = FloatBuffer(count: tiles.columns * layout.channels * count)
        // One row of tiles at a time, so that memory does not grow with the image.
        for tileRow in 0..<tiles.rows {
            workers.share(tiles.columns * layout.channels, scratch: plane.scratch) { item, scratch in
                let (tileColumn, channel) = item.quotientAndRemainder(dividingBy: layout.channels)
                transform(
                    image, channel: channel, top: tileRow * tiles.valid.height, left: tileColumn * tiles.valid.width,
                    to: spectrum.start + item * count, scratch: scratch)
            }
            workers.share(pairs.count * tiles.columns, scratch: plane.scratch) { item, scratch in
                let (pair, tileColumn) = item.quotientAndRemainder(dividingBy: tiles.columns)
                write(
                    pair, tileRow, tileColumn, spectrum: spectrum.start + tileColumn * layout.channels * count,
                    to: maps, starts: starts, scratch: scratch)
            }
        }
    }

    private func transform(
        _ image: ContinuedImage, channel: Int, top: Int, left: Int, to spectrum: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let (size, window) = (tiles.size, tiles.window)
        let rows = min(size.height, layout.continued.height - window.rows.lowerBound - top)
        let columns = min(size.width, layout.continued.width - window.columns.lowerBound - left)
        plane.forward(rows: rows, scratch: scratch) { row, line in
            line.update(repeating: 0, count: 2 * size.width)
            let source = layout.offset(channel: channel, row: window.rows.lowerBound + top + row, column: 0)
            for column in 0..<columns {
                let place = source + layout.place(column: window.columns.lowerBound + left + column)
                line[2 * column] = image.values.start[place]
            }
        } read: { column, line in
            (spectrum + 2 * size.height * column).update(from: line, count: 2 * size.height)
        }
    }

    /// The units of one tile of two kernels' maps.
    private func write(
        _ pair: Int, _ tileRow: Int, _ tileColumn: Int, spectrum: UnsafeMutablePointer<Float>, to maps: MapMemory,
        starts: [Float], scratch: UnsafeMutablePointer<Float>
    ) {
        let (first, second) = pairs[pair]
        let (count, height, step) = (plane.spectrumCount, tiles.size.height, layout.stride)
        let weights = spectra.start + pair * layout.channels * count
        let rows = units(of: tileRow, length: tiles.valid.height, limit: layout.units.height)
        let columns = units(of: tileColumn, length: tiles.valid.width, limit: layout.units.width)
        let (top, left) = (tileRow * tiles.valid.height, tileColumn * tiles.valid.width)
        guard let last = rows.last else { return }
        plane.inverse(
            rows: stride(from: rows.lowerBound * step - top, to: last * step - top + 1, by: step), scratch: scratch
        ) { column, line in
            for channel in 0..<layout.channels {
                let place = channel * count + 2 * height * column
                strips_multiply(height, spectrum + place, weights + place, channel == 0 ? 0 : 1, line)
            }
        } read: { row, line in
            let unitRow = (top + row) / step
            strips_part(
                columns.count, step, line + 2 * (columns.lowerBound * step - left), starts[first],
                second.map { starts[$0] } ?? 0, maps.row(unitRow, of: first) + columns.lowerBound,
                second.map { maps.row(unitRow, of: $0) + columns.lowerBound })
        }
    }

    /// The units whose places, were the stride 1, a tile gives.
    private func units(of tile: Int, length: Int, limit: Int) -> Range<Int> {
        func first(_ place: Int) -> Int { (place + layout.stride - 1) / layout.stride }
        let lower = min(first(tile * length), limit)
        return lower..<max(lower, min(first((tile + 1) * length), limit))
    }
}
