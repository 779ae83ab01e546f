import GaborBanks
import Networks
import Planes
public import Retinotopy
import Tables

/// The text of `map`: what was seen and where, then how it was computed, at most 80 columns wide.
public struct MapReport: Sendable {
    private let summaries: [MapSummary]
    private let stages: [String]
    private let explanation: [String]

    /// A report on pictures, at least one, and the stages that they, or the first of them, went through.
    ///
    /// - Parameters:
    ///   - summaries: one for each picture.
    ///   - stages: a line each.
    ///   - explanation: how each filter was applied, line by line; empty where nobody asked.
    public init(_ summaries: [MapSummary], stages: [String], explanation: [String] = []) {
        self.summaries = summaries
        self.stages = stages
        self.explanation = explanation
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: where tables and pictures lie, if they were written.
    ///   - tables: names of those that were written.
    ///   - tooLong: a sentence for each that would have been too long.
    ///   - figures: which pictures are drawn.
    ///   - hasArrays: whether there are arrays as well.
    ///   - leftOut: a line for each picture that could not be drawn.
    public func text(
        place: String?, tables: [String], tooLong: [String], figures: [String], hasArrays: Bool, leftOut: [String]
    ) -> String {
        let end =
            place.map { place in
                let each = summaries.count == 1 ? "" : " of every picture"
                return wrapped(
                    "Tables are in \(place)/tables (\(tables.joined(separator: ", "))); pictures\(each) in \(place)/figures: \(figures.joined(separator: ", "))."
                        + (hasArrays ? " Arrays are in \(place)/arrays." : "")) + tooLong.flatMap { wrapped($0) }
            }
            ?? wrapped(
                "Tables: --table \(MapStudy.tableNames.joined(separator: "|")), or all and pictures with --out DIR.")
        let sections =
            (summaries.count == 1 ? alone(summaries[0]) : [many])
            + [stageLines, explanation, conventions, end + leftOut]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func alone(_ picture: MapSummary) -> [[String]] {
        [
            wrapped(
                "\(picture.name) (\(picture.kind), \(picture.field.size)) seen \(short(picture.field.degrees))° wide, \(short(picture.field.resolution.value)) pixels/°: \(picture.lattice.size) units, \(counted(picture.channels, "channel", "channels"))."
            ), answer(picture), shares(picture), scales(picture),
        ]
    }

    private func answer(_ picture: MapSummary) -> [String] {
        var sentences: [String] = []
        if let orientation = picture.orientation, let selectivity = picture.selectivity {
            let chance = (picture.chance ?? 0) > 0.05 ? ", no more than if each part of it preferred one by chance" : ""
            sentences.append(
                "All units together prefer bars of \(wholeDegrees(orientation.degrees))°, with a selectivity of \(rounded(selectivity, 2)) (0: all orientations alike, 1: one alone)\(chance)."
            )
        }
        if let leaning = picture.leaning, leaning.selectivity >= 0.01 {
            sentences.append(
                "The bank's own orientations lean: isotropic noise would make them seem to prefer bars of \(wholeDegrees(leaning.orientation.degrees))°, with a selectivity of \(rounded(leaning.selectivity, 2)); that is taken away here."
            )
        }
        let unit = picture.best.unit
        sentences.append(
            picture.isSilent
                ? "Nothing in it stirs a cell."
                : "The most active unit answers \(rounded(Double(picture.best.activation), 2)) \(looksFor(picture.best.channel, picture)), at x \(rounded(unit.point.x, 1))°, y \(rounded(unit.point.y, 1))°: \(rounded(unit.point.eccentricity, 1))° from fixation, \(unit.point.hemisphere.rawValue) hemisphere."
        )
        if let fovea = picture.fovea {
            sentences.append(
                "The inner \(short(fovea.radius))° are \(finePercent(fovea.ofPicture)) of the picture and \(finePercent(fovea.ofCortex)) of its \(rounded(picture.cortex, 0)) mm² of cortex."
            )
        }
        return sentences.flatMap { wrapped($0) }
    }

    private func looksFor(_ channel: Channel, _ picture: MapSummary) -> String {
        guard picture.isOriented else { return "in channel \(channel.index)" }
        let bars = channel.orientation.map { "to bars of \(wholeDegrees($0.degrees))°" } ?? "to spots"
        guard let frequency = channel.spatialFrequency else { return bars }
        return "\(bars), \(cyclesPerDegree(short(frequency.cyclesPerDegree(at: picture.field.resolution))))"
    }

    private func finePercent(_ share: Double) -> String { percent(share, share < 0.1 ? 1 : 0) }

    private func shares(_ picture: MapSummary) -> [String] {
        bars("bars", picture.orientations.map { ("\(short($0.orientation.degrees))°", "", $0.share) })
    }

    private func scales(_ picture: MapSummary) -> [String] {
        bars(
            picture.isGrowing ? "scale at fixation" : "scale",
            picture.bands.map {
                ($0.band.frequencyText(at: picture.field.resolution), $0.band.wavelengthText, $0.share)
            }
        )
    }

    private func bars(_ what: String, _ rows: [(name: String, also: String, share: Double)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let largest = max(rows.map(\.share).max() ?? 0, .leastNonzeroMagnitude)
        return TextTable(
            columns: [(what, .right), ("", .right), ("energy %", .right), ("", .left)],
            rows: rows.map {
                [
                    $0.name, $0.also, rounded(100 * $0.share, 1),
                    String(repeating: "█", count: Int((32 * $0.share / largest).rounded())),
                ]
            }
        ).lines
    }

    private var many: [String] {
        guard summaries[0].isOriented else { return manyOfNetwork }
        let table = TextTable(
            columns: Self.common + [("bars°", .right), ("select.", .right), ("strongest", .left)],
            rows: summaries.map { picture in
                let best = picture.best.channel
                guard !picture.isSilent else { return common(picture) + ["-", "-", "nothing"] }
                let frequency = best.spatialFrequency.map {
                    ", \(short($0.cyclesPerDegree(at: picture.field.resolution))) c/°"
                }
                return common(picture) + [
                    wholeDegrees(picture.orientation?.degrees), rounded(picture.selectivity, 2),
                    "\(best.orientation.map { wholeDegrees($0.degrees) + "°" } ?? "round")\(frequency ?? "")",
                ]
            })
        return
            wrapped(
                "\(summaries.count) pictures. Bars: the orientation that all units of one together prefer, with their selectivity; strongest: what the most active unit looks for."
            ) + [""] + table.lines
    }

    private var manyOfNetwork: [String] {
        let table = TextTable(
            columns: Self.common + [("strongest", .right), ("activation", .right)],
            rows: summaries.map {
                common($0) + ["\($0.best.channel.index)", rounded(Double($0.best.activation), 2)]
            })
        return wrapped("\(summaries.count) pictures. Strongest: the channel of the most active unit.") + [""]
            + table.lines
    }

    private static let common: [(heading: String, alignment: TextTable.Alignment)] = [
        ("picture", .left), ("pixels", .left), ("units", .left), ("px/°", .right),
    ]

    private func common(_ picture: MapSummary) -> [String] {
        [
            picture.name, "\(picture.field.size)", "\(picture.lattice.size)",
            rounded(picture.field.resolution.value, 1),
        ]
    }

    private var stageLines: [String] {
        (summaries.count > 1 ? ["Stages, as for \(summaries[0].name):"] : []) + stages
    }

    private var conventions: [String] {
        wrapped(
            (summaries[0].isOriented ? "Orientation is of the bars, counter-clockwise, 0° horizontal. " : "")
                + "\(summaries[0].quantity.sentence) Degrees are right of and above fixation; the right half field is in the left hemisphere."
        )
    }
}
