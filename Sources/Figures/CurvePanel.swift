import Foundation

/// Curves over one axis, small: ticks at round numbers along both axes, the lower one named.
public struct CurvePanel: Panel {
    /// A curve.
    public struct Curve: Hashable, Sendable {
        /// In the legend; empty for a single curve.
        public let name: String
        /// x rising.
        public let points: [Point]
        /// The ink.
        public let color: Color
        /// Whether each point has a dot.
        public let hasDots: Bool

        /// A curve through points.
        public init(_ name: String = "", points: [Point], color: Color = .kernelBlue, hasDots: Bool = true) {
            self.name = name
            self.points = points
            self.color = color
            self.hasDots = hasDots
        }
    }

    /// As ``Panel``.
    public let title: String
    private let axis: String
    private let isLogarithmic: Bool
    private let curves: [Curve]

    /// Curves from 0 up over an axis named with its unit.
    public init(_ title: String, axis: String, isLogarithmic: Bool = false, curves: [Curve]) {
        self.title = title
        self.axis = axis
        self.isLogarithmic = isLogarithmic
        self.curves = curves
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let points = curves.flatMap(\.points)
        guard let low = points.map(\.x).min(), let high = points.map(\.x).max(), low < high else { return }
        let top = max(points.map(\.y).max() ?? 0, .leastNormalMagnitude)
        let below = PanelSheet.label.lineHeight * (curves.contains { !$0.name.isEmpty } ? 3 : 2) + 10
        let plot = Frame(
            x: frame.x + Self.left, y: frame.y + 8, width: frame.width - Self.left - 10,
            height: frame.height - 8 - below)
        func part(_ x: Double) -> Double {
            isLogarithmic ? log(x / low) / log(high / low) : (x - low) / (high - low)
        }
        func placed(_ point: Point) -> Point {
            Point(
                x: Double(plot.x) + part(point.x) * Double(plot.width),
                y: Double(plot.bottom) - point.y / top * Double(plot.height))
        }
        let corner = Point(x: Double(plot.x), y: Double(plot.bottom))
        canvas.draw(.line(from: corner, to: Point(x: Double(plot.right), y: corner.y)), color: .cellGrey)
        canvas.draw(.line(from: corner, to: Point(x: corner.x, y: Double(plot.y))), color: .cellGrey)
        for curve in curves {
            let line = curve.points.map(placed)
            canvas.draw(.polyline(line), color: curve.color, width: 1.5)
            for point in line where curve.hasDots {
                canvas.fill(.circle(center: point, radius: 2.2), with: curve.color)
            }
        }
        for value in AxisTicks(from: 0, to: top).values {
            let y = placed(Point(x: low, y: value)).y
            canvas.draw(.line(from: Point(x: corner.x - 4, y: y), to: Point(x: corner.x, y: y)), color: .cellGrey)
            canvas.draw(
                AxisTicks.text(value), at: Point(x: corner.x - 6, y: y + 3.5),
                style: TextStyle(size: PanelSheet.label.size, alignment: .right, color: PanelSheet.label.color))
        }
        let ticks = AxisTicks(from: low, to: high, isLogarithmic: isLogarithmic).values
        label(canvas, plot, ticks: ticks.map { ($0, Double(plot.x) + part($0) * Double(plot.width)) })
    }

    /// Room for the numbers of the upright axis.
    private static let left = 38

    private func label(_ canvas: Canvas, _ plot: Frame, ticks: [(value: Double, x: Double)]) {
        let style = PanelSheet.label
        let y = Double(plot.bottom + style.ascent + 6)
        func write(_ text: String, _ x: Double, _ alignment: TextStyle.Alignment, line: Int = 0) {
            canvas.draw(
                text, at: Point(x: x, y: y + Double(line * style.lineHeight)),
                style: TextStyle(size: style.size, alignment: alignment, color: style.color))
        }
        var taken = -Double.infinity
        for tick in ticks {
            let bottom = Double(plot.bottom)
            canvas.draw(
                .line(from: Point(x: tick.x, y: bottom), to: Point(x: tick.x, y: bottom + 4)), color: .cellGrey)
            let text = AxisTicks.text(tick.value)
            let half = style.width(of: text) / 2
            // Numbers that would run into the one before are left out; their ticks stay.
            guard tick.x - half > taken + 3 else { continue }
            write(text, tick.x, .center)
            taken = tick.x + half
        }
        write(axis, Double(plot.x + plot.width / 2), .center, line: 1)
        var x = Double(plot.x)
        for curve in curves where !curve.name.isEmpty {
            let width = style.width(of: curve.name)
            canvas.fill(
                .circle(center: Point(x: x + 4, y: y + Double(2 * style.lineHeight) - 3.5), radius: 3),
                with: curve.color)
            write(curve.name, x + 11, .left, line: 2)
            x += width + 24
        }
    }
}
