import ArgumentParser
import Planes
import Reports
import Retinotopy
import Tables

/// Which tables of `map` are asked for, and how long they may be.
struct MapTableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Channels of activation_map, such as 0,4-7 (default: all).", valueName: "list"))
    var channels: IndexList?

    @Option(help: ArgumentHelp("The most rows that a table may have.", valueName: "n"))
    var maxRows = 1_000_000

    @Flag(help: "Also write arrays (.npy); tables beyond --max-rows are then left out.")
    var npy = false

    func validate() throws { try expect("--max-rows", maxRows, 1...) }
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
        var names = MapStudy.tableNames.filter { run.writes($0) }
        var tooLong: [String] = []
        let lengths = [
            ("activation_map", activations, "take a larger --stride, fewer --channels, "),
            ("retinotopy", units, "take a larger --stride, "), ("flat_map", points, "take "),
        ]
        for (name, rows, waysOut) in lengths
        where names.contains(name) && rows > asked.maxRows {
            guard asked.npy else {
                throw ValidationError(
                    "the table \(name) would have \(rows) rows, more than \(asked.maxRows); \(waysOut)arrays in its place with --npy, or more --max-rows"
                )
            }
            names.removeAll { $0 == name }
            tooLong.append("Left out: the table \(name) (\(rows) rows); the arrays hold its values.")
        }
        self.names = names
        self.tooLong = tooLong
    }

    /// Writes what is chosen of one picture.
    func write(_ study: MapStudy, to output: RunOutput) throws {
        if names.contains("activation_map") {
            for channel in study.places(of: asked.channels?.indices) {
                try output.append(study.activationTable(channel: channel))
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
