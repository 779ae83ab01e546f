public import Physiology
import Planes
public import Tables

extension TuningStudy {
    /// Names of the tables.
    public static let tableNames = ["tuning", "tuning_curves", "population", "resolutions"]

    /// The tables of one or more layers, which a column tells apart: the last when it came, columns since stand behind it.
    public static func tables(of studies: [TuningStudy]) -> [Table] {
        let tables = studies.map { [$0.tuningTable, $0.curvesTable, $0.population.table, $0.sweep.table] }
        let layer = Column("layer", .string, "The layer, or the bank", key: true)
        return tableNames.indices.map { place in
            Table.joined(
                zip(studies, tables).map { (.text($0.name), $1[place]) }, by: layer, after: "gradient_frequency_cpp")
        }
    }

    /// What one kind of stimulus told of one unit.
    private struct Row: Sendable {
        let kernel: Int
        let stimulus: String
        var preferred: (value: Double?, unit: String) = (nil, "")
        var orientation: OrientationTuning?
        var directionIndex: Double?
        var modulation: Double?
        var frequency: FrequencyTuning?
        var suppression: Double?
        var surround: Double?
        var contrast: NakaRushton?
        var largest: Double?
        var flags: [RecordingFlag] = []
        var gradient: GradientSpectrum?

        /// Takes in what is measured of a finding; `false` where that is told in the row of the gratings.
        @discardableResult mutating func take(_ finding: Finding) -> Bool {
            largest = finding.curves.flatMap(\.responses).max()
            switch finding {
            case .orientation(let tuning):
                guard !tuning.isSilent else { break }
                preferred = (tuning.peakOrientation.degrees, "degree")
                orientation = tuning
            case .size(let tuning):
                preferred = (tuning.summationField, "pixel")
                (suppression, surround) = (tuning.suppression, tuning.surround)
            case .contrast(let response):
                preferred = (response.fit?.semiSaturation, "fraction")
                contrast = response.fit
            case .remainder(let part): suppression = part.map { 1 - $0 }
            case .direction, .drift, .profile: return false
            }
            return true
        }
    }

    private func rows(of unit: Recording) -> [Row] {
        var grating = Row(kernel: unit.unit, stimulus: "grating", flags: unit.flags)
        guard !unit.isSilent else { return [grating] }
        grating.take(.orientation(unit.search.orientation))
        grating.directionIndex = unit[.direction].direction?.selectivityIndex
        grating.modulation = unit.drift.ratio
        grating.frequency = unit.search.frequency
        grating.suppression = unit.size.suppression
        grating.gradient = spectra[unit.unit]
        return [grating]
            + Experiment.all.compactMap { experiment in
                var row = Row(kernel: unit.unit, stimulus: experiment.name)
                return row.take(unit[experiment]) ? row : nil
            }
    }

    private var tuningTable: Table {
        TableLayout<Row>(
            name: "tuning", title: "What each kind of stimulus told of each unit", fields: Self.identity + Self.measures
        ).table(recordings.flatMap { rows(of: $0) })
    }

    private typealias Field = TableLayout<Row>.Field

    private static let identity: [Field] = [
        .init(Column("kernel", .integer, "Output channel, 0-based", key: true)) { .integer($0.kernel) },
        .init(
            Column(
                "stimulus", .string,
                "grating: finely turned; grating_15_deg: 12 orientations as in recordings; bar, edge: turned; disc, bar_length: sized; contrast; plaid",
                key: true)
        ) { .text($0.stimulus) },
        .init(
            Column(
                "preferred", .number,
                "Orientation of the largest answer, summation field or length, or contrast of half the answer: see preferred_unit"
            )
        ) { Cell($0.preferred.value) },
        .init(Column("osi", .number, "(preferred - orthogonal)/(preferred + orthogonal)")) {
            Cell($0.orientation?.selectivityIndex)
        },
        .init(Column("circular_variance", .number, "0 for one orientation alone, 1 for all alike")) {
            Cell($0.orientation?.circularVariance)
        },
        .init(Column("half_width_deg", .number, unit: "degree", "Half-width of orientation tuning at half height")) {
            Cell($0.orientation?.halfWidth(at: 0.5))
        },
        .init(Column("half_width_sqrt2_deg", .number, unit: "degree", "The same at 1/√2 of the peak")) {
            Cell($0.orientation?.halfWidth(at: 0.5.squareRoot()))
        },
    ]

    private static let measures: [Field] = [
        .init(Column("dsi", .number, "(preferred - opposite)/(preferred + opposite) direction; 0 without memory")) {
            Cell($0.directionIndex)
        },
        .init(Column("f1_f0", .number, "Modulation over mean of the answer to the best grating; empty without a mean"))
        {
            Cell($0.modulation)
        },
        .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Preferred spatial frequency")) {
            Cell($0.frequency?.peak)
        },
        .init(
            Column("bandwidth_oct", .number, unit: "octave", "At half height; empty where a flank does not fall so far")
        ) { Cell($0.frequency?.bandwidthOctaves()) },
        .init(
            Column(
                "suppression", .number,
                "disc, bar_length: (peak - plateau)/peak; plaid: answer lost to the other grating")
        ) { Cell($0.suppression) },
        .init(Column("flags", .string, "What to know before believing the row, joined by ;")) {
            $0.flags.isEmpty ? .absent : .text($0.flags.map(\.rawValue).joined(separator: ";"))
        },
        .init(Column("preferred_unit", .string, "Unit of preferred")) {
            $0.preferred.value == nil ? .absent : .text($0.preferred.unit)
        },
        .init(Column("surround_px", .number, unit: "pixel", "First size that is answered no more than the largest is"))
        {
            Cell($0.surround)
        },
        .init(Column("contrast_exponent", .number, "n of the Naka-Rushton function; empty where it does not saturate"))
        {
            Cell($0.contrast?.exponent)
        },
        .init(Column("largest_response", .number, "Largest answer on the curve")) { Cell($0.largest) },
        .init(
            Column(
                "gradient_orientation_deg", .number, unit: "degree",
                "Of the bars that the derivative by noise pictures looks like, averaged over them, by its spectrum; before a threshold, of units that are run"
            )
        ) { Cell($0.gradient?.orientation.preferred.degrees) },
        .init(
            Column("gradient_frequency_cpp", .number, unit: "cycle/pixel", "Where that spectrum has most power")
        ) { Cell($0.gradient?.frequency) },
        .init(
            Column("peak_orientation_deg", .number, unit: "degree", "Of the bars, where the answer is largest")
        ) { Cell($0.orientation?.peakOrientation.degrees) },
        .init(
            Column(
                "vector_mean_orientation_deg", .number, unit: "degree",
                "Half the angle of the sum of answers as vectors of twice their orientation; between the peaks where there are several (flag bimodal)"
            )
        ) { Cell($0.orientation?.preferred.degrees) },
        .init(
            Column("peak_wave_direction_deg", .number, unit: "degree", "peak_orientation_deg + 90")
        ) { Cell($0.orientation?.peakOrientation.waveDirection) },
    ]

    private var curvesTable: Table {
        CurvePoint.table(
            recordings.filter { !$0.isSilent }.flatMap { points(of: $0) },
            title: "Every answer of each unit to gratings, bars and edges",
            response: "F1 of simple, F0 of complex units; flashed bars and edges: the answer above that to grey")
    }

    private func points(of unit: Recording) -> [CurvePoint] {
        CurvePoint.points(of: unit.search.orientation, kernel: unit.unit, stimulus: "grating")
            + CurvePoint.points(of: unit.search.frequency, kernel: unit.unit, stimulus: "grating")
            + Experiment.all.flatMap { experiment in
                unit[experiment].curves.flatMap { curve in
                    let stimulus = experiment.stimulus + (curve.name.isEmpty ? "" : "_\(curve.name)")
                    return zip(curve.values, curve.responses).map {
                        CurvePoint(
                            kernel: unit.unit, stimulus: stimulus, parameter: experiment.parameter, value: $0,
                            unit: experiment.unit, response: $1)
                    }
                }
            }
    }
}
