import Foundation

/// Answers by angle, as a rose: the distance from the middle is the answer, the circle the largest one.
public struct PolarPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let responses: [Double]
    private let turn: Double
    private let marked: Double?

    /// Answers at equal steps from 0°.
    ///
    /// - Parameters:
    ///   - title: above the panel.
    ///   - responses: one for each step; the largest reaches the rim.
    ///   - turn: 180 for orientations, which are drawn twice, opposite each other; 360 for directions.
    ///   - marked: an angle that gets a spoke, such as the preferred one.
    public init(_ title: String, responses: [Double], turn: Double, marked: Double? = nil) {
        self.title = title
        self.responses = responses
        self.turn = turn
        self.marked = marked
    }

    /// As ``Panel``: a rose with room about it has the angles around it, and what the circle stands for.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let side = min(frame.width, frame.height)
        let margin = side >= Self.leastNumbered ? 24.0 : 6
        let radius = Double(side) / 2 - margin
        let center = Point(x: Double(frame.x) + radius + margin, y: Double(frame.y) + radius + margin - 2)
        func point(_ degrees: Double, _ length: Double) -> Point {
            let angle = degrees * .pi / 180
            return Point(x: center.x + length * cos(angle), y: center.y - length * sin(angle))
        }
        canvas.draw(.circle(center: center, radius: radius), color: .hairline)
        for spoke in [0.0, 45, 90, 135] {
            canvas.draw(.line(from: point(spoke, radius), to: point(spoke, -radius)), color: .hairline)
        }
        if let marked {
            canvas.draw(
                .line(from: point(marked, turn > 180 ? 0 : -radius), to: point(marked, radius)), color: .cellOrange,
                width: 1.5)
        }
        let top = responses.max() ?? 0
        if side >= Self.leastNumbered {
            for degrees in stride(from: 0, to: turn, by: 45) {
                let place = point(degrees, radius + 12)
                canvas.draw("\(Int(degrees))°", at: Point(x: place.x, y: place.y + 4), style: Self.label)
            }
            canvas.draw(
                "circle: \(String(format: "%.3g", top))", at: Point(x: Double(frame.x), y: Double(frame.bottom)),
                style: PanelSheet.label)
        }
        guard top > 0 else { return }
        let halves = turn > 180 ? [0.0] : [0.0, 180]
        let rose = halves.flatMap { half in
            responses.enumerated().map { index, response in
                point(half + turn * Double(index) / Double(responses.count), radius * response / top)
            }
        }
        canvas.draw(.polyline(rose, closed: true), color: .kernelBlue, width: 2)
    }

    /// The least side, in pixels, of a rose that has its numbers about it.
    private static let leastNumbered = 140
    private static let label = TextStyle(
        size: PanelSheet.label.size, alignment: .center, color: PanelSheet.label.color)
}

/// Hubel and Wiesel's figure: the bar as it lay on the receptive field, and beside it how much it evoked.
public struct BarPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let name: String
    private let answers: [(orientation: Double, response: Double)]

    /// Bars of orientations in degrees with the answer to each, whose axis is named.
    public init(_ title: String, axis name: String, answers: [(orientation: Double, response: Double)]) {
        self.title = title
        self.name = name
        self.answers = answers
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        guard !answers.isEmpty else { return }
        let rows = frame.height - PanelAxis.bottom
        let height = Double(rows) / Double(answers.count)
        let radius = min(height / 2 - 1, 16)
        let left = Double(frame.x) + 2 * radius + 10
        let reach = Double(frame.right) - left - 38
        let axis = PanelAxis(name, from: 0, to: max(answers.map(\.response).max() ?? 0, .leastNormalMagnitude))
        axis.drawBelow(Frame(x: Int(left), y: frame.y, width: Int(reach), height: rows), on: canvas)
        for (row, answer) in answers.enumerated() {
            let center = Point(x: Double(frame.x) + radius + 1, y: Double(frame.y) + (Double(row) + 0.5) * height)
            canvas.fill(.circle(center: center, radius: radius), with: Color(grey: 0.88))
            let angle = answer.orientation * .pi / 180
            // Inside its disc, so that bars of neighbouring rows do not touch.
            let (dx, dy) = (0.75 * radius * cos(angle), -0.75 * radius * sin(angle))
            canvas.draw(
                .line(
                    from: Point(x: center.x - dx, y: center.y - dy), to: Point(x: center.x + dx, y: center.y + dy)),
                color: .black, width: 3)
            let length = reach * axis.part(answer.response)
            let thickness = max(min(height / 2, 10), 2)
            let bar = [
                Point(x: left, y: center.y - thickness / 2), Point(x: left + length, y: center.y - thickness / 2),
                Point(x: left + length, y: center.y + thickness / 2), Point(x: left, y: center.y + thickness / 2),
            ]
            canvas.fill(.polyline(bar, closed: true), with: .kernelBlue)
            canvas.draw(
                String(format: "%.4g°", answer.orientation), at: Point(x: Double(frame.right), y: center.y + 4),
                style: TextStyle(size: 10, alignment: .right, color: .slate))
        }
    }
}
