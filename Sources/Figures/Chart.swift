/// A chart with two straight axes.
public struct Chart: Hashable, Sendable, Plot {
    /// One axis.
    public struct Axis: Hashable, Sendable {
        /// What it measures, with the unit.
        public let label: String
        /// From where to where; without it, as the data need. Data outside it are not drawn.
        public let range: ClosedRange<Double>?
        /// Whether equal steps are equal ratios.
        public let isLogarithmic: Bool
        /// Where the marks are; without them, gnuplot's choice.
        public let ticks: [Double]?

        /// An axis.
        public init(
            _ label: String, range: ClosedRange<Double>? = nil, isLogarithmic: Bool = false, ticks: [Double]? = nil
        ) {
            self.label = label
            self.range = range
            self.isLogarithmic = isLogarithmic
            self.ticks = ticks
        }
    }

    /// One rectangle of a two-dimensional histogram.
    public struct Block: Hashable, Sendable {
        /// From the left edge to the right.
        public let x: ClosedRange<Double>
        /// From the lower edge to the upper.
        public let y: ClosedRange<Double>
        /// How many lie in it: its shade, and the number written in its corner.
        public let count: Int

        /// A rectangle and its count.
        public init(x: ClosedRange<Double>, y: ClosedRange<Double>, count: Int) {
            self.x = x
            self.y = y
            self.count = count
        }
    }

    /// How data are drawn.
    public enum Marks: Hashable, Sendable {
        /// Discs.
        case points([Point])
        /// A line from point to point.
        case line([Point])
        /// Lines that are not joined, each from point to point.
        case paths([[Point]])
        /// A line that keeps each value until the next, as a cumulative distribution does.
        case steps([Point])
        /// Bars between edges, one edge more than heights: filled, or their outline alone.
        case histogram(edges: [Double], heights: [Double], isFilled: Bool)
        /// Shaded rectangles with their counts; empty ones are left out.
        case blocks([Block])
    }

    /// Data under one title.
    public struct Series: Hashable, Sendable {
        /// In the key.
        public let title: String
        /// The data.
        public let marks: Marks
        /// Of the marks.
        public let color: Color

        /// A series.
        public init(_ title: String, _ marks: Marks, color: Color = .kernelBlue) {
            self.title = title
            self.marks = marks
            self.color = color
        }
    }

    /// The file name without extension.
    public let name: String
    /// In bold at the top.
    public let title: String
    /// Beneath the title.
    public let subtitle: String?
    /// To the right.
    public let xAxis: Axis
    /// Upwards.
    public let yAxis: Axis
    /// Drawn one over the other, the first at the bottom.
    public let series: [Series]

    /// A chart.
    ///
    /// - Throws: ``FigureError/badName(_:)``; ``FigureError/unplottable(chart:series:value:expected:)`` for data, ranges
    ///   and ticks that are not finite, or not positive on a logarithmic axis;
    ///   ``FigureError/unequal(chart:series:found:expected:)`` for a histogram whose edges do not fit its bars.
    public init(
        name: String, title: String, subtitle: String? = nil, xAxis: Axis, yAxis: Axis, series: [Series]
    ) throws(FigureError) {
        guard ScriptText.isFileName(name) else { throw .badName(name) }
        self.name = name
        self.title = title
        self.subtitle = subtitle
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.series = series
        for axis in [xAxis, yAxis] {
            let marks = (axis.range.map { [$0.lowerBound, $0.upperBound] } ?? []) + (axis.ticks ?? [])
            try check(marks, on: axis, of: axis.label)
        }
        for one in series { try check(one) }
    }

    private func check(_ series: Series) throws(FigureError) {
        switch series.marks {
        case .points(let points), .line(let points), .steps(let points):
            try check(points.map(\.x), on: xAxis, of: series.title)
            try check(points.map(\.y), on: yAxis, of: series.title)
        case .paths(let paths):
            try check(paths.flatMap { $0.map(\.x) }, on: xAxis, of: series.title)
            try check(paths.flatMap { $0.map(\.y) }, on: yAxis, of: series.title)
        case .histogram(let edges, let heights, _):
            guard edges.count == heights.count + 1 else {
                throw .unequal(chart: name, series: series.title, found: edges.count, expected: heights.count + 1)
            }
            try check(edges, on: xAxis, of: series.title)
            try check(heights, on: yAxis, of: series.title)
        case .blocks(let blocks):
            try check(blocks.flatMap { [$0.x.lowerBound, $0.x.upperBound] }, on: xAxis, of: series.title)
            try check(blocks.flatMap { [$0.y.lowerBound, $0.y.upperBound] }, on: yAxis, of: series.title)
        }
    }

    private func check(_ values: [Double], on axis: Axis, of series: String) throws(FigureError) {
        for value in values {
            guard value.isFinite else {
                throw .unplottable(chart: name, series: series, value: value, expected: "leave it out")
            }
            guard value > 0 || !axis.isLogarithmic else {
                throw .unplottable(
                    chart: name, series: series, value: value, expected: "a logarithmic axis holds positive numbers")
            }
        }
    }
}
