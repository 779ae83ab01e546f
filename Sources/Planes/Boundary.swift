/// What stands beyond the edge of an image.
public enum Boundary: String, Hashable, Sendable, CaseIterable {
    /// The image mirrored about its edge pixel, which is not repeated: `d c b | a b c d | c b a` (OpenCV's
    /// `BORDER_REFLECT_101`, NumPy's `reflect`). A lattice of one pixel repeats it.
    case reflect
    /// The image again, as on a torus: `b c d | a b c d | a b c`.
    case wrap
    /// Nothing: `0 0 0 | a b c d | 0 0 0`.
    case zero

    /// The pixel that stands at a place on an axis of `count` pixels, however far beyond the edge; `nil` where nothing does.
    ///
    /// - Precondition: `count` is positive.
    public func pixel(at place: Int, of count: Int) -> Int? {
        precondition(count > 0, "an axis has at least one pixel")
        if (0..<count).contains(place) { return place }
        switch self {
        case .zero: return nil
        case .wrap: return Self.remainder(place, count)
        case .reflect:
            let period = max(2 * count - 2, 1)
            let folded = Self.remainder(place, period)
            return min(folded, period - folded) % count
        }
    }

    private static func remainder(_ place: Int, _ period: Int) -> Int {
        let rest = place % period
        return rest < 0 ? rest + period : rest
    }
}
