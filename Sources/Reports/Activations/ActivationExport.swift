public import Tables

/// The numbers of recorded activations as a table, a piece for each picture.
public struct ActivationExport: Sendable {
    /// What each unit is, layer by layer, as the table `units` has it.
    public struct Unit: Sendable {
        let channel: String
        let row: String
        let column: String

        /// A unit by the fields of its row; rows and columns may be empty.
        public init(channel: String, row: String, column: String) {
            (self.channel, self.row, self.column) = (channel, row, column)
        }

        /// `c3`, or `c3.y2.x4`.
        var name: String { "c\(channel)" + (row.isEmpty ? "" : ".y\(row).x\(column)") }
    }

    /// How the table lies: a row per picture, or a row per number.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        case wide, long
    }

    private let layers: [(name: String, units: [Unit])]
    private let shape: Shape
    private let wideLayout: TableLayout<Row>

    /// Of layers by name.
    public init(_ layers: [(name: String, units: [Unit])], as shape: Shape) {
        (self.layers, self.shape) = (layers, shape)
        wideLayout = Self.wideLayout(layers)
    }

    /// Numbers of one picture.
    public var count: Int { layers.reduce(0) { $0 + $1.units.count } }

    /// The most columns of a wide table.
    private static let mostColumns = 16_000

    /// A sentence on a table of too many columns; `nil` where it has not.
    public var tooWide: String? {
        guard shape == .wide, count > Self.mostColumns else { return nil }
        return
            "Left out: the table activations of \(count) columns, more than \(Self.mostColumns); the arrays hold its numbers; fewer --units, --pool, or --csv long."
    }

    /// A picture's rows; of one that could not be shown a row without numbers, or none.
    public func rows(of stimulus: Int, values: [[Float]]?) -> Table {
        shape == .wide ? wide(stimulus: stimulus, values: values) : long(stimulus: stimulus, values: values)
    }

    /// A picture's numbers.
    private struct Row: Sendable {
        let stimulus: Int
        let values: [Float]?
    }

    /// A row of a wide table: one number after the other; none for a picture that could not be shown.
    private func wide(stimulus: Int, values: [[Float]]?) -> Table {
        wideLayout.table([Row(stimulus: stimulus, values: values?.flatMap(\.self))])
    }

    private static func wideLayout(_ layers: [(name: String, units: [Unit])]) -> TableLayout<Row> {
        var fields: [TableLayout<Row>.Field] = [
            .init(Column("stimulus", .integer, "As in the table stimuli", key: true)) { .integer($0.stimulus) }
        ]
        // More are not made a table of.
        let names = layers.lazy.flatMap { layer in layer.units.lazy.map { "\(layer.name).\($0.name)" } }
        for (place, name) in names.prefix(mostColumns).enumerated() {
            fields.append(
                .init(Column(name, .number, "What the unit gave")) {
                    $0.values.map { Cell(single: $0[place]) } ?? .absent
                })
        }
        return TableLayout(name: "activations", title: "What every unit gave, a picture a row", fields: fields)
    }

    private struct Number: Sendable {
        let stimulus: Int
        let layer: String
        let unit: Unit
        let value: Float
    }

    /// Rows of a long table: one for each number; none for a picture that could not be shown.
    private func long(stimulus: Int, values: [[Float]]?) -> Table {
        let numbers = zip(layers, values ?? []).flatMap { layer, values in
            zip(layer.units, values).map {
                Number(stimulus: stimulus, layer: layer.name, unit: $0, value: $1)
            }
        }
        return Self.longLayout.table(numbers)
    }

    private static let longLayout = TableLayout<Number>(
        name: "activations", title: "What every unit gave, a number a row",
        fields: [
            .init(Column("stimulus", .integer, "As in the table stimuli")) { .integer($0.stimulus) },
            .init(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
            .init(Column("channel", .integer, "Channel, 0-based")) { Cell(Int($0.unit.channel)) },
            .init(Column("row", .integer, "Row on the map; empty where there is none")) { Cell(Int($0.unit.row)) },
            .init(Column("col", .integer, "Column on the map; empty where there is none")) {
                Cell(Int($0.unit.column))
            },
            .init(Column("activation", .number, "What the unit gave")) { Cell(single: $0.value) },
        ])
}

extension [ActivationExport.Unit] {
    /// Channels, rows and columns as numbers; −1 where there is none.
    public var places: [(part: String, values: [Int32])] {
        [
            ("channel", map { Int32($0.channel) ?? -1 }), ("row", map { Int32($0.row) ?? -1 }),
            ("col", map { Int32($0.column) ?? -1 }),
        ]
    }
}
