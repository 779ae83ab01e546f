import Inference
import Networks
public import Physiology
import Planes
import ReceptiveFields
import Tables

/// What `prefer` shows: of each layer, channel by channel, what drives it most.
public struct PreferenceReport: Sendable {
    private let model: String
    private let preprocessing: String
    private let pictures: Int
    private let ascent: StimulusAscent.Settings?
    private var layers: [(layer: ActivationLayer, rows: [[String]], count: Int, silent: Int)] = []

    /// A report without layers yet.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - pictures: how many were looked through.
    ///   - ascent: how stimuli were made, if they were.
    ///   - preprocessing: one line on what was done to pictures.
    public init(model: String, pictures: Int, ascent: StimulusAscent.Settings?, preprocessing: String) {
        (self.model, self.pictures, self.ascent, self.preprocessing) = (model, pictures, ascent, preprocessing)
    }

    /// Channels of a layer that are told of; the others stand in the table.
    private static let shown = 16

    /// Adds channels; of a layer one piece after another.
    public mutating func add(_ channels: PreferredChannels) {
        if layers.last?.layer.name != channels.layer.name { layers.append((channels.layer, [], 0, 0)) }
        let last = layers.count - 1
        for index in 0..<channels.count {
            layers[last].count += 1
            let patch = channels.patches.indices.contains(index) ? channels.patches[index].patches.first : nil
            let made = channels.stimuli.indices.contains(index) ? channels.stimuli[index] : []
            if made.isEmpty, ascent != nil { layers[last].silent += 1 }
            guard layers[last].rows.count < Self.shown, let channel = channels.channel(index) else { continue }
            let found =
                patch.map { patch -> [String] in
                    let source = channels.sources[patch.picture]
                    return [
                        short(Double(patch.value)), shortened(source.name, 20) + (source.row.map { ":\($0)" } ?? ""),
                        patch.unit.place.map { "\($0.row),\($0.column)" } ?? "-", Self.box(patch.unit),
                    ]
                } ?? []
            let alike = made.count > 1 ? made.dropFirst().map(\.likeness).reduce(0, +) / Double(made.count - 1) : nil
            layers[last].rows.append(
                ["\(channel)"] + (pictures > 0 ? found : [])
                    + (ascent == nil
                        ? []
                        : [
                            made.first.map { short(Double($0.value)) } ?? "-", rounded(alike, 2),
                            percent(made.first?.outside),
                        ])
            )
        }
    }

    private static func box(_ unit: ActivationLayer.Unit) -> String {
        guard !unit.rows.isEmpty, !unit.columns.isEmpty else { return "nothing" }
        return "\(unit.rows.first)-\(unit.rows.last), \(unit.columns.first)-\(unit.columns.last)"
    }

    /// The report.
    ///
    /// - Parameter place: of the folder, if any.
    public func text(place: String?) -> String {
        let what = [
            pictures > 0 ? "in \(counted(pictures, "picture", "pictures"))" : nil,
            ascent == nil
                ? nil : "\(pictures > 0 ? "and " : "")of all pictures of RMS contrast \(short(ascent?.contrast ?? 0))",
        ].compactMap(\.self).joined(separator: " ")
        var lines = wrapped("\(model): what drives each channel most, \(what)")
        for (layer, rows, count, silent) in layers {
            let window = layer.window
            lines += [
                "",
                "\(layer.name): \(counted(count, "channel", "channels")), a unit sees \(window.height) × \(window.width) pixels",
            ]
            lines += TextTable(columns: columns, rows: rows).lines
            if count > rows.count {
                lines += [
                    "… and \(count - rows.count) more; all of them are in the table '\(PreferredChannels.tableName)'."
                ]
            }
            if silent > 0 {
                lines += wrapped(
                    "No picture was made for \(counted(silent, "channel", "channels")): no start has a gradient.")
            }
        }
        lines.append("")
        if pictures > 0 {
            lines += wrapped(
                "Answer, unit and what it sees (rows, columns of the network's image) are of the best patch, the exact receptive field.",
                indent: "  ")
        }
        if let ascent { lines += wrapped(Self.words(on: ascent), indent: "  ") }
        lines += wrapped("Preprocessing \(preprocessing).", indent: "  ")
        lines += wrapped(
            place.map {
                "The table is in \($0)/tables (\(PreferredChannels.tableName)), the patches in \($0)/figures\(ascent == nil ? "" : ", what was made in \($0)/arrays")."
            } ?? "Table: --table \(PreferredChannels.tableName), or with pictures with --out DIR.")
        return lines.joined(separator: "\n") + "\n"
    }

    private var columns: [(String, TextTable.Alignment)] {
        [("channel", .right)]
            + (pictures > 0 ? [("answer", .right), ("picture", .left), ("unit", .right), ("sees", .left)] : [])
            + (ascent == nil ? [] : [("made", .right), ("alike", .right), ("outside", .right)])
    }

    private static func words(on ascent: StimulusAscent.Settings) -> String {
        let jitter =
            ascent.jitter > 0 ? "; each step's gradient is a mean over shifts of up to \(ascent.jitter) pixels" : ""
        return
            "Made: the answer to the picture at the end of a gradient ascent, the best of \(counted(ascent.starts, "start", "starts")) of noise\(jitter). Alike: the mean cosine between it and what the other starts end at; near 1 there is one such picture. Outside: the part of its values below black or above white. Contrast is the root mean square difference from the background (\(ascent.background.rawValue)) in the unit's field, 1 being half the way from black to white."
    }
}
