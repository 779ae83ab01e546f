import ArgumentParser
import Planes
import Reports
import Retinotopy
import Runs
import Tables
import Workers

/// Which tables of `map` are asked for, and how long they may be.
struct MapTableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Channels of activation_map, such as 0,4-7 (default: all).", valueName: "list"))
    var channels: IndexList?

    @OptionGroup var rows: RowOptions

    @Flag(help: "Also write arrays (.npy); tables beyond --max-rows are then left out.")
    var npy = false
}

/// Which tables of `map` are written: none that nobody asked for, none beyond the most rows.
struct MapTableChoice {
    /// In the order of the report.
    let names: [String]
    private let asked: MapTableOptions
    /// One sentence for each table that would be too long.
    let tooLong: [String]

    /// Counts the rows that the pictures would give.
    ///
    /// - Throws: what would be too long, unless arrays hold it; channels that no picture has.
    init(_ sizes: [MapSize], _ asked: MapTableOptions, run: Run) throws {
        self.asked = asked
        let channels = asked.channels
        for size in sizes {
            if let last = channels?.indices.last, last >= size.channels {
                throw ValidationError(
                    "--channels: there is no channel \(last); they are 0 to \(size.channels - 1)")
            }
        }
        let units = sizes.reduce(0) { $0 + $1.units }
        let points = sizes.reduce(0) { $0 + $1.points }
        let activations = sizes.reduce(0) { $0 + $1.units * (channels?.indices.count ?? $1.channels) }
        let arrays = "arrays in its place with --npy, "
        let leftOut = try asked.rows.leftOut(
            [
                ("activation_map", activations, "take a larger --stride, fewer --channels, \(arrays)"),
                ("retinotopy", units, "take a larger --stride, \(arrays)"), ("flat_map", points, "take \(arrays)"),
            ], in: run, others: asked.npy ? "the arrays hold its values" : nil)
        names = MapStudy.tableNames.filter { name in run.writes(name) && !leftOut.contains { $0.name == name } }
        tooLong = leftOut.map(\.sentence)
    }

    /// Writes what is chosen of one picture.
    func write(_ study: MapStudy, to output: RunDraft, _ workers: Workers) throws {
        if names.contains("activation_map") {
            let channels = Array(study.places(of: asked.channels?.indices))
            let (table, rows) = (study.activationTable, study.activationRows)
            try workers.inOrder(channels.count, ahead: workers.count) { index in
                rows.csv(channel: channels[index])
            } take: { _, rows in
                try output.append(rows, count: study.units.count, to: table)
            }
        }
        if names.contains("retinotopy") { try output.append(study.retinotopyTable) }
        if names.contains("channels") { try output.append(study.channelsTable) }
        if names.contains("flat_map") { try output.append(study.flatMapTable) }
        guard asked.npy else { return }
        for (name, array) in study.arrays(channels: study.places(of: asked.channels?.indices)) {
            try output.write("arrays/\(name)", array.bytes)
        }
    }
}
