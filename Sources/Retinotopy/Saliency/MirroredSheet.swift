internal import Planes

/// A sheet that goes on beyond its borders as its mirror image, and is joined to a torus only far outside.
///
/// Without this the borders of a photograph would meet each other or nothing, and would look like the borders of things. The
/// mirrors stand on the outermost hypercolumns. Places are mirrored, and each keeps its own bars: if those leaned the other
/// way, a texture of oblique bars would end at every border of the photograph.
public struct MirroredSheet: Hashable, Sendable {
    /// The sheet with its surroundings.
    public let sheet: HypercolumnSheet
    /// The rows and columns of the sheet itself.
    public let rows, columns: Range<Int>

    /// Mirrored hypercolumns on every side, at least: twice the reach of a connection.
    public static let margin = 2 * LateralConnections.reach

    /// A sheet and its mirror images about it.
    public init(of sheet: HypercolumnSheet) {
        let (height, width) = (sheet.size.height, sheet.size.width)
        let rows = Self.places(Self.quickLength(height + 2 * Self.margin), of: height)
        let columns = Self.places(Self.quickLength(width + 2 * Self.margin), of: width)
        let values = sheet.values.map { values in
            rows.flatMap { row in columns.map { values[row * width + $0] } }
        }
        self.sheet = HypercolumnSheet(size: PixelSize(height: rows.count, width: columns.count), values: values)
        self.rows = Self.margin..<Self.margin + height
        self.columns = Self.margin..<Self.margin + width
    }

    /// What each place of a longer axis shows of one of `count` places.
    private static func places(_ length: Int, of count: Int) -> [Int] {
        let period = max(2 * (count - 1), 1)
        return (0..<length).map {
            let place = Torus.wrapped($0 - margin, period)
            return place < count ? place : period - place
        }
    }

    /// The next length with no prime factor above 7: Fourier transforms of such are quick.
    private static func quickLength(_ least: Int) -> Int {
        var length = least
        while true {
            var rest = length
            for factor in [2, 3, 5, 7] {
                while rest % factor == 0 { rest /= factor }
            }
            if rest == 1 { return length }
            length += 1
        }
    }
}
