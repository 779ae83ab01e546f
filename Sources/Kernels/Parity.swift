import Planes

/// Whether a part of a kernel stays the same or changes its sign when mirrored about the middle, up-down and left-right.
enum Parity: CaseIterable {
    case evenEven, evenOdd, oddEven, oddOdd

    /// The part of a plane with this parity; the four parts' sum is the plane.
    func part(of plane: Plane) -> [Double] {
        let (height, width) = (plane.size.height, plane.size.width)
        let upDown: Double = self == .evenEven || self == .evenOdd ? 1 : -1
        let leftRight: Double = self == .evenEven || self == .oddEven ? 1 : -1
        return (0..<plane.size.count).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: width)
            let (below, right) = (height - 1 - row, width - 1 - column)
            let upper = Double(plane[row, column]) + leftRight * Double(plane[row, right])
            let lower = Double(plane[below, column]) + leftRight * Double(plane[below, right])
            return (upper + upDown * lower) / 4
        }
    }
}
