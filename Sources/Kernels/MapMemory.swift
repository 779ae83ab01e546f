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

    /// Makes `maps` as many planes of a size as wanted, if they are not: new memory, which holds anything at first.
    static func provide(_ maps: inout [Plane], count: Int, size: PixelSize) {
        guard maps.count != count || maps.contains(where: { $0.size != size }) else { return }
        maps = (0..<count).map { _ in
            Plane(size: size, values: Array(unsafeUninitializedCapacity: size.count) { $1 = size.count })
        }
    }

    /// Lends the memory of some planes of one size, the first of which is map 0.
    ///
    /// Each plane is lent within the last one's loan, so they are to be few: on the stack some hundred bytes a plane.
    static func lend(_ places: Range<Int>, of maps: inout [Plane], _ body: (MapMemory) -> Void) {
        let size = maps[places.lowerBound].size
        var starts: [UnsafeMutablePointer<Float>] = []
        lend(places, of: &maps, &starts) { body(MapMemory(starts: $0, size: size)) }
    }

    private static func lend(
        _ places: Range<Int>, of maps: inout [Plane], _ starts: inout [UnsafeMutablePointer<Float>],
        _ body: ([UnsafeMutablePointer<Float>]) -> Void
    ) {
        guard let index = places.first else { return body(starts) }
        var plane = Plane(size: PixelSize(side: 1), values: [0])
        swap(&plane, &maps[index])
        plane.withUnsafeMutableValues { values in
            guard let start = values.baseAddress else { return }
            starts.append(start)
            lend(places.dropFirst(), of: &maps, &starts, body)
        }
        swap(&plane, &maps[index])
    }
}
