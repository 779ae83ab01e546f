import Planes
import Workers

/// Kernels of low rank: sums along rows and down columns, those that kernels have in common only once.
///
/// - Complexity: units · (rows of weights + products) · side, whatever the number of kernels that mix them.
struct SeparableCorrelation: Correlation {
    private let layout: Layout
    private let groups: [SeparableGroup]
    /// Of the constants that were taken from kernels, by window: a group of one kernel of ones.
    private let windows: [Int: SeparableGroup]

    init(_ groups: [SeparableGroup], of form: SeparableForm, layout: Layout) {
        self.layout = layout
        self.groups = groups
        let used = Set(groups.flatMap(\.windows))
        windows = Dictionary(
            uniqueKeysWithValues: used.map {
                ($0, SeparableGroup([0], of: SeparableForm(ones: form.windows[$0]), layout: layout))
            })
    }

    func write(of image: ContinuedImage, to maps: MapMemory, starts: [Float], workers: Workers) {
        let windowMaps = windows.mapValues { window in
            let map = FloatBuffer(count: layout.units.count + ShiftedSums.slack)
            write(
                [window], of: image, windowMaps: [:], to: MapMemory(map, size: layout.units), starts: [0],
                workers: workers)
            return map
        }
        write(groups, of: image, windowMaps: windowMaps, to: maps, starts: starts, workers: workers)
    }

    private func write(
        _ groups: [SeparableGroup], of image: ContinuedImage, windowMaps: [Int: FloatBuffer], to maps: MapMemory,
        starts: [Float], workers: Workers
    ) {
        let tiles = groups.flatMap { group in (0..<group.tileCount).map { (group, $0) } }
        workers.share(tiles.count, scratch: groups.map(\.scratch).max() ?? 0) { item, scratch in
            let (group, tile) = tiles[item]
            group.write(
                tile: tile, of: image, windowMaps: windowMaps, to: maps, starts: starts, scratch: scratch)
        }
    }
}
