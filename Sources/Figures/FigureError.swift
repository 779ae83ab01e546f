/// Why a picture or a chart could not be made.
public enum FigureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A canvas wider or higher than the drawing library can hold.
    case tooLarge(width: Int, height: Int)
    /// The drawing library refused; `reason` is its own text.
    case drawing(reason: String)
    /// A chart's name is also its file name, and this one cannot be.
    case badName(String)
    /// A value that no place on the axes stands for.
    case unplottable(chart: String, series: String, value: Double, expected: String)
    /// Lists that must go together do not.
    case unequal(chart: String, series: String, found: Int, expected: Int)
    /// gnuplot could not be started, or left without the pictures; `reason` is its last message.
    case gnuplot(chart: String, reason: String)
    /// gnuplot was stopped after a time.
    case timedOut(chart: String, seconds: Double)

    /// One line: where, what is wrong, what would be right.
    public var description: String {
        switch self {
        case .tooLarge(let width, let height):
            "picture: \(width) × \(height) pixels (width × height) is too large; at most "
                + "\(Canvas.largestSide) on a side, so split it into several"
        case .drawing(let reason):
            "picture: could not be drawn: \(reason)"
        case .badName(let name):
            "chart \"\(name)\": the name is also a file name; use a to z, 0 to 9, - and _ only"
        case .unplottable(let chart, let series, let value, let expected):
            "chart \"\(chart)\", series \"\(series)\": \(value) cannot be drawn; \(expected)"
        case .unequal(let chart, let series, let found, let expected):
            "chart \"\(chart)\", series \"\(series)\": \(found) bin edges; one more than its bars would be \(expected)"
        case .gnuplot(let chart, let reason):
            "chart \"\(chart)\": gnuplot failed: \(reason)"
        case .timedOut(let chart, let seconds):
            "chart \"\(chart)\": gnuplot was stopped after \(seconds) s; a chart normally takes less than one"
        }
    }
}
