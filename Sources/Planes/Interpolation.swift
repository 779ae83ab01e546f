extension Plane {
    /// The value at any place, linear between the four pixels around it; beyond the outermost pixels, that of the nearest.
    ///
    /// - Parameters:
    ///   - x: to the right, pixel centres at integers.
    ///   - y: down.
    public func value(x: Double, y: Double) -> Double {
        let (left, right, partX) = Self.neighbours(x, of: size.width)
        let (above, below, partY) = Self.neighbours(y, of: size.height)
        let upper = Double(self[above, left]) * (1 - partX) + Double(self[above, right]) * partX
        let lower = Double(self[below, left]) * (1 - partX) + Double(self[below, right]) * partX
        return upper * (1 - partY) + lower * partY
    }

    private static func neighbours(_ place: Double, of count: Int) -> (first: Int, second: Int, part: Double) {
        let inside = min(max(place, 0), Double(count - 1))
        let first = Int(inside)
        return (first, min(first + 1, count - 1), inside - Double(first))
    }
}
