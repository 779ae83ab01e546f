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
    private static let bandRows = 32

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
        workers.share(bands * chunks.count, scratch: Self.chunk * pitch) { item, scratch in
            let (kernels, sums) = chunks[item / bands]
            let starts = kernels.map { starts[$0] }
            let lines = kernels.indices.map { scratch + ($0 - kernels.startIndex) * pitch }
            let first = item % bands * Self.bandRows
            for row in first..<min(first + Self.bandRows, units.height) {
                sums.write(
                    units.width, from: image.values.start + row * layout.stride * layout.rowPitch, starts: starts,
                    to: lines)
                for (kernel, line) in zip(kernels, lines) { maps.write(line, units.width, row: row, of: kernel) }
            }
        }
    }
}
