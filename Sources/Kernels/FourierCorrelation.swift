import CStrips
import Planes
import Workers

/// Kernels of many weights: the image's spectrum times the kernels', transformed back, over overlapping tiles.
///
/// Two kernels f and g go through one transform as f − i·g: maps are real, so nothing is wasted.
///
/// - Complexity: per two kernels, tiles · places of a tile · log of its sides.
struct FourierCorrelation: Correlation {
    private let layout: Layout
    private let tiles: FourierTiles
    private let plane: FourierPlane
    private let pairs: [KernelPair]
    /// Of every pair; none where they would take too much memory and are made anew for every row of tiles.
    private let spectra: [FloatBuffer]

    /// - Parameter budget: values that spectra may take, by default 512 MB.
    init(
        _ kernels: [Int], of bank: KernelBank, tiles: FourierTiles, layout: Layout, workers: Workers,
        budget: Int = 1 << 27
    ) {
        (self.layout, self.tiles) = (layout, tiles)
        let plane = FourierPlane(rows: tiles.size.height, columns: tiles.size.width)
        let pairs = stride(from: 0, to: kernels.count, by: 2).map { index in
            KernelPair(
                kernels[index], index + 1 < kernels.count ? kernels[index + 1] : nil, of: bank, tiles: tiles)
        }
        let isKept = pairs.reduce(0) { $0 + $1.count } <= budget
        spectra = workers.map(isKept ? pairs.count : 0) { pair in
            let scratch = FloatBuffer(count: plane.scratch)
            return withExtendedLifetime(scratch) { pairs[pair].spectra(plane: plane, scratch: scratch.start) }
        }
        (self.plane, self.pairs) = (plane, pairs)
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
            workers.share(pairs.count, scratch: plane.scratch + 2 * tiles.size.width) { pair, scratch in
                let spectra =
                    spectra.isEmpty ? pairs[pair].spectra(plane: plane, scratch: scratch) : spectra[pair]
                for tileColumn in 0..<tiles.columns {
                    write(
                        pairs[pair], spectra, tileRow, tileColumn,
                        spectrum: spectrum.start + tileColumn * layout.channels * count, to: maps, starts: starts,
                        scratch: scratch)
                }
            }
        }
    }

    private func transform(
        _ image: ContinuedImage, channel: Int, top: Int, left: Int, to spectrum: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let (size, window, center) = (tiles.size, tiles.window, tiles.center)
        let rows = layout.continued.height - window.rows.lowerBound - top
        let places = (0..<layout.continued.width - window.columns.lowerBound - left).map {
            layout.place(column: window.columns.lowerBound + left + $0)
        }
        let columns = min(size.width, places.count)
        plane.forward(scratch: scratch) { place, line in
            let row = (place + center.row) % size.height
            guard row < rows else { return false }
            line.update(repeating: 0, count: 2 * size.width)
            let source = layout.offset(channel: channel, row: window.rows.lowerBound + top + row, column: 0)
            let pixels = image.values.start + source
            for column in 0..<columns {
                let turned = column < center.column ? column - center.column + size.width : column - center.column
                line[2 * turned] = pixels[places[column]]
            }
            return true
        } read: { column, line in
            (spectrum + 2 * size.height * column).update(from: line, count: 2 * size.height)
        }
    }

    /// The units of one tile of two kernels' maps.
    private func write(
        _ pair: KernelPair, _ spectra: FloatBuffer, _ tileRow: Int, _ tileColumn: Int,
        spectrum: UnsafeMutablePointer<Float>, to maps: MapMemory,
        starts: [Float], scratch: UnsafeMutablePointer<Float>
    ) {
        let step = layout.stride
        let rows = units(of: tileRow, length: tiles.valid.height, limit: layout.units.height)
        let columns = units(of: tileColumn, length: tiles.valid.width, limit: layout.units.width)
        let (top, left) = (tileRow * tiles.valid.height, tileColumn * tiles.valid.width)
        guard let last = rows.last else { return }
        let real = scratch + plane.scratch
        let imaginary = real + tiles.size.width
        plane.inverse(
            rows: stride(from: rows.lowerBound * step - top, to: last * step - top + 1, by: step), scratch: scratch
        ) { column, line in
            for channel in 0..<layout.channels {
                pair.multiply(
                    spectrum + channel * plane.spectrumCount, by: spectra, column: column, channel: channel, to: line)
            }
            return true
        } read: { row, line in
            strips_part(
                columns.count, step, line + 2 * (columns.lowerBound * step - left), starts[pair.first],
                pair.second.map { starts[$0] } ?? 0, real, imaginary)
            let (row, column) = ((top + row) / step, columns.lowerBound)
            maps.write(real, columns.count, row: row, column: column, of: pair.first)
            if let second = pair.second {
                maps.write(imaginary, columns.count, row: row, column: column, of: second)
            }
        }
    }

    /// The units whose places, were the stride 1, a tile gives.
    private func units(of tile: Int, length: Int, limit: Int) -> Range<Int> {
        func first(_ place: Int) -> Int { (place + layout.stride - 1) / layout.stride }
        let lower = min(first(tile * length), limit)
        return lower..<max(lower, min(first((tile + 1) * length), limit))
    }
}
