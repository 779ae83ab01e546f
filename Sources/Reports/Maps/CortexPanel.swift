import Figures
import Planes
import Retinotopy

/// The flattened cortex of one hemisphere on a canvas, with the lines of equal eccentricity and equal polar angle.
struct CortexPanel {
    let frame: Frame
    let grid: CorticalGrid
    private let field: VisualField
    private let map: CorticalMap

    private static let mark = TextStyle(size: 11, weight: .bold, alignment: .center, color: .white)
    private static let edge = Color(grey: 0.1)

    /// A panel with its top left corner at a place, one screen pixel to each point of the grid.
    init(_ grid: CorticalGrid, of field: VisualField, on map: CorticalMap, x: Int, y: Int) {
        frame = Frame(x: x, y: y, width: grid.size.width, height: grid.size.height)
        self.grid = grid
        self.field = field
        self.map = map
    }

    /// Screen pixels to a millimetre.
    var scale: Double { 1 / grid.pitch }

    /// The cortex in the colour of what each point sees, white where it sees nothing of the picture.
    func draw(on canvas: Canvas, _ color: (VisualPoint) -> Color) {
        canvas.draw(
            Picture(size: grid.size) { row, column in
                grid.places[row * grid.size.width + column].map(color) ?? .white
            }, x: frame.x, y: frame.y)
    }

    /// Lines of the rings that ``FieldPanel`` draws, and of polar angles every 45°, with the eccentricities' numbers.
    func drawLines(on canvas: Canvas) {
        let rings = field.rings.filter { $0 <= map.reach }
        for ring in rings {
            let angles = (0...180).map { -90 + Double($0) }
            drawLine(angles.map { VisualPoint(eccentricity: ring, polarAngle: seen($0)) }, on: canvas)
        }
        let reach = min(field.largestEccentricity, map.reach)
        // V2 and V3 have the horizontal meridian twice, as the border of the upper field and of the lower.
        let horizontal = map.area == .v1 ? [0] : [-1e-9, 1e-9]
        for angle in [-90, -45] + horizontal + [45, 90] {
            // Denser towards fixation, where the cortex is.
            let steps = (0...200).map { reach * (Double($0) / 200) * (Double($0) / 200) }
            drawLine(steps.map { VisualPoint(eccentricity: $0, polarAngle: seen(angle)) }, on: canvas)
        }
        for ring in rings {
            let place = VisualPoint(eccentricity: ring, polarAngle: seen(22.5))
            guard field.contains(place), let point = point(of: place) else { continue }
            canvas.draw("\(short(ring))°", at: Point(x: point.x, y: point.y + 4), style: Self.mark, edge: Self.edge)
        }
    }

    /// A polar angle of the half field that the hemisphere sees: 0° is its horizontal meridian, 90° up.
    private func seen(_ angle: Double) -> Double { grid.hemisphere == .left ? angle : 180 - angle }

    private func point(of place: VisualPoint) -> Point? {
        // A meridian's far end may round to the other side.
        guard place.x == 0 || place.hemisphere == grid.hemisphere else { return nil }
        let position = map.position(of: place, in: grid.hemisphere)
        return Point(
            x: Double(frame.x) + 0.5 + (position.x - grid.left) * scale,
            y: Double(frame.y) + 0.5 + (grid.top - position.y) * scale)
    }

    /// The parts of a line that lie in the picture; broken where the map is split.
    private func drawLine(_ places: [VisualPoint], on canvas: Canvas) {
        var piece: [Point] = []
        func finish() {
            if piece.count > 1 {
                canvas.draw(.polyline(piece), color: Self.edge, width: 3)
                canvas.draw(.polyline(piece), color: .white, width: 1.4)
            }
            piece = []
        }
        for place in places {
            guard field.contains(place), let next = point(of: place) else {
                finish()
                continue
            }
            // V2 and V3 have the two sides of the horizontal meridian far apart.
            if map.area != .v1, let last = piece.last, abs(last.x - next.x) + abs(last.y - next.y) > 40 { finish() }
            piece.append(next)
        }
        finish()
    }
}
