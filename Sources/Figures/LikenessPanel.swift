/// Values between 0 and 1 with their intervals, one beside the other, and the most that could be expected.
public struct LikenessPanel: Panel {
    /// One value.
    public struct Point: Hashable, Sendable {
        /// Below it.
        public let name: String
        /// From 0 to 1.
        public let value: Double
        /// Where it may be.
        public let interval: ClosedRange<Double>

        /// A named value.
        public init(name: String, value: Double, interval: ClosedRange<Double>) {
            self.name = name
            self.value = value
            self.interval = interval
        }
    }

    /// As ``Panel``.
    public let title: String
    private let points: [Point]
    private let ceiling: Double

    /// Values from 0 at the bottom to 1 at the top; the ceiling is dashed.
    public init(_ title: String, points: [Point], ceiling: Double) {
        self.title = title
        self.points = points
        self.ceiling = ceiling
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let plot = PanelAxis.plot(in: frame)
        let axis = PanelAxis("KS similarity", from: 0, to: 1)
        func y(_ value: Double) -> Double {
            Double(plot.bottom) - axis.part(min(max(value, 0), 1)) * Double(plot.height)
        }
        func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: Color, _ width: Double = 1) {
            canvas.draw(
                .line(from: Figures.Point(x: x1, y: y1), to: Figures.Point(x: x2, y: y2)), color: color, width: width)
        }
        let (left, right) = (Double(plot.x), Double(plot.right))
        line(left, y(0), right, y(0), .cellGrey)
        axis.drawLeft(plot, on: canvas)
        for start in stride(from: left, to: right - 4, by: 9) {
            line(start, y(ceiling), start + 5, y(ceiling), .cellGrey)
        }
        let step = Double(plot.width) / Double(max(points.count, 1))
        let style = PanelSheet.label
        for (place, point) in points.enumerated() {
            let x = left + (Double(place) + 0.5) * step
            line(x, y(point.interval.lowerBound), x, y(point.interval.upperBound), .kernelBlue, 2)
            canvas.fill(.circle(center: Figures.Point(x: x, y: y(point.value)), radius: 3.5), with: .kernelBlue)
            canvas.draw(
                point.name, at: Figures.Point(x: x, y: y(0) + Double(style.ascent + 4)),
                style: TextStyle(size: style.size, alignment: .center, color: style.color))
        }
    }
}
