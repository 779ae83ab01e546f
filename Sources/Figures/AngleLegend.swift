public import Planes

/// The project's angle conventions, drawn: orientation of the bars, wave direction 90° on, phase, image axes.
public struct AngleLegend: Hashable, Sendable, Drawable {
    /// The orientations shown, of the bars.
    public let orientations: [Orientation]

    /// A legend of some orientations; by default 0°, 45°, 90°, 135°.
    public init(orientations: [Orientation] = [0, 45, 90, 135].map { Orientation(degrees: $0) }) {
        self.orientations = orientations
    }

    static let radius = 64
    static let column = 240
    static let label = TextStyle(size: 12, alignment: .center)
    static let small = TextStyle(size: 11, alignment: .center, color: .slate)

    /// The legend, 240 pixels wide per orientation.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    public func drawn() throws(FigureError) -> Canvas {
        let width = Self.column * max(orientations.count, 4) + 64
        let canvas = try Canvas(
            size: PixelSize(height: 620, width: width), showing: "Orientation, wave direction and phase")
        canvas.draw("Orientation, wave direction and phase", at: Point(x: 32, y: 48), style: MontageLayout.title)
        canvas.draw(
            "Orientation is that of the bars: counter-clockwise as seen on the screen, 0° horizontal. "
                + "The wave runs across them, 90° further.",
            at: Point(x: 32, y: 74), style: MontageLayout.note)
        for (index, orientation) in orientations.enumerated() {
            draw(orientation, on: canvas, x: 32 + Double(Self.column) * (Double(index) + 0.5))
        }
        drawKey(on: canvas)
        canvas.fill(Frame(x: 32, y: 352, width: width - 64, height: 1), with: .hairline)
        drawPhase(0, "phase 0° · even", "a bright bar in the middle", on: canvas, x: 152)
        drawPhase(90, "phase 90° · odd", "an edge in the middle", on: canvas, x: 392)
        drawAxes(on: canvas, at: Point(x: 600, y: 410))
        return canvas
    }

    private func draw(_ orientation: Orientation, on canvas: Canvas, x: Double) {
        let center = Point(x: x, y: 190)
        Self.drawPatch(orientation: orientation, phase: 0, on: canvas, center: center)
        let reach = Double(Self.radius) + 18
        func point(_ degrees: Double, _ length: Double) -> Point {
            let angle = degrees * .pi / 180
            return Point(x: center.x + length * .cos(angle), y: center.y - length * .sin(angle))
        }
        canvas.draw(
            .line(from: point(orientation.degrees, -reach), to: point(orientation.degrees, reach)),
            color: .kernelBlue, width: 3)
        Self.drawArrow(from: center, to: point(orientation.waveDirection, reach), on: canvas, color: .cellOrange)
        let text = "orientation \(Self.text(orientation.degrees)) · wave \(Self.text(orientation.waveDirection))"
        canvas.draw(text, at: Point(x: x, y: 302), style: Self.label)
    }

    private func drawKey(on canvas: Canvas) {
        let style = MontageLayout.note
        canvas.draw(.line(from: Point(x: 32, y: 328), to: Point(x: 60, y: 328)), color: .kernelBlue, width: 3)
        canvas.draw("orientation of the bars", at: Point(x: 68, y: 332), style: style)
        Self.drawArrow(from: Point(x: 240, y: 328), to: Point(x: 268, y: 328), on: canvas, color: .cellOrange)
        canvas.draw(
            "wave direction, the axis along which luminance changes", at: Point(x: 276, y: 332), style: style)
    }

    /// A patch of vertical bars with its luminance across the middle beneath it.
    private func drawPhase(_ degrees: Double, _ name: String, _ meaning: String, on canvas: Canvas, x: Double) {
        let center = Point(x: x, y: 440)
        let phase = Phase(degrees: degrees)
        let bars = Orientation(degrees: 90)
        Self.drawPatch(orientation: bars, phase: degrees, on: canvas, center: center)
        let profile = (-Self.radius...Self.radius).map { offset in
            Point(
                x: x + Double(offset),
                y: 534 - 20 * Self.gabor(x: Double(offset), y: 0, orientation: bars, phase: phase))
        }
        canvas.draw(
            .line(from: Point(x: x - 64, y: 534), to: Point(x: x + 64, y: 534)), color: .hairline)
        canvas.draw(.polyline(profile), color: .black, width: 1.5)
        canvas.draw(name, at: Point(x: x, y: 576), style: Self.label)
        canvas.draw(meaning, at: Point(x: x, y: 594), style: Self.small)
    }

    private func drawAxes(on canvas: Canvas, at origin: Point) {
        let style = TextStyle(size: 12)
        Self.drawArrow(from: origin, to: Point(x: origin.x + 110, y: origin.y), on: canvas, color: .black)
        Self.drawArrow(from: origin, to: Point(x: origin.x, y: origin.y + 110), on: canvas, color: .black)
        canvas.draw("x", at: Point(x: origin.x + 118, y: origin.y + 4), style: style)
        canvas.draw("y", at: Point(x: origin.x - 4, y: origin.y + 128), style: style)
        canvas.draw("image axes: x right, y down", at: Point(x: origin.x - 10, y: 576), style: style)
        canvas.draw(
            "row 0, column 0 at the top left", at: Point(x: origin.x - 10, y: 594), style: MontageLayout.note)
        let center = Point(x: origin.x + 230, y: 494)
        canvas.draw(.line(from: center, to: Point(x: center.x + 100, y: center.y)), color: .hairline)
        canvas.draw(
            .line(from: center, to: Point(x: center.x + 71, y: center.y - 71)), color: .kernelBlue, width: 3)
        canvas.draw(.arc(center: center, radius: 58, from: 0, to: 38), color: .black, width: 1.5)
        let tip = Point(x: center.x + 41, y: center.y - 41)
        Self.drawArrow(from: Point(x: tip.x + 7, y: tip.y + 9), to: tip, on: canvas, color: .black)
        canvas.draw(
            "as seen on the screen", at: Point(x: center.x - 10, y: 594), style: MontageLayout.note)
        canvas.draw("45°", at: Point(x: center.x + 64, y: center.y - 22), style: style)
        canvas.draw(
            "angles: counter-clockwise", at: Point(x: center.x - 10, y: 576), style: style)
    }

    static func drawArrow(from start: Point, to end: Point, on canvas: Canvas, color: Color) {
        let length = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot()
        let (ux, uy) = ((end.x - start.x) / length, (end.y - start.y) / length)
        let base = Point(x: end.x - 9 * ux, y: end.y - 9 * uy)
        canvas.draw(.line(from: start, to: base), color: color, width: 2)
        let left = Point(x: base.x - 4.5 * uy, y: base.y + 4.5 * ux)
        let right = Point(x: base.x + 4.5 * uy, y: base.y - 4.5 * ux)
        canvas.fill(.polyline([end, left, right], closed: true), with: color)
    }

    private static func text(_ degrees: Double) -> String {
        degrees == degrees.rounded() ? "\(Int(degrees))°" : "\(degrees)°"
    }
}
