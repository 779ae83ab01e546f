import Networks
public import Physiology
import Tables

/// What is told of recorded activations.
public struct ActivationReport: Sendable {
    private let facts: ActivationFacts
    private let summaries: [ActivationSummary]
    private let stimuli: Int
    private let failures: [(path: String, error: String)]
    private let similarity: [String]
    private let leftOut: [String]

    /// A report.
    ///
    /// - Parameters:
    ///   - facts: the model, its layers and how they were recorded.
    ///   - summaries: one for each layer.
    ///   - stimuli: how many pictures there were.
    ///   - failures: those that could not be shown.
    ///   - similarity: lines on how the layers compare with others.
    ///   - leftOut: a sentence for each table or picture that was left out.
    public init(
        _ facts: ActivationFacts, summaries: [ActivationSummary], stimuli: Int,
        failures: [(path: String, error: String)], similarity: [String] = [], leftOut: [String] = []
    ) {
        (self.facts, self.summaries, self.stimuli) = (facts, summaries, stimuli)
        (self.failures, self.similarity, self.leftOut) = (failures, similarity, leftOut)
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: the run's folder.
    ///   - tables: those that were written.
    ///   - others: what else was written, a phrase each.
    public func text(place: String?, tables: [String], others: [String]) -> String {
        let numbers = facts.layers.reduce(0) { $0 + $1.units }
        var lines = wrapped(
            "\(facts.model) on \(counted(stimuli, "picture", "pictures")): \(counted(facts.layers.count, "layer", "layers")), \(counted(numbers, "number", "numbers")) of each picture."
        )
        lines += [""] + table.lines
        lines += [""] + failureLines
        if !similarity.isEmpty { lines += similarity + [""] }
        lines += wrapped(
            "input\u{A0}\u{A0}\u{A0} \(facts.preprocessing); \(sizes(facts.size)) pixels", indent: "         ")
        lines += wrapped("units\u{A0}\u{A0}\u{A0} \(unitText)", indent: "         ")
        lines += wrapped(
            "degrees\u{A0} right of and above pixel \(facts.fixation.map(short).joined(separator: ", ")); the network's image is \(short(facts.degrees))° wide",
            indent: "         ")
        lines.append("")
        lines += wrapped(
            "Means and parts are over all pictures that could be shown; a number is active above 0, and a unit silent where no picture brings it there."
        )
        lines += leftOut.flatMap { wrapped($0) }
        lines += wrapped(placeText(place, tables, others))
        return lines.joined(separator: "\n") + "\n"
    }

    private var table: TextTable {
        TextTable(
            columns: [
                ("layer", .left), ("of", .left), ("numbers", .right), ("sees", .right), ("mean", .right),
                ("peak", .right), ("active", .right), ("silent", .right),
            ],
            rows: zip(facts.layers, summaries).map { layer, summary in
                [
                    shortened(layer.name, 24),
                    layer.map.map { sizes([layer.channels] + $0) } ?? sizes([layer.channels]), "\(layer.units)",
                    sizes(layer.window), rounded(summary.mean, 3), rounded(Double(summary.peak), 2),
                    percent(summary.activeShare), "\(summary.silent)",
                ]
            })
    }

    private var failureLines: [String] {
        guard let first = failures.first else { return [] }
        let shown =
            failures.count == 1
            ? "1 picture could not be shown, and has no numbers: "
            : "\(failures.count) pictures could not be shown, and have no numbers; the first: "
        return wrapped(shown + first.error) + [""]
    }

    private var unitText: String {
        switch facts.pooling {
        case _ where facts.point != nil:
            "of each channel the one that looks at pixel \((facts.point ?? []).map(short).joined(separator: ", ")) of the network's image"
        case ChannelPooling.mean.rawValue: "the mean of each channel"
        case ChannelPooling.max.rawValue: "the largest of each channel"
        case ChannelPooling.centre.rawValue: "of each channel the one in the middle of the map"
        default: "all, channel by channel, in each by rows and columns"
        }
    }

    private func placeText(_ place: String?, _ tables: [String], _ others: [String]) -> String {
        guard let place else {
            return
                "Tables: --table \(ActivationTables.names.joined(separator: "|")), or all and the arrays with --out DIR."
        }
        let files = facts.layers.prefix(4).map { "\($0.file).npy" } + (facts.layers.count > 4 ? ["…"] : [])
        return
            "Arrays (pictures × units, 32-bit floats) are in \(place)/responses: \(files.joined(separator: ", ")); tables in \(place)/tables (\(tables.joined(separator: ", ")))"
            + others.map { "; \($0)" }.joined() + "."
    }
}
