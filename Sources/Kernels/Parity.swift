import Planes

/// Whether a part of a kernel stays the same or changes its sign when mirrored about the middle, up-down and left-right.
enum Parity: CaseIterable {
    case evenEven, evenOdd, oddEven, oddOdd

    /// What mirroring multiplies by.
    private var upDown: Double { self == .evenEven || self == .evenOdd ? 1 : -1 }
    private var leftRight: Double { self == .evenEven || self == .oddEven ? 1 : -1 }

    /// The upper left quarter of the part of a plane with this parity, middle row and column included: the rest mirrors it,
    /// and the four parts' sum is the plane.
    func quarter(of plane: Plane) -> [Double] {
        let size = Self.quarter(of: plane.size)
        return (0..<size.count).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: size.width)
            let (below, right) = (plane.size.height - 1 - row, plane.size.width - 1 - column)
            let upper = Double(plane[row, column]) + leftRight * Double(plane[row, right])
            let lower = Double(plane[below, column]) + leftRight * Double(plane[below, right])
            return (upper + upDown * lower) / 4
        }
    }

    /// Rows and columns of a quarter.
    static func quarter(of size: PixelSize) -> PixelSize {
        PixelSize(height: (size.height + 1) / 2, width: (size.width + 1) / 2)
    }

    /// A column of a quarter, mirrored to `count` rows.
    func whole(column: [Double], count: Int) -> [Double] { Self.mirrored(column, upDown, count) }

    /// A row of a quarter, mirrored to `count` columns.
    func whole(row: [Double], count: Int) -> [Double] { Self.mirrored(row, leftRight, count) }

    private static func mirrored(_ half: [Double], _ sign: Double, _ count: Int) -> [Double] {
        half + half.prefix(count / 2).reversed().map { sign * $0 }
    }
}
