/// A rose of orientations: each bar points along the orientation it counts, and is drawn twice, half a turn apart.
///
/// The radius is the share of all units per `unit` degrees of orientation, so that roses of different bins compare.
public struct PolarHistogram: Hashable, Sendable, Plot {
    /// One set of units.
    public struct Rose: Hashable, Sendable {
        /// In the key.
        public let title: String
        /// Units per bin; the bins are equal and together cover 180°.
        public let counts: [Double]
        /// The orientation at which the first bin begins, degrees.
        public let start: Double
        /// Filled bars, or their outline alone.
        public let isFilled: Bool
        /// Of the bars.
        public let color: Color

        /// A rose of counts.
        public init(
            _ title: String, counts: [Double], start: Double = 0, isFilled: Bool = true, color: Color = .kernelBlue
        ) {
            self.title = title
            self.counts = counts
            self.start = start
            self.isFilled = isFilled
            self.color = color
        }

        /// How many degrees a bin spans.
        public var binWidth: Double { 180 / Double(max(counts.count, 1)) }

        /// Share of all units per `unit` degrees, bin by bin; nothing where there are no units.
        func shares(per unit: Double) -> [Double] {
            let total = counts.reduce(0, +)
            return total > 0 ? counts.map { $0 / total * unit / binWidth } : []
        }
    }

    /// The file name without extension.
    public let name: String
    /// In bold at the top.
    public let title: String
    /// Beneath the title.
    public let subtitle: String?
    /// Drawn one over the other, the first at the bottom.
    public let roses: [Rose]
    /// The degrees of orientation that the radius speaks of.
    public let unit: Double

    /// A polar histogram; without a `unit`, that of the first rose's bins.
    ///
    /// - Throws: ``FigureError/badName(_:)``; ``FigureError/unplottable(chart:series:value:expected:)`` for a count that is
    ///   negative or not finite, a start that is not finite, or a unit that is not positive.
    public init(name: String, title: String, subtitle: String? = nil, roses: [Rose], unit: Double? = nil)
        throws(FigureError)
    {
        guard ScriptText.isFileName(name) else { throw .badName(name) }
        for rose in roses {
            for count in rose.counts where !(count >= 0 && count.isFinite) {
                throw .unplottable(chart: name, series: rose.title, value: count, expected: "counts are 0 or more")
            }
            guard rose.start.isFinite else {
                throw .unplottable(chart: name, series: rose.title, value: rose.start, expected: "a start is an angle")
            }
        }
        let unit = unit ?? roses.first?.binWidth ?? 15
        guard unit > 0, unit.isFinite else {
            throw .unplottable(chart: name, series: "unit", value: unit, expected: "a unit is a positive angle")
        }
        self.name = name
        self.title = title
        self.subtitle = subtitle
        self.roses = roses
        self.unit = unit
    }
}
