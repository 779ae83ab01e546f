import Physiology
import Planes
import Tables

/// One answer on a tuning curve, as the table `tuning_curves` has it.
struct CurvePoint: Sendable {
    let kernel: Int
    let stimulus: String
    let parameter: String
    let value: Double
    let unit: String
    let response: Double

    /// An orientation curve's answers.
    static func points(of tuning: OrientationTuning, kernel: Int, stimulus: String) -> [CurvePoint] {
        zip(tuning.orientations, tuning.responses).map {
            CurvePoint(
                kernel: kernel, stimulus: stimulus, parameter: "orientation", value: $0.degrees, unit: "degree",
                response: $1)
        }
    }

    /// A frequency curve's answers.
    static func points(of tuning: FrequencyTuning, kernel: Int, stimulus: String) -> [CurvePoint] {
        zip(tuning.frequencies, tuning.responses).map {
            CurvePoint(
                kernel: kernel, stimulus: stimulus, parameter: "frequency", value: $0, unit: "cycle/pixel", response: $1
            )
        }
    }

    /// The table `tuning_curves`.
    ///
    /// - Parameter response: what an answer is, one sentence.
    static func table(_ points: [CurvePoint], title: String, response: String) -> Table {
        TableLayout<CurvePoint>(
            name: "tuning_curves", title: title,
            fields: [
                .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.kernel) },
                .init(Column("stimulus", .string, "What was shown", key: true)) { .text($0.stimulus) },
                .init(Column("parameter", .string, "What was varied", key: true)) { .text($0.parameter) },
                .init(Column("value", .number, "Its value", key: true)) { Cell($0.value) },
                .init(Column("unit", .string, "Unit of value")) { .text($0.unit) },
                .init(Column("response", .number, response)) { Cell($0.response) },
            ]
        ).table(points)
    }
}
