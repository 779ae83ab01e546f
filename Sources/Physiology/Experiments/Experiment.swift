/// One experiment on a unit at its best: what is shown, what is varied, and what comes of it.
///
/// A new one is a file beside this with a value of its own, and its line in ``all``; tables, figures and reports go
/// through them.
public struct Experiment: Sendable {
    /// As the table of measures calls it.
    public let name: String
    /// What is shown, as the table of curves calls it.
    public let stimulus: String
    /// What is varied, and in which unit; empty where nothing is.
    public let parameter, unit: String
    /// Where its curves are drawn; `nil` where they are not.
    public let panel: Panel?
    /// Numbers of which a report gives the median over units.
    public let measures: [Measure]
    /// Shows the stimuli to a unit.
    let perform: @Sendable (RecordingSession) throws -> Finding

    /// A place on a unit's sheet; experiments of one title share it.
    public struct Panel: Hashable, Sendable {
        /// Its title, and what the axis is.
        public let title, axis: String
        /// What this experiment's curve is called, where several are drawn.
        public let legend: String

        init(_ title: String, axis: String = "", legend: String = "") {
            (self.title, self.axis, self.legend) = (title, axis, legend)
        }
    }

    /// A number that a finding gives.
    public struct Measure: Sendable {
        /// What it is, and in which unit; empty without one.
        public let name, unit: String
        /// How many decimals mean something.
        public let decimals: Int
        /// The number; `nil` where a unit has none.
        public let value: @Sendable (Finding) -> Double?

        init(_ name: String, _ unit: String, _ decimals: Int, _ value: @escaping @Sendable (Finding) -> Double?) {
            (self.name, self.unit, self.decimals, self.value) = (name, unit, decimals, value)
        }
    }

    init(
        _ name: String, stimulus: String? = nil, parameter: String = "", unit: String = "", panel: Panel? = nil,
        measures: [Measure] = [], perform: @escaping @Sendable (RecordingSession) throws -> Finding
    ) {
        (self.name, self.stimulus, self.parameter, self.unit) = (name, stimulus ?? name, parameter, unit)
        (self.panel, self.measures, self.perform) = (panel, measures, perform)
    }

    /// All that is done to a unit, in the order of the tables.
    public static let all: [Experiment] = [
        .coarseOrientation, .bar, .edge, .direction, .drift, .disc, .barLength, .barProfile, .contrast, .plaid,
    ]
}
