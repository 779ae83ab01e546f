import Planes
import Workers

/// Every weight of every kernel, by vector loops along rows of units.
///
/// - Complexity: units · weights that are not zero.
struct DenseCorrelation: Correlation {
    private let layout: Layout
    private let chunks: [(kernels: ArraySlice<Int>, sums: ShiftedSums)]

    /// Few enough kernels for their weights to stay in the nearest cache.
    private static let chunk = 8
    /// Rows of units that are made at once.
    private static let bandRows = 8

    init(_ kernels: [Int], of bank: KernelBank, layout: Layout) {
        self.layout = layout
        chunks = stride(from: 0, to: kernels.count, by: Self.chunk).map { start in
            let kernels = kernels[start..<min(start + Self.chunk, kernels.count)]
            var (offsets, weights): ([Int], [Float]) = ([], [])
            for channel in 0..<layout.channels {
                for place in 0..<layout.kernelSize.count {
                    let taps = kernels.map { bank.kernels[$0].channels[channel].values[place] }
                    guard taps.contains(where: { $0 != 0 }) else { continue }
                    let (row, column) = place.quotientAndRemainder(dividingBy: layout.kernelSize.width)
                    offsets.append(layout.offset(channel: channel, row: row, column: column))
                    weights += taps
                }
            }
            return (kernels, ShiftedSums(count: kernels.count, offsets: offsets, weights: weights))
        }
    }

    func write(of image: ContinuedImage, to maps: MapMemory, starts: [Float], workers: Workers) {
        let units = layout.units
        let bands = (units.height - 1) / Self.bandRows + 1
        let pitch = units.width + 16
        workers.share(bands * chunks.count, scratch: Self.chunk * Self.bandRows * pitch) { item, scratch in
            let (kernels, sums) = chunks[item / bands]
            let starts = kernels.map { starts[$0] }
            let lines = kernels.indices.map { scratch + ($0 - kernels.startIndex) * Self.bandRows * pitch }
            let first = item % bands * Self.bandRows
            let rows = min(Self.bandRows, units.height - first)
            sums.write(
                rows: rows, units.width, from: image.values.start + first * layout.stride * layout.rowPitch,
                step: layout.stride * layout.rowPitch, starts: starts, to: lines, step: pitch)
            for (kernel, line) in zip(kernels, lines) {
                maps.write(rows: rows, line, step: pitch, units.width, row: first, of: kernel)
            }
        }
    }
}
