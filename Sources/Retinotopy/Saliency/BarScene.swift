internal import Glibc
internal import Planes

/// The classic demonstrations: bars of contrast 2 on every other hypercolumn of a sheet of 24 × 24, edges joined.
public struct BarScene: Hashable, Sendable, Codable {
    /// Which bars are turned.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// None: horizontal bars everywhere.
        case homogeneous
        /// One, vertical.
        case popout90 = "popout-90"
        /// One, by 30°.
        case popout30 = "popout-30"
        /// The right half, vertical.
        case textureBorder = "texture-border"
    }

    /// One bar.
    public struct Bar: Hashable, Sendable, Codable {
        /// Its hypercolumn.
        public let row, column: Int
        /// Index into ``HypercolumnSheet/orientations``.
        public let orientation: Int
    }

    /// Which bars are turned.
    public let kind: Kind
    /// Row by row.
    public let bars: [Bar]

    /// Hypercolumns along each side.
    public static let side = 24
    /// Hypercolumns from one bar to the next.
    public static let spacing = 2
    /// The input to the unit of a bar's own orientation.
    public static let contrast = 2.0
    /// Where the single bar is that a pop-out turns, and the texture border's right half begins.
    public static let center = 12

    /// A scene.
    public init(_ kind: Kind) {
        self.kind = kind
        let places = stride(from: 0, to: Self.side, by: Self.spacing)
        bars = places.flatMap { row in
            places.map { column in
                let isCenter = row == Self.center && column == Self.center
                let orientation =
                    switch kind {
                    case .homogeneous: 0
                    case .popout90: isCenter ? 6 : 0
                    case .popout30: isCenter ? 2 : 0
                    case .textureBorder: column >= Self.center ? 6 : 0
                    }
                return Bar(row: row, column: column, orientation: orientation)
            }
        }
    }

    /// The bars as V1 receives them: a unit Δ away from a bar's orientation gets contrast · e^(−8Δ/π) for Δ below 30°.
    public var input: HypercolumnSheet {
        let size = PixelSize(side: Self.side)
        let count = HypercolumnSheet.orientationCount
        var values = [[Double]](repeating: [Double](repeating: 0, count: size.count), count: count)
        for bar in bars {
            for turn in -1...1 {
                let unit = (bar.orientation + turn + count) % count
                values[unit][bar.row * size.width + bar.column] =
                    Self.contrast * exp(-8 * Double(abs(turn)) / Double(count))
            }
        }
        return HypercolumnSheet(size: size, values: values)
    }
}
