import Foundation

/// Curves over one axis, small: ticks at round numbers along both axes, each named.
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
    private let axis, upright: String
    private let isLogarithmic: Bool
    private let curves: [Curve]

    /// Curves from 0 up over an axis; both axes are named with their units.
    public init(_ title: String, axis: String, isLogarithmic: Bool = false, upright: String, curves: [Curve]) {
        self.title = title
        self.axis = axis
        self.upright = upright
        self.isLogarithmic = isLogarithmic
        self.curves = curves
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let points = curves.flatMap(\.points)
        guard let low = points.map(\.x).min(), let high = points.map(\.x).max(), low < high else { return }
        let names = curves.contains { !$0.name.isEmpty } ? PanelSheet.label.lineHeight : 0
        let plot = PanelAxis.plot(
            in: Frame(x: frame.x, y: frame.y, width: frame.width, height: frame.height - names))
        let across = PanelAxis(axis, from: low, to: high, isLogarithmic: isLogarithmic)
        let up = PanelAxis(upright, from: 0, to: max(points.map(\.y).max() ?? 0, .leastNormalMagnitude))
        for curve in curves {
            let line = curve.points.map { point in
                Point(
                    x: Double(plot.x) + across.part(point.x) * Double(plot.width),
                    y: Double(plot.bottom) - up.part(point.y) * Double(plot.height))
            }
            canvas.draw(.polyline(line), color: curve.color, width: 1.5)
            for point in line where curve.hasDots {
                canvas.fill(.circle(center: point, radius: 2.2), with: curve.color)
            }
        }
        up.drawLeft(plot, on: canvas)
        across.drawBelow(plot, on: canvas)
        drawNames(on: canvas, x: plot.x, y: Double(plot.bottom + PanelAxis.bottom + PanelSheet.label.ascent - 2))
    }

    /// The curves' names with their inks, side by side.
    private func drawNames(on canvas: Canvas, x: Int, y: Double) {
        var x = Double(x)
        for curve in curves where !curve.name.isEmpty {
            canvas.fill(.circle(center: Point(x: x + 4, y: y - 3.5), radius: 3), with: curve.color)
            canvas.draw(curve.name, at: Point(x: x + 11, y: y), style: PanelSheet.label)
            x += PanelSheet.label.width(of: curve.name) + 24
        }
    }
}
