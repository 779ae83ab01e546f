public import Physiology
import Planes
import ReceptiveFields
public import Tables

/// What some channels of a layer prefer: patches of pictures, and pictures that were made for them.
public struct PreferredChannels: Sendable {
    /// A picture that was looked through, by name, and its row where the file holds several.
    public typealias Source = (name: String, row: Int?)

    let layer: ActivationLayer
    /// As files made of the layer begin.
    let stem: String
    /// Of each channel its patches; empty without pictures.
    let patches: [PatchSearch.Channel]
    /// Of each channel its stimuli, best first; empty where none were made.
    let stimuli: [[StimulusAscent.Stimulus]]
    let sources: [Source]

    /// Channels of a layer.
    ///
    /// - Parameters:
    ///   - layer: as it was recorded.
    ///   - file: the layer's name as files have it.
    ///   - patches: of each of the channels, or empty.
    ///   - stimuli: of each of the channels, or empty.
    ///   - sources: the pictures that patches are of.
    public init(
        of layer: ActivationLayer, file: String, patches: [PatchSearch.Channel],
        stimuli: [[StimulusAscent.Stimulus]], sources: [Source]
    ) {
        stem = "preferred-\(file)"
        (self.layer, self.patches, self.stimuli, self.sources) = (layer, patches, stimuli, sources)
    }

    /// How many channels.
    var count: Int { max(patches.count, stimuli.count) }

    /// The channel, by its place among those looked at.
    func channel(_ index: Int) -> Int? {
        patches.indices.contains(index) ? patches[index].index : stimuli[index].first?.unit.channel
    }

    /// What the table is called.
    public static let tableName = "preferred"

    /// `preferred`: one row per channel and patch, and one per channel and stimulus.
    public var table: Table {
        let natural = patches.flatMap { channel in
            channel.patches.enumerated().map { rank, patch in
                Row(
                    layer: layer.name, unit: patch.unit, rank: rank, source: sources[patch.picture], kind: "natural",
                    value: patch.value)
            }
        }
        let synthetic = stimuli.flatMap { stimuli in
            stimuli.enumerated().map { rank, stimulus in
                Row(
                    layer: layer.name, unit: stimulus.unit, rank: rank, source: nil, kind: "synthetic",
                    value: stimulus.value)
            }
        }
        return Self.layout.table(natural + synthetic)
    }

    private struct Row: Sendable {
        let layer: String
        let unit: ActivationLayer.Unit
        let rank: Int
        let source: Source?
        let kind: String
        let value: Float
    }

    private static let layout = TableLayout<Row>(
        name: tableName, title: "The patches of pictures, and the pictures made for it, that drive each channel most",
        fields: [
            .init(Column("layer", .string, "Node as named in the file, or its first output", key: true)) {
                .text($0.layer)
            },
            .init(Column("channel", .integer, "0-based; without maps the place in the layer", key: true)) {
                .integer($0.unit.channel)
            },
            .init(Column("rank", .integer, "0 for what drives it most, of its kind", key: true)) { .integer($0.rank) },
            .init(Column("image", .string, "The file's name; empty for what was made")) { Cell($0.source?.name) },
            .init(Column("unit_row", .integer, "Row of the unit on the map; empty without maps")) {
                Cell($0.unit.place?.row)
            },
            .init(Column("unit_col", .integer, "Column of the unit on the map; likewise")) {
                Cell($0.unit.place?.column)
            },
        ] + ActivationLayer.Unit.windowFields.map { $0.reading(\.unit) } + answerFields)

    private static let answerFields: [TableLayout<Row>.Field] = [
        .init(Column("value", .number, "What the unit answers")) { Cell(single: $0.value) },
        .init(Column("image_row", .integer, "Row of a file of several pictures, 0-based")) { Cell($0.source?.row) },
        .init(Column("kind", .string, "natural: a patch of a picture; synthetic: made by gradient ascent", key: true)) {
            .text($0.kind)
        },
    ]

    /// The best stimulus of each channel as an array of image channel × row × column: what differs from the background, in
    /// the network's own units.
    public var arrays: [(name: String, array: NumpyArray)] {
        stimuli.compactMap(\.first).map { stimulus in
            let pattern = stimulus.pattern
            return (
                "\(stem)-\(padded(stimulus.unit.channel, upTo: layer.channels.last ?? 0)).npy",
                NumpyArray(shape: Array(pattern.shape.dropFirst()), values: pattern.values)
            )
        }
    }
}
