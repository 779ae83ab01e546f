import CCorrelation
import Planes

/// Where maps are written: the memory of planes, lent to several workers, each of which writes places of its own.
struct MapMemory: @unchecked Sendable {
    let size: PixelSize
    private let starts: [UnsafeMutablePointer<Float>]

    private init(starts: [UnsafeMutablePointer<Float>], size: PixelSize) { (self.starts, self.size) = (starts, size) }

    /// Whether maps are more than caches hold until someone reads them.
    private var leaveCaches: Bool { starts.count * size.count > 1 << 23 }

    /// Copies `count` values to a row of a map, from a column on, or to some rows from values `step` apart.
    func write(
        rows: Int = 1, _ values: UnsafePointer<Float>, step: Int = 0, _ count: Int, row: Int, column: Int = 0,
        of map: Int
    ) {
        let place = starts[map] + row * size.width + column
        if leaveCaches {
            correlation_copy_past_caches(rows, count, values, step, place, size.width)
        } else {
            for row in 0..<rows { (place + row * size.width).update(from: values + row * step, count: count) }
        }
    }

    /// Lends the memory of `count` planes of a size, of those given where they are such, and leaves the planes in `maps`.
    ///
    /// New memory holds anything at first: `body` must write every value.
    static func lend(_ maps: inout [Plane], count: Int, size: PixelSize, _ body: (MapMemory) -> Void) {
        if maps.count != count || maps.contains(where: { $0.size != size }) {
            maps = (0..<count).map { _ in
                Plane(size: size, values: Array(unsafeUninitializedCapacity: size.count) { $1 = size.count })
            }
        }
        var starts: [UnsafeMutablePointer<Float>] = []
        lend(&maps, &starts) { body(MapMemory(starts: $0, size: size)) }
    }

    private static func lend(
        _ maps: inout [Plane], _ starts: inout [UnsafeMutablePointer<Float>],
        _ body: ([UnsafeMutablePointer<Float>]) -> Void
    ) {
        guard starts.count < maps.count else { return body(starts) }
        let index = starts.count
        var plane = Plane(size: PixelSize(side: 1), values: [0])
        swap(&plane, &maps[index])
        plane.withUnsafeMutableValues { values in
            guard let start = values.baseAddress else { return }
            starts.append(start)
            lend(&maps, &starts, body)
        }
        swap(&plane, &maps[index])
    }
}
