import Planes
import Workers

/// Kernels of low rank: sums along rows and down columns, those that kernels have in common only once.
///
/// - Complexity: units · (rows of weights + products) · side, whatever the number of kernels that mix them.
struct SeparableCorrelation: Correlation {
    let groups: [SeparableGroup]

    func write(of image: ContinuedImage, to maps: MapMemory, starts: [Float], workers: Workers) {
        let tiles = groups.flatMap { group in (0..<group.tileCount).map { (group, $0) } }
        workers.share(tiles.count, scratch: groups.map(\.scratch).max() ?? 0) { item, scratch in
            let (group, tile) = tiles[item]
            group.write(tile: tile, of: image, to: maps, starts: starts, scratch: scratch)
        }
    }
}
