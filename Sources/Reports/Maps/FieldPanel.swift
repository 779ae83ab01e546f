import Figures
import Planes
import Retinotopy

/// A picture of the visual field on a canvas, with rings of eccentricity, meridians and a scale in degrees.
struct FieldPanel {
    let frame: Frame
    let field: VisualField

    /// The longer side of a panel, screen pixels.
    static let side = 640
    static let tick = TextStyle(size: 11, alignment: .center, color: .slate)
    private static let mark = TextStyle(size: 11, weight: .bold, alignment: .center, color: .white)
    private static let edge = Color(grey: 0.1)

    /// Screen pixels that a field takes with a longer side of `side`.
    static func size(of field: VisualField, side: Int) -> PixelSize {
        let longer = Double(max(field.size.width, field.size.height))
        func pixels(_ count: Int) -> Int { max(1, Int((Double(side) * Double(count) / longer).rounded())) }
        return PixelSize(height: pixels(field.size.height), width: pixels(field.size.width))
    }

    /// A panel with its top left corner at a place.
    init(_ field: VisualField, x: Int, y: Int, side: Int = FieldPanel.side) {
        let size = Self.size(of: field, side: side)
        frame = Frame(x: x, y: y, width: size.width, height: size.height)
        self.field = field
    }

    /// Screen pixels to a degree.
    var scale: Double { Double(frame.width) / field.degrees }

    /// Where a place of the visual field is on the canvas.
    func point(of place: VisualPoint) -> Point {
        let (x, y) = field.pixel(of: place)
        let step = Double(frame.width) / Double(field.size.width)
        return Point(x: Double(frame.x) + (x + 0.5) * step, y: Double(frame.y) + (y + 0.5) * step)
    }

    /// A picture of the panel's size: the colour of every place.
    func picture(_ color: (VisualPoint) -> Color) -> Picture {
        let step = Double(field.size.width) / Double(frame.width)
        return Picture(size: PixelSize(height: frame.height, width: frame.width)) { row, column in
            color(field.point(x: (Double(column) + 0.5) * step - 0.5, y: (Double(row) + 0.5) * step - 0.5))
        }
    }

    /// Draws the picture, its edge and its axes.
    func draw(_ picture: Picture, on canvas: Canvas) {
        canvas.draw(picture, x: frame.x, y: frame.y)
        canvas.draw(.outline(frame), color: .hairline)
    }

    /// Rings of eccentricity and, where `meridians` says so, lines of polar angle every 45°, with their numbers.
    func drawLines(on canvas: Canvas, meridians: Bool) {
        let (center, reach) = (point(of: .fixation), field.largestEccentricity)
        canvas.draw(within: frame) {
            for ring in field.rings {
                drawTwice(.circle(center: center, radius: ring * scale), on: canvas)
            }
            for angle in stride(from: 0.0, to: 360, by: 45) where meridians {
                let near = field.rings.first ?? 0
                drawTwice(
                    .line(
                        from: point(of: VisualPoint(eccentricity: near, polarAngle: angle)),
                        to: point(of: VisualPoint(eccentricity: reach, polarAngle: angle))), on: canvas)
            }
            drawCross(at: center, on: canvas)
            drawNumbers(on: canvas, meridians: meridians)
        }
    }

    /// A light line on a dark one, to be seen on any picture.
    private func drawTwice(_ stroke: Stroke, on canvas: Canvas) {
        canvas.draw(stroke, color: Self.edge, width: 3)
        canvas.draw(stroke, color: .white, width: 1.4)
    }

    private func drawCross(at center: Point, on canvas: Canvas) {
        for (x, y) in [(7.0, 0.0), (0, 7)] {
            drawTwice(
                .line(
                    from: Point(x: center.x - x, y: center.y - y), to: Point(x: center.x + x, y: center.y + y)),
                on: canvas)
        }
    }

    private func drawNumbers(on canvas: Canvas, meridians: Bool) {
        for ring in field.rings {
            let places = [67.5, 22.5, 112.5, 157.5, 337.5, 292.5, 202.5, 247.5].map {
                point(of: VisualPoint(eccentricity: ring, polarAngle: $0))
            }
            guard let place = places.first(where: hasRoom) else { continue }
            canvas.draw("\(short(ring))°", at: Point(x: place.x, y: place.y + 4), style: Self.mark, edge: Self.edge)
        }
        guard meridians else { return }
        for angle in stride(from: 0.0, to: 360, by: 45) {
            guard let place = lastPoint(along: angle) else { continue }
            canvas.draw("\(Int(angle))°", at: Point(x: place.x, y: place.y + 4), style: Self.mark, edge: Self.edge)
        }
    }

    /// Whether a number at a point would be seen whole.
    private func hasRoom(_ point: Point) -> Bool {
        point.x > Double(frame.x) + 16 && point.x < Double(frame.right) - 16 && point.y > Double(frame.y) + 12
            && point.y < Double(frame.bottom) - 12
    }

    /// Just inside the edge, along a meridian; `nil` where fixation is not in the picture.
    private func lastPoint(along angle: Double) -> Point? {
        let (start, unit) = (point(of: .fixation), VisualPoint(eccentricity: 1, polarAngle: angle))
        let margin = 16.0
        func room(_ place: Double, _ direction: Double, _ low: Int, _ high: Int) -> Double {
            guard abs(direction) > 1e-9 else { return .infinity }
            return (direction > 0 ? Double(high) - margin - place : place - Double(low) - margin) / abs(direction)
        }
        let length = min(
            room(start.x, unit.x, frame.x, frame.right), room(start.y, -unit.y, frame.y, frame.bottom))
        guard length > 40 else { return nil }
        return Point(x: start.x + length * unit.x, y: start.y - length * unit.y)
    }

    /// `−4°`, with a true minus.
    private static func degrees(_ angle: Double) -> String {
        "\(angle < 0 ? "−" : "")\(short(abs(angle)))°"
    }

    /// Degrees along the lower and the left edge, and a bar of a round angle beneath.
    func drawScale(on canvas: Canvas) {
        let bar = ScaleBar(unit: "°", scale: scale, atMost: Double(frame.width) / 4)
        bar.draw(on: canvas, at: Point(x: Double(frame.x), y: Double(frame.bottom) + 40))
        let steps = Int((max(field.degrees, field.degreesHigh) / bar.length).rounded(.up)) + 1
        for step in -2 * steps...2 * steps {
            let angle = Double(step) * bar.length
            let place = point(of: VisualPoint(x: angle, y: angle))
            if place.x >= Double(frame.x), place.x <= Double(frame.right) {
                canvas.draw(
                    .line(
                        from: Point(x: place.x, y: Double(frame.bottom)),
                        to: Point(x: place.x, y: Double(frame.bottom) + 5)), color: .slate)
                canvas.draw(
                    Self.degrees(angle), at: Point(x: place.x, y: Double(frame.bottom) + 18), style: Self.tick)
            }
            if place.y >= Double(frame.y), place.y <= Double(frame.bottom) {
                canvas.draw(
                    .line(from: Point(x: Double(frame.x) - 5, y: place.y), to: Point(x: Double(frame.x), y: place.y)),
                    color: .slate)
                canvas.draw(
                    Self.degrees(angle), at: Point(x: Double(frame.x) - 8, y: place.y + 4),
                    style: TextStyle(size: 11, alignment: .right, color: .slate))
            }
        }
    }
}
