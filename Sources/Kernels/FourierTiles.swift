import Glibc
import Planes

/// How an image is cut into overlapping tiles whose transforms give a part of the maps each.
///
/// A transform of n places gives n − k + 1 sums over k weights that do not reach around its end.
struct FourierTiles: Hashable, Sendable {
    /// Rows and columns of a transform.
    let size: PixelSize
    /// The kernels' weights that are not zero.
    let window: PixelWindow
    /// Rows and columns of units, were the stride 1, that a tile gives.
    let valid: PixelSize
    /// How many tiles.
    let rows, columns: Int

    /// Of a complex place, its product and its way back, in the units of ``Plan``.
    static let pointCost = 200.0

    /// The tiles that cost least.
    init(window: PixelWindow, layout: Layout) {
        let places = PixelSize(
            height: (layout.units.height - 1) * layout.stride + 1, width: (layout.units.width - 1) * layout.stride + 1)
        let heights = Self.lengths(for: window.rows.count, places: places.height)
        let widths = Self.lengths(for: window.columns.count, places: places.width)
        let choices = heights.flatMap { height in
            widths.map { Self(size: PixelSize(height: height, width: $0), window: window, places: places) }
        }
        self = choices.dropFirst().reduce(choices[0]) { $1.cost < $0.cost ? $1 : $0 }
    }

    private init(size: PixelSize, window: PixelWindow, places: PixelSize) {
        (self.size, self.window) = (size, window)
        let most = PixelSize(height: size.height - window.rows.count + 1, width: size.width - window.columns.count + 1)
        rows = (places.height - 1) / most.height + 1
        columns = (places.width - 1) / most.width + 1
        valid = PixelSize(height: (places.height - 1) / rows + 1, width: (places.width - 1) / columns + 1)
    }

    /// The window's middle, which a transform has at its first place.
    var center: (row: Int, column: Int) { ((window.rows.count - 1) / 2, (window.columns.count - 1) / 2) }

    /// Of one map, or two, in the units of ``Plan``: short transforms have more to do beside, large ones leave the caches.
    var cost: Double {
        let short = (1 + 32 / Double(size.height)) * (1 + 32 / Double(size.width))
        let large = 1 + Double(size.count) / Double(1 << 21)
        return Double(rows * columns * size.count) * short * large * Self.pointCost
    }

    /// Multiply-adds of one map's, or two maps', products and transforms.
    var multiplyAdds: Double {
        let perPlace = 4 + 2.5 * log2(Double(size.count))
        return Double(rows * columns * size.count) * perPlace
    }

    /// Lengths that transform fast: 2ᵃ, 3·2ᵃ and 5·2ᵃ, some places more than the kernel.
    private static func lengths(for weights: Int, places: Int) -> [Int] {
        let least = max(weights + 7, 16)
        let enough = weights + places - 1
        let all = (0...20).flatMap { power in [8, 10, 12].map { $0 << power } }.filter { $0 % 8 == 0 }
        let fitting = all.filter { $0 >= least && $0 <= max(1280, 8 * least) }
        let whole = fitting.first { $0 >= enough } ?? .max
        return fitting.filter { $0 <= whole }
    }
}
