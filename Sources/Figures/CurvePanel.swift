import Foundation

/// Curves over one axis, small: values at the ends of the axes, nothing else.
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
        let plot = Frame(x: frame.x + 4, y: frame.y + 6, width: frame.width - 8, height: frame.height - 40)
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
        label(canvas, plot, low: low, high: high)
    }

    private func label(_ canvas: Canvas, _ plot: Frame, low: Double, high: Double) {
        let style = PanelSheet.label
        let y = Double(plot.bottom + style.ascent + 4)
        func write(_ text: String, _ x: Double, _ alignment: TextStyle.Alignment, line: Int = 0) {
            canvas.draw(
                text, at: Point(x: x, y: y + Double(line * style.lineHeight)),
                style: TextStyle(size: style.size, alignment: alignment, color: style.color))
        }
        write(Self.short(low), Double(plot.x), .left)
        write(Self.short(high), Double(plot.right), .right)
        write(axis, Double(plot.x + plot.width / 2), .center)
        var x = Double(plot.x)
        for curve in curves where !curve.name.isEmpty {
            let width = style.width(of: curve.name)
            canvas.fill(
                .circle(center: Point(x: x + 4, y: y + Double(style.lineHeight) - 3.5), radius: 3), with: curve.color)
            write(curve.name, x + 11, .left, line: 1)
            x += width + 24
        }
    }

    /// Three digits that matter.
    private static func short(_ value: Double) -> String {
        let text = String(format: abs(value) >= 100 ? "%.0f" : abs(value) >= 10 ? "%.1f" : "%.2f", value)
        return text.contains(".") ? String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()) : text
    }
}
