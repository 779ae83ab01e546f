public import Planes

/// A regular grid of points over the part of one hemisphere that sees a picture: the flattened cortex as an image.
///
/// Row 0 is the top (dorsal), column 0 the left. Points outside the area, beyond what the map knows, or outside the picture, have no place.
public struct CorticalGrid: Hashable, Sendable {
    /// Whose grid it is.
    public let hemisphere: Hemisphere
    /// Rows and columns.
    public let size: PixelSize
    /// Millimetres from one point to the next.
    public let pitch: Double
    /// The point of row 0, column 0.
    public let left, top: Double
    /// What each point sees, row by row; `nil` where it sees nothing of the picture.
    public let places: [VisualPoint?]

    /// The most points that a grid has.
    public static let largest = 1 << 22

    /// The grid over what a hemisphere has of a picture; `nil` where it has nothing of it.
    ///
    /// - Parameters:
    ///   - field: where the picture lies in the visual field.
    ///   - map: from the visual field to the cortex.
    ///   - hemisphere: the one whose grid it is.
    ///   - pitch: millimetres between points; coarser where the grid would have more than ``largest`` points.
    /// - Precondition: the pitch is positive.
    public init?(of field: VisualField, on map: CorticalMap, hemisphere: Hemisphere, pitch: Double) {
        guard let extent = Extent(of: field, on: map, hemisphere: hemisphere, pitch: pitch) else { return nil }
        let (columns, rows, pitch) = (extent.columns, extent.rows, extent.pitch)
        self.hemisphere = hemisphere
        self.pitch = pitch
        (self.left, self.top) = (Double(columns.lowerBound) * pitch, Double(rows.upperBound) * pitch)
        size = extent.size
        places = rows.reversed().flatMap { row in
            columns.map { column in
                let point = CorticalPoint(
                    hemisphere: hemisphere, x: Double(column) * pitch, y: Double(row) * pitch)
                return map.place(at: point).flatMap { field.contains($0) && map.reaches($0) ? $0 : nil }
            }
        }
    }

    /// How many points the grids of both hemispheres would have.
    public static func pointCount(of field: VisualField, on map: CorticalMap, pitch: Double) -> Int {
        Hemisphere.allCases.reduce(0) {
            $0 + (Extent(of: field, on: map, hemisphere: $1, pitch: pitch)?.size.count ?? 0)
        }
    }

    /// The point of a row and a column.
    public func point(row: Int, column: Int) -> CorticalPoint {
        CorticalPoint(hemisphere: hemisphere, x: left + Double(column) * pitch, y: top - Double(row) * pitch)
    }
}

/// How far a grid reaches, in whole steps from the origin, so that fixation is a point of every grid.
private struct Extent {
    let columns, rows: ClosedRange<Int>
    /// Millimetres of a step.
    let pitch: Double

    var size: PixelSize { PixelSize(height: rows.count, width: columns.count) }

    init?(of field: VisualField, on map: CorticalMap, hemisphere: Hemisphere, pitch: Double) {
        precondition(pitch > 0, "points are some way apart")
        let outline = Self.outline(of: field, hemisphere: hemisphere).map {
            map.position(of: $0.within(map.reach), in: hemisphere)
        }
        guard let first = outline.first else { return nil }
        var (left, right, bottom, top) = (first.x, first.x, first.y, first.y)
        for point in outline {
            (left, right) = (min(left, point.x), max(right, point.x))
            (bottom, top) = (min(bottom, point.y), max(top, point.y))
        }
        let least = ((right - left + pitch) * (top - bottom + pitch) / Double(CorticalGrid.largest)).squareRoot()
        let step = max(pitch, least)
        columns = Int((left / step).rounded(.down))...Int((right / step).rounded(.up))
        rows = Int((bottom / step).rounded(.down))...Int((top / step).rounded(.up))
        self.pitch = step
    }

    /// Places around each quarter of the picture that a hemisphere sees: the picture's edges and the meridians.
    private static func outline(of field: VisualField, hemisphere: Hemisphere) -> [VisualPoint] {
        let side: Double = hemisphere == .left ? 1 : -1
        let corner = field.point(x: -0.5, y: -0.5)
        let opposite = field.point(x: Double(field.size.width) - 0.5, y: Double(field.size.height) - 0.5)
        // Degrees outwards from the vertical meridian, and up.
        let outwards = [side * corner.x, side * opposite.x].sorted()
        let (near, far) = (max(outwards[0], 0), outwards[1])
        guard far > near else { return [] }
        // The quarters above and below the horizontal meridian: a hair off it, as V2 and V3 are split there.
        let hair = 1e-9 * (corner.y - opposite.y)
        let quarters = [(max(opposite.y, hair), corner.y), (opposite.y, min(corner.y, -hair))].filter { $0.0 < $0.1 }
        let steps = (0...256).map { Double($0) / 256 }
        return quarters.flatMap { low, high in
            steps.flatMap { step -> [VisualPoint] in
                // Denser towards fixation, where the cortex is.
                let (x, y) = (near + (far - near) * step * step, low + (high - low) * step)
                return [
                    VisualPoint(x: side * x, y: low), VisualPoint(x: side * x, y: high),
                    VisualPoint(x: side * near, y: y), VisualPoint(x: side * far, y: y),
                ]
            }
        }
    }
}

extension VisualPoint {
    /// The place itself, or the one in its direction at an eccentricity that it is beyond.
    fileprivate func within(_ reach: Double) -> VisualPoint {
        let share = reach / eccentricity
        return share < 1 ? VisualPoint(x: x * share, y: y * share) : self
    }
}

extension VisualField {
    /// Whether a place lies in the picture, its outermost pixels whole.
    public func contains(_ point: VisualPoint) -> Bool {
        let (x, y) = pixel(of: point)
        return x >= -0.5 && x <= Double(size.width) - 0.5 && y >= -0.5 && y <= Double(size.height) - 0.5
    }
}
