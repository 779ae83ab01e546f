internal import Glibc
public import Planes

/// Bars on a sheet of hypercolumns whose edges are joined: the classic demonstrations, with bars of contrast 2 on every other
/// hypercolumn of 24 × 24, or bars of one's own.
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
        /// The input to the unit of its own orientation.
        public let contrast: Double

        /// A bar.
        ///
        /// - Precondition: no negative place, an orientation that the sheet has, a positive contrast.
        public init(row: Int, column: Int, orientation: Int, contrast: Double = BarScene.contrast) {
            precondition(
                row >= 0 && column >= 0 && HypercolumnSheet.orientations.indices.contains(orientation) && contrast > 0,
                "a bar stands on the sheet")
            (self.row, self.column, self.orientation, self.contrast) = (row, column, orientation, contrast)
        }
    }

    /// As tables and reports call it.
    public let name: String
    /// Which bars are turned; `nil` for bars of one's own.
    public let kind: Kind?
    /// Rows and columns of the sheet.
    public let size: PixelSize
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
        name = kind.rawValue
        size = PixelSize(side: Self.side)
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

    /// Bars of one's own, on a sheet that holds them, of at least 24 × 24 so that no bar meets itself around the edges.
    ///
    /// - Precondition: at least one bar, not two at one place.
    public init(name: String, bars: [Bar]) {
        precondition(!bars.isEmpty && Set(bars.map { [$0.row, $0.column] }).count == bars.count, "bars stand apart")
        (self.name, self.bars, kind) = (name, bars, nil)
        size = PixelSize(
            height: max(Self.side, 1 + (bars.map(\.row).max() ?? 0)),
            width: max(Self.side, 1 + (bars.map(\.column).max() ?? 0)))
    }

    /// The bars as V1 receives them: a unit Δ away from a bar's orientation gets contrast · e^(−8Δ/π) for Δ below 30°.
    public var input: HypercolumnSheet {
        let count = HypercolumnSheet.orientationCount
        var values = [[Double]](repeating: [Double](repeating: 0, count: size.count), count: count)
        for bar in bars {
            for turn in -1...1 {
                let unit = (bar.orientation + turn + count) % count
                values[unit][bar.row * size.width + bar.column] =
                    bar.contrast * exp(-8 * Double(abs(turn)) / Double(count))
            }
        }
        return HypercolumnSheet(size: size, values: values)
    }
}
