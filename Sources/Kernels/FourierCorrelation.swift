import CCorrelation
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
    /// Values of a spectrum that one worker transforms alone.
    private static let mostOfOneWorker = 1 << 19

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
            let (outer, inner) = division(of: tiles.columns * layout.channels, among: workers)
            outer.share(tiles.columns * layout.channels, scratch: plane.scratch) { item, scratch in
                let (tileColumn, channel) = item.quotientAndRemainder(dividingBy: layout.channels)
                transform(
                    image, channel: channel, top: tileRow * tiles.valid.height, left: tileColumn * tiles.valid.width,
                    to: spectrum.start + item * count, scratch: scratch, workers: inner)
            }
            let (outerOfPairs, innerOfPairs) = division(of: pairs.count, among: workers)
            outerOfPairs.share(pairs.count, scratch: plane.scratch) { pair, scratch in
                let spectra =
                    spectra.isEmpty ? pairs[pair].spectra(plane: plane, scratch: scratch) : spectra[pair]
                for tileColumn in 0..<tiles.columns {
                    write(
                        pairs[pair], spectra, tileRow, tileColumn,
                        spectrum: spectrum.start + tileColumn * layout.channels * count, to: maps, starts: starts,
                        scratch: scratch, workers: innerOfPairs)
                }
            }
        }
    }

    /// Whether transforms are shared among the workers, or the lines of each: of few, and of such as would not fit into the
    /// cache with one in every worker's hands.
    private func division(of transforms: Int, among workers: Workers) -> (outer: Workers, inner: Workers) {
        let isEachShared = transforms < workers.count || plane.spectrumCount > Self.mostOfOneWorker
        return isEachShared ? (Workers(1), workers) : (workers, Workers(1))
    }

    private func transform(
        _ image: ContinuedImage, channel: Int, top: Int, left: Int, to spectrum: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        nonisolated(unsafe) let spectrum = spectrum
        let (size, window, center) = (tiles.size, tiles.window, tiles.center)
        let rows = layout.continued.height - window.rows.lowerBound - top
        let columns = min(size.width, layout.continued.width - window.columns.lowerBound - left)
        // From the window's middle on, and around the end.
        let places = (0..<size.width).compactMap { turned in
            let column = (turned + center.column) % size.width
            return column < columns
                ? (turned: turned, pixel: layout.place(column: window.columns.lowerBound + left + column)) : nil
        }
        // The spectrum of real values is conjugate to itself about its middle.
        plane.forward(columns: size.width / 2 + 1, scratch: scratch, workers: workers) { place, line in
            let row = (place + center.row) % size.height
            guard row < rows else { return false }
            line.update(repeating: 0, count: 2 * size.width)
            let source = layout.offset(channel: channel, row: window.rows.lowerBound + top + row, column: 0)
            let pixels = image.values.start + source
            places.withUnsafeBufferPointer { for place in $0 { line[2 * place.turned] = pixels[place.pixel] } }
            return true
        } read: { column, line in
            (spectrum + 2 * size.height * column).update(from: line, count: 2 * size.height)
            let opposite = size.width - column
            if opposite > column, column > 0 {
                correlation_conjugate(size.height, line, spectrum + 2 * size.height * opposite)
            }
        }
    }

    /// The units of one tile of two kernels' maps.
    private func write(
        _ pair: KernelPair, _ spectra: FloatBuffer, _ tileRow: Int, _ tileColumn: Int,
        spectrum: UnsafeMutablePointer<Float>, to maps: MapMemory,
        starts: [Float], scratch: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let step = layout.stride
        let rows = units(of: tileRow, length: tiles.valid.height, limit: layout.units.height)
        let columns = units(of: tileColumn, length: tiles.valid.width, limit: layout.units.width)
        let (top, left) = (tileRow * tiles.valid.height, tileColumn * tiles.valid.width)
        guard let last = rows.last else { return }
        nonisolated(unsafe) let spectrum = spectrum
        plane.inverse(
            rows: stride(from: rows.lowerBound * step - top, to: last * step - top + 1, by: step), scratch: scratch,
            workers: workers
        ) { column, line in
            for channel in 0..<layout.channels {
                pair.multiply(
                    spectrum + channel * plane.spectrumCount, by: spectra, column: column, channel: channel, to: line)
            }
            return true
        } read: { row, line in
            let real = line + 2 * tiles.size.width
            let imaginary = real + tiles.size.width
            correlation_part(
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
