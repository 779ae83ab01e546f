import CCairo

/// A line to be drawn.
///
/// Angles are degrees counter-clockwise as seen on the screen, 0° to the right, as everywhere in the project.
public enum Stroke: Hashable, Sendable {
    /// Straight from point to point; `closed` joins the last to the first.
    case polyline([Point], closed: Bool = false)
    /// Part of a circle, counter-clockwise from one angle to another.
    case arc(center: Point, radius: Double, from: Double, to: Double)
    /// An ellipse with half-axes along and across the given orientation.
    case ellipse(center: Point, along: Double, across: Double, orientation: Double)
    /// The edge of a rectangle, drawn just outside it.
    case outline(Frame)

    /// A straight line.
    public static func line(from start: Point, to end: Point) -> Stroke {
        .polyline([start, end])
    }

    /// A circle.
    public static func circle(center: Point, radius: Double) -> Stroke {
        .ellipse(center: center, along: radius, across: radius, orientation: 0)
    }
}

extension Canvas {
    /// Draws a line of a width in pixels, with smooth edges and round ends.
    public func draw(_ stroke: Stroke, color: Color, width: Double = 1) {
        trace(stroke)
        use(color)
        libcairo.cairo_set_line_width(context, width)
        libcairo.cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        libcairo.cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        libcairo.cairo_stroke(context)
    }

    /// Fills what a line encloses.
    public func fill(_ stroke: Stroke, with color: Color) {
        trace(stroke)
        use(color)
        libcairo.cairo_fill(context)
    }

    private func trace(_ stroke: Stroke) {
        libcairo.cairo_new_path(context)
        switch stroke {
        case .polyline(let points, let closed):
            for point in points { libcairo.cairo_line_to(context, point.x, point.y) }
            if closed { libcairo.cairo_close_path(context) }
        case .arc(let center, let radius, let from, let to):
            libcairo.cairo_arc_negative(context, center.x, center.y, radius, -from * .pi / 180, -to * .pi / 180)
        case .ellipse(let center, let along, let across, let orientation):
            libcairo.cairo_save(context)
            libcairo.cairo_translate(context, center.x, center.y)
            libcairo.cairo_rotate(context, -orientation * .pi / 180)
            if along > 0, across > 0 {
                libcairo.cairo_scale(context, along, across)
                libcairo.cairo_arc(context, 0, 0, 1, 0, 2 * .pi)
            }
            libcairo.cairo_restore(context)
        case .outline(let frame):
            libcairo.cairo_rectangle(
                context, Double(frame.x) - 0.5, Double(frame.y) - 0.5, Double(frame.width) + 1,
                Double(frame.height) + 1)
        }
    }
}
