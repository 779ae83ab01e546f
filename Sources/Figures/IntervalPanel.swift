import Foundation
import Planes

/// A value from 0 to 1 with its interval for each of some names, one under the other.
public struct IntervalPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let names: [String]
    private let values: [(value: Double, interval: ClosedRange<Double>)]

    /// Values with their intervals.
    ///
    /// - Precondition: one value for each name.
    public init(_ title: String, names: [String], values: [(Double, ClosedRange<Double>)]) {
        precondition(names.count == values.count, "a value for each name")
        self.title = title
        self.names = names
        self.values = values.map { ($0.0, $0.1) }
    }

    private static let line = 18

    /// The height that so many names need, title and axis included.
    public static func height(of count: Int) -> Int { count * line + 60 }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let style = PanelSheet.label
        let room = min(Int((names.map(style.width).max() ?? 0).rounded(.up)) + 8, frame.width / 2)
        let plot = Frame(x: frame.x + room, y: frame.y, width: frame.width - room - 14, height: names.count * Self.line)
        let most = max(1, values.map(\.interval.upperBound).max() ?? 1)
        func place(_ value: Double) -> Double { Double(plot.x) + max(value, 0) / most * Double(plot.width) }
        for mark in [0, 0.25, 0.5, 0.75, 1] {
            canvas.draw(
                .line(
                    from: Point(x: place(mark), y: Double(plot.y)), to: Point(x: place(mark), y: Double(plot.bottom))),
                color: mark == 1 ? .slate : .hairline)
            let label = mark == 0 || mark == 1 ? "\(Int(mark))" : "\(mark)"
            canvas.draw(
                label, at: Point(x: place(mark), y: Double(plot.bottom + style.ascent + 3)),
                style: TextStyle(size: style.size, alignment: .center, color: style.color))
        }
        for (index, name) in names.enumerated() {
            let y = Double(plot.y + index * Self.line + Self.line / 2)
            let (value, interval) = values[index]
            canvas.draw(
                style.wrapped(name, width: room - 4, lines: 1).first ?? "", at: Point(x: Double(frame.x), y: y + 4),
                style: TextStyle(size: style.size))
            canvas.draw(
                .line(from: Point(x: place(interval.lowerBound), y: y), to: Point(x: place(interval.upperBound), y: y)),
                color: .kernelBlue, width: 2)
            canvas.fill(.circle(center: Point(x: place(value), y: y), radius: 4), with: .kernelBlue)
        }
    }
}
