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

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let radius = Double(min(frame.width, frame.height)) / 2 - 6
        let center = Point(x: Double(frame.x) + radius + 6, y: Double(frame.y) + radius + 4)
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
        guard top > 0 else { return }
        let halves = turn > 180 ? [0.0] : [0.0, 180]
        let rose = halves.flatMap { half in
            responses.enumerated().map { index, response in
                point(half + turn * Double(index) / Double(responses.count), radius * response / top)
            }
        }
        canvas.draw(.polyline(rose, closed: true), color: .kernelBlue, width: 2)
    }
}

/// Hubel and Wiesel's figure: the bar as it lay on the receptive field, and beside it how much it evoked.
public struct BarPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let answers: [(orientation: Double, response: Double)]

    /// Bars of orientations in degrees with the answer to each.
    public init(_ title: String, answers: [(orientation: Double, response: Double)]) {
        self.title = title
        self.answers = answers
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        guard !answers.isEmpty else { return }
        let height = Double(frame.height) / Double(answers.count)
        let radius = min(height / 2 - 1, 16)
        let top = max(answers.map(\.response).max() ?? 0, .leastNormalMagnitude)
        let left = Double(frame.x) + 2 * radius + 10
        let reach = Double(frame.right) - left - 34
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
            let length = reach * answer.response / top
            let thickness = max(min(height / 2, 10), 2)
            let bar = [
                Point(x: left, y: center.y - thickness / 2), Point(x: left + length, y: center.y - thickness / 2),
                Point(x: left + length, y: center.y + thickness / 2), Point(x: left, y: center.y + thickness / 2),
            ]
            canvas.fill(.polyline(bar, closed: true), with: .kernelBlue)
            canvas.draw(
                String(format: "%.0f°", answer.orientation), at: Point(x: Double(frame.right), y: center.y + 4),
                style: TextStyle(size: 10, alignment: .right, color: .slate))
        }
    }
}
