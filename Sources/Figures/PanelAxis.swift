import Foundation
import Planes

/// An axis along the lower or the left edge of a panel's plot: a line, ticks at round numbers, and what it measures.
public struct PanelAxis: Hashable, Sendable {
    /// Its name, with the unit.
    public let name: String
    /// Its ends, which differ.
    public let range: ClosedRange<Double>
    /// Whether equal steps are equal factors.
    public let isLogarithmic: Bool

    /// An axis over a range, which is widened where its ends are one.
    ///
    /// - Precondition: above 0, if it is logarithmic.
    public init(_ name: String, from low: Double, to high: Double, isLogarithmic: Bool = false) {
        precondition(low > 0 || !isLogarithmic, "a logarithmic axis is above 0")
        self.name = name
        let least = max(abs(low) * 1e-9, .leastNormalMagnitude)
        range = low...max(high, low + least)
        self.isLogarithmic = isLogarithmic
    }

    private static let label = PanelSheet.label
    /// The columns that an upright axis needs at the left of its plot, for its numbers.
    static let left = 38
    /// The rows that an upright axis needs above its plot, for its name.
    static let top = label.lineHeight + 4
    /// The rows that a lower axis needs beneath its plot, for its numbers and its name.
    static let bottom = 2 * label.lineHeight + 8

    /// What is left of a frame for the plot between an upright and a lower axis.
    public static func plot(in frame: Frame) -> Frame {
        Frame(
            x: frame.x + left, y: frame.y + top, width: frame.width - left - 10, height: frame.height - top - bottom)
    }

    /// How far along the axis a value lies, from 0 to 1 between its ends.
    public func part(_ value: Double) -> Double {
        let (low, high) = (range.lowerBound, range.upperBound)
        return isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
    }

    private var ticks: [Double] {
        AxisTicks(from: range.lowerBound, to: range.upperBound, isLogarithmic: isLogarithmic).values
    }

    /// Draws it below a plot, rising to the right.
    ///
    /// - Parameters:
    ///   - plot: what it is the axis of.
    ///   - canvas: where that is drawn.
    ///   - isNumbered: whether it has ticks and their numbers; without, only the line and the name.
    public func drawBelow(_ plot: Frame, on canvas: Canvas, isNumbered: Bool = true) {
        let bottom = Double(plot.bottom)
        canvas.draw(
            .line(from: Point(x: Double(plot.x), y: bottom), to: Point(x: Double(plot.right), y: bottom)),
            color: .cellGrey)
        let style = TextStyle(size: Self.label.size, alignment: .center, color: Self.label.color)
        let first = bottom + Double(style.ascent + 6)
        var taken = -Double.infinity
        for value in isNumbered ? ticks : [] {
            let x = Double(plot.x) + part(value) * Double(plot.width)
            canvas.draw(.line(from: Point(x: x, y: bottom), to: Point(x: x, y: bottom + 4)), color: .cellGrey)
            let text = AxisTicks.text(value)
            let half = style.width(of: text) / 2
            // Numbers that would run into the one before are left out; their ticks stay.
            guard x - half > taken + 3 else { continue }
            canvas.draw(text, at: Point(x: x, y: first), style: style)
            taken = x + half
        }
        canvas.draw(
            name, at: Point(x: Double(plot.x) + Double(plot.width) / 2, y: first + Double(style.lineHeight)),
            style: style)
    }

    /// Draws it at the left of a plot, rising upwards, its name above it.
    public func drawLeft(_ plot: Frame, on canvas: Canvas) {
        let left = Double(plot.x)
        canvas.draw(
            .line(from: Point(x: left, y: Double(plot.bottom)), to: Point(x: left, y: Double(plot.y))),
            color: .cellGrey)
        let style = TextStyle(size: Self.label.size, alignment: .right, color: Self.label.color)
        for value in ticks {
            let y = Double(plot.bottom) - part(value) * Double(plot.height)
            canvas.draw(.line(from: Point(x: left - 4, y: y), to: Point(x: left, y: y)), color: .cellGrey)
            canvas.draw(AxisTicks.text(value), at: Point(x: left - 6, y: y + 3.5), style: style)
        }
        canvas.draw(name, at: Point(x: left - 6, y: Double(plot.y) - 8), style: Self.label)
    }
}
