import Foundation
import Inference
import Networks
public import Physiology
import Planes
import Tables

/// The text of `tune`: the answer first, then what stands behind it, at most 80 columns wide.
public struct TuningReport: Sendable {
    private let studies: [TuningStudy]
    private let sources: [String]
    private var study: TuningStudy { studies[0] }

    /// A report on the units of one layer, or of several side by side.
    ///
    /// - Parameters:
    ///   - studies: one per layer.
    ///   - sources: where they are from and why these, whole sentences for each.
    /// - Precondition: at least one study, and a source for each.
    public init(_ studies: [TuningStudy], sources: [String]) {
        self.studies = studies
        self.sources = sources
    }

    private var heard: [Recording] { study.recordings.filter { !$0.isSilent } }
    private var tuned: [Recording] { heard.filter { !$0.flags.contains(.untuned) } }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: FigureSet) -> String {
        let alone = [
            wrapped(sources[0]), answer, medians, grid, study.population.lines,
            study.sweep.lines(ofNetwork: study.areLearnt), best, check,
            gradients(of: study),
        ]
        let sections =
            (studies.count == 1 ? alone : LayerComparison(studies).sections + [sources.flatMap { wrapped($0) }])
            + [conventions, whereabouts(place, figures)]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var answer: [String] {
        let all = study.recordings.count
        let simple = heard.count { $0.flags.contains(.simple) }
        let silent = all - heard.count
        return wrapped(
            "\(share(tuned.count, of: all)) of the units are tuned for orientation (circular variance at most \(OrientationTuning.greatestVariance)), recorded as \(study.cells): "
                + "\(simple) answer like simple cells (F1 above F0), \(heard.count - simple) like complex ones"
                + (silent > 0 ? ", \(silent) to nothing shown." : "."))
    }

    private var medians: [String] {
        func row(_ name: String, _ unit: String, _ decimals: Int, _ value: (Recording) -> Double?) -> [String] {
            let values = tuned.compactMap(value).sorted()
            guard let low = values.first, let high = values.last else { return [name, "0", "-", "-", "-", unit] }
            return [
                name, "\(values.count)", rounded(low, decimals), rounded(values.median, decimals),
                rounded(high, decimals), unit,
            ]
        }
        let resolution = study.resolution
        let table = TextTable(
            columns: [
                ("tuned units", .left), ("units", .right), ("least", .right), ("median", .right), ("most", .right),
                ("", .left),
            ],
            rows: [
                row("preferred frequency", "cycles/pixel", 3) { $0.search.frequency.peak }
            ]
                + (resolution.map { resolution in
                    [row("preferred frequency", "cycles/degree", 2) { $0.search.frequency.peak * resolution.value }]
                } ?? []) + [
                    row("frequency bandwidth", "octaves", 2) { $0.search.frequency.bandwidthOctaves() },
                    row("circular variance", "", 2) { $0.search.orientation.circularVariance },
                    row("orientation half-width", "degrees", 1) { $0.search.orientation.halfWidth(at: 0.5) },
                ]
                + Experiment.all.flatMap { experiment in
                    experiment.measures.map { measure in
                        row(measure.name, measure.unit, measure.decimals) { measure.value($0[experiment]) }
                    }
                })
        return table.lines
    }

    /// What 12 orientations of 15° make of the same units.
    private var grid: [String] {
        let pairs = tuned.compactMap { unit -> (Double, Double)? in
            guard let fine = unit.search.orientation.halfWidth(at: 0.5),
                let coarse = unit[.coarseOrientation].orientation?.halfWidth(at: 0.5)
            else { return nil }
            return (fine, coarse)
        }
        guard !pairs.isEmpty else { return [] }
        let step = 180 / Double(study.recordings[0].search.orientation.responses.count)
        let bias = pairs.map { $0.1 - $0.0 }.median
        return wrapped(
            "Half-widths above are read in steps of \(rounded(step, 0))°. The 12 orientations of 15° that cells were recorded with make them \(rounded(abs(bias), 1))° \(bias < 0 ? "narrower" : "wider") (median of \(pairs.count); both in the table tuning)."
        ) + narrow(step)
    }

    /// Units tuned more narrowly than was asked.
    private func narrow(_ step: Double) -> [String] {
        let count = tuned.count { $0.flags.contains(.undersampled) }
        guard count > 0 else { return [] }
        return wrapped(
            "\(share(count, of: tuned.count)) of the tuned units have half-widths below \(rounded(2 * step, 0))°, two of these steps: too narrow to be told exactly (flag undersampled)."
        )
    }

    private var best: [String] {
        // Those that differ in the last digits alone are level.
        func rank(_ unit: Recording) -> (Double, Int) {
            ((1e6 * unit.search.orientation.circularVariance).rounded(), unit.unit)
        }
        let ranked = tuned.sorted { rank($0) < rank($1) }
        guard !ranked.isEmpty else { return [] }
        let rows = ranked.prefix(10).map { unit in
            [
                "\(unit.unit)", wholeDegrees(unit.search.orientation.peakOrientation.degrees),
                wholeDegrees(unit.search.orientation.peakOrientation.waveDirection),
                wholeDegrees(unit.search.orientation.preferred.degrees)
                    + (unit.flags.contains(.bimodal) ? "!" : " "),
                rounded(unit.search.frequency.peak, 3), rounded(unit.search.orientation.circularVariance, 2),
                rounded(unit.search.orientation.halfWidth(at: 0.5), 1),
                wholeDegrees(unit[.bar].orientation.flatMap { $0.isSilent ? nil : $0.peakOrientation.degrees }),
                rounded(unit.drift.ratio, 2), rounded(unit.size.summationField, 1),
                rounded(unit.size.suppression, 2),
            ]
        }
        let table = TextTable(
            columns: [
                ("kernel", .right), ("bars°", .right), ("wave°", .right), ("mean°", .right), ("cyc/px", .right),
                ("CV", .right), ("hw°", .right), ("by bar", .right), ("F1/F0", .right), ("field", .right),
                ("suppr.", .right),
            ], rows: rows)
        let rest = ranked.count - rows.count
        let bimodal = tuned.count { $0.flags.contains(.bimodal) }
        return ["Sharpest tuned:"] + table.lines + (rest > 0 ? ["… and \(rest) more in the table tuning."] : [])
            + wrapped(
                "Bars and wave: where the answer is largest; mean: the vector mean, for comparison with cells; hw: half-width; field in pixels."
            )
            + (bimodal > 0
                ? wrapped(
                    "! \(share(bimodal, of: tuned.count)) of the tuned units have a second peak, or answer little at their vector mean: go by the peak (flag bimodal)."
                ) : [])
    }

    private var check: [String] {
        guard let check = study.check else { return [] }
        return wrapped(
            "Two ways, one answer: over \(counted(check.comparisons, "pair", "pairs")) of unit and grating, what the drifting grating evokes and the Fourier transform of the weights differ by at most \(String(format: "%.1e", check.largestDifference)) of the unit's largest answer."
        )
    }

    /// Whether gratings and derivatives find one orientation.
    private func gradients(of study: TuningStudy) -> [String] {
        let distances = study.orientationDistances
        guard !distances.isEmpty else { return [] }
        let near = distances.count { $0 <= 15 }
        return wrapped(
            "Subspace check: of \(distances.count) tuned units the spectrum of the derivative at pictures of noise, before any threshold, has the gratings' best orientation within 15° for \(near); the median difference is \(rounded(distances.median, 1))°."
        )
    }

    private var conventions: [String] {
        [
            "Angles: of the bars, counter-clockwise, 0° horizontal; the wave is 90° on.",
            "A unit without memory cannot tell a drift from its reverse: its DSI is 0; directional cells have one.",
        ].flatMap { wrapped($0) }
    }

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else {
            return wrapped(
                "Tables: --table \(TuningStudy.tableNames.joined(separator: "|")), or all of them and pictures with --out DIR."
            )
        }
        return wrapped(
            "Tables are in \(place)/tables (\(TuningStudy.tableNames.joined(separator: ", "))), described in \(place)/datapackage.json."
        )
            + wrapped(
                studies.count == 1
                    ? "Pictures are in \(place)/figures: layer.png, resolutions.png and one sheet per unit."
                    : "Pictures are in \(place)/figures: layers.png and one sheet per layer.")
            + figures.leftOut.flatMap { wrapped($0) }
    }
}
