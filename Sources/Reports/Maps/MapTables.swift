import Planes
public import Retinotopy
public import Tables

extension MapStudy {
    /// The tables, in the order in which a report names them.
    public static let tableNames = ["activation_map", "retinotopy", "channels", "flat_map"]

    private struct ChannelRow: Sendable {
        let image, layer: String
        let channel: Int
    }

    private struct SummaryRow: Sendable {
        let study: MapStudy
        let unit: ActivationMap.Unit
        let place: Int

        /// Whether any of its channels answers.
        var isHeard: Bool { study.orientations.energy.values[place] > 0 }
        var orientation: Orientation? { study.orientations.orientation(row: unit.row, column: unit.column) }
        var selectivity: Double? { study.orientations.selectivity(row: unit.row, column: unit.column) }
    }

    /// `activation_map` without its rows, which are ``activationRows``.
    public var activationTable: Table {
        let (channel, unit) = (Self.channelLayout(quantity).table([]), Self.unitLayout.table([]))
        return Table(
            name: "activation_map", title: "One row per unit and channel of every picture",
            columns: channel.columns + unit.columns + Self.activationLayout(quantity).table([]).columns)
    }

    /// The rows of `activation_map`, channel by channel.
    public var activationRows: ActivationRows {
        ActivationRows(study: self, units: Self.unitLayout.table(units).csvRowBytes.lines)
    }

    /// Rows of `activation_map` in CSV; what is said of a unit is written once for all channels.
    public struct ActivationRows: Sendable {
        fileprivate let study: MapStudy
        fileprivate let units: [ArraySlice<UInt8>]

        /// A row for every unit of a channel, given by its place, in UTF-8.
        public func csv(channel: Int) -> [UInt8] {
            let row = ChannelRow(image: study.name, layer: study.layer, channel: channel)
            let start = channelLayout(study.quantity).table([row]).csvRowBytes.dropLast()
            let ends = activationLayout(study.quantity).table(study.map.planes[channel].values).csvRowBytes.lines
            var bytes: [UInt8] = []
            bytes.reserveCapacity(units.count * (start.count + 128))
            for (unit, end) in zip(units, ends) {
                bytes += start
                bytes.append(UInt8(ascii: ","))
                bytes += unit
                bytes.append(UInt8(ascii: ","))
                bytes += end
                bytes.append(UInt8(ascii: "\n"))
            }
            return bytes
        }
    }

    /// `retinotopy`: a row for every unit, its channels summarised.
    public var retinotopyTable: Table {
        Self.retinotopyLayout(quantity).table(units.indices.map { SummaryRow(study: self, unit: units[$0], place: $0) })
    }

    private static func channelLayout(_ quantity: ActivityQuantity) -> TableLayout<ChannelRow> {
        TableLayout(
            name: "channel", title: "Where a row of activation_map comes from",
            fields: [
                .init(Column("image", .string, "The picture's file name", key: true)) { .text($0.image) },
                .init(Column("layer", .string, quantity.source, key: true)) { .text($0.layer) },
                .init(Column("channel", .integer, "0-based; see the table channels", key: true)) {
                    .integer($0.channel)
                },
            ])
    }

    private static var unitLayout: TableLayout<ActivationMap.Unit> {
        TableLayout(
            name: "unit", title: "What a row of activation_map says of its unit",
            fields: latticeFields { $0 } + [
                .init(Column("x_px", .number, unit: "pixel", "Centre in the picture, from the left")) { Cell($0.x) },
                .init(Column("y_px", .number, unit: "pixel", "Centre in the picture, from the top")) { Cell($0.y) },
            ] + placeFields { $0 })
    }

    private static func activationLayout(_ quantity: ActivityQuantity) -> TableLayout<Float> {
        TableLayout(
            name: "activation", title: "What a row of activation_map says of its channel there",
            fields: [
                .init(Column("activation", .number, unit: quantity.unit, quantity.meaning)) { Cell(single: $0) }
            ])
    }

    private static func retinotopyLayout(_ quantity: ActivityQuantity) -> TableLayout<SummaryRow> {
        TableLayout(
            name: "retinotopy", title: "One row per unit of every picture, channels summarised",
            fields: [
                .init(Column("image", .string, "The picture's file name", key: true)) { .text($0.study.name) },
                .init(Column("layer", .string, quantity.source, key: true)) { .text($0.study.layer) },
            ] + latticeFields(\.unit) + placeFields(\.unit) + [
                .init(
                    Column("magnification_mm_per_deg", .number, unit: "millimetre/degree", "Cortex per degree outwards")
                ) { row in
                    Cell(row.unit.position.map { _ in row.study.map.cortex.magnification(at: row.unit.point) })
                },
                .init(Column("energy", .number, unit: quantity.squaredUnit, "Sum of squared activations")) {
                    Cell(single: $0.study.orientations.energy.values[$0.place])
                },
                .init(
                    Column(
                        "preferred_orientation_deg", .number, unit: "degree",
                        "Of the bars, counter-clockwise, 0 horizontal; empty where nothing is active")
                ) { Cell($0.orientation?.degrees) },
                .init(Column("orientation_selectivity", .number, "1 - circular variance over orientations, 0 to 1")) {
                    Cell($0.selectivity)
                },
                .init(
                    Column(
                        "best_channel", .integer,
                        "The channel of the largest activation, 0-based; empty where nothing is active")
                ) {
                    $0.isHeard ? .integer($0.study.orientations.bestChannel[$0.place]) : .absent
                },
                .init(Column("best_activation", .number, unit: quantity.unit, "That activation")) {
                    $0.isHeard ? Cell(single: $0.study.orientations.bestActivation.values[$0.place]) : .absent
                },
            ])
    }

    private static func latticeFields<Row>(
        _ unit: @escaping @Sendable (Row) -> ActivationMap.Unit
    ) -> [TableLayout<Row>.Field] {
        [
            .init(Column("row", .integer, "Unit, 0-based from the top", key: true)) { .integer(unit($0).row) },
            .init(Column("col", .integer, "Unit, 0-based from the left", key: true)) { .integer(unit($0).column) },
        ]
    }

    private static func placeFields<Row>(
        _ unit: @escaping @Sendable (Row) -> ActivationMap.Unit
    ) -> [TableLayout<Row>.Field] {
        visualFields { unit($0).point } + [
            .init(Column("hemisphere", .string, "left sees the right half of the visual field")) {
                .text(unit($0).point.hemisphere.rawValue)
            },
            .init(
                Column(
                    "cortex_x_mm", .number, unit: "millimetre",
                    "On the flattened cortex, to the right; empty beyond what its map knows")
            ) {
                Cell(unit($0).position?.x)
            },
            .init(Column("cortex_y_mm", .number, unit: "millimetre", "On the flattened cortex, up (dorsal); likewise"))
            {
                Cell(unit($0).position?.y)
            },
        ]
    }

    static func visualFields<Row>(
        _ point: @escaping @Sendable (Row) -> VisualPoint?
    ) -> [TableLayout<Row>.Field] {
        [
            .init(Column("x_deg", .number, unit: "degree", "In the visual field, right of fixation")) {
                Cell(point($0)?.x)
            },
            .init(Column("y_deg", .number, unit: "degree", "In the visual field, above fixation")) {
                Cell(point($0)?.y)
            },
            .init(Column("eccentricity_deg", .number, unit: "degree", "From fixation")) {
                Cell(point($0)?.eccentricity)
            },
            .init(
                Column(
                    "polar_angle_deg", .number, unit: "degree",
                    "Counter-clockwise from the right horizontal meridian; empty at fixation")
            ) { Cell(point($0)?.polarAngle) },
        ]
    }
}

extension [UInt8] {
    /// Lines, of a text in which every line ends.
    fileprivate var lines: [ArraySlice<UInt8>] {
        dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
