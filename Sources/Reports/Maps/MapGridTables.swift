import Planes
public import Retinotopy
public import Tables

extension MapStudy {
    private struct ChannelRow: Sendable {
        let study: MapStudy
        let channel: Channel
        let plane: Plane
        let strongest: Int
        let share: Double
    }

    private struct GridRow: Sendable {
        let study: MapStudy
        let row, column: Int
        let position: CorticalPoint
        let point: VisualPoint?

        var view: (energy: Double, orientation: Orientation?, selectivity: Double?)? {
            point.flatMap { study.view(of: $0) }
        }
    }

    /// `channels`: what each channel looks for, and how much it found.
    public var channelsTable: Table {
        let energies = map.planes.map { $0.norm * $0.norm }
        let all = energies.reduce(0, +)
        return Self.channelsLayout(quantity).table(
            map.channels.indices.map { index in
                let plane = map.planes[index]
                let strongest = plane.values.indices.max { plane.values[$0] < plane.values[$1] } ?? 0
                return ChannelRow(
                    study: self, channel: map.channels[index], plane: plane, strongest: strongest,
                    share: all > 0 ? energies[index] / all : 0)
            })
    }

    /// `flat_map`: the flattened cortex as a regular grid; points that see nothing of the picture have empty cells.
    public var flatMapTable: Table {
        Self.flatMapLayout(quantity).table(
            sheets.flatMap { sheet in
                (0..<sheet.size.height).flatMap { row in
                    (0..<sheet.size.width).map { column in
                        GridRow(
                            study: self, row: row, column: column, position: sheet.point(row: row, column: column),
                            point: sheet.places[row * sheet.size.width + column])
                    }
                }
            })
    }

    private static func channelsLayout(_ quantity: ActivityQuantity) -> TableLayout<ChannelRow> {
        TableLayout(
            name: "channels", title: "One row per channel of every picture",
            fields: [
                .init(Column("image", .string, "The picture's file name", key: true)) { .text($0.study.name) },
                .init(Column("layer", .string, quantity.source, key: true)) { .text($0.study.layer) },
                .init(Column("channel", .integer, "0-based", key: true)) { .integer($0.channel.index) },
                .init(Column("cells", .string, "linear, simple or complex; of a network's layer its operation")) {
                    .text($0.study.cells)
                },
                .init(Column("filters", .string, quantity.filters)) {
                    .text($0.channel.filters.map(String.init).joined(separator: ";"))
                },
                .init(
                    Column("orientation_deg", .number, unit: "degree", "Of the bars, counter-clockwise, 0 horizontal")
                ) {
                    Cell($0.channel.orientation?.degrees)
                },
                .init(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90")) {
                    Cell($0.channel.orientation?.waveDirection)
                },
                .init(
                    Column(
                        "frequency_cpp", .number, unit: "cycle/pixel",
                        "The filters' peak; of those that grow outwards at fixation")
                ) {
                    Cell($0.channel.spatialFrequency?.cyclesPerPixel)
                },
                .init(Column("frequency_cpd", .number, unit: "cycle/degree", "Likewise")) { row in
                    Cell(row.channel.spatialFrequency?.cyclesPerDegree(at: row.study.map.field.resolution))
                },
                .init(Column("phase_deg", .number, unit: "degree", "0 even, 90 odd; empty for pairs")) {
                    Cell($0.channel.phase?.degrees)
                },
                .init(Column("mean_activation", .number, unit: quantity.unit, "Over all units")) {
                    Cell($0.plane.mean)
                },
                .init(Column("max_activation", .number, unit: quantity.unit, "Of the most active unit")) {
                    Cell(single: $0.plane.values[$0.strongest])
                },
                .init(Column("max_row", .integer, "Where that is")) { .integer($0.strongest / $0.plane.size.width) },
                .init(Column("max_col", .integer, "Where that is")) { .integer($0.strongest % $0.plane.size.width) },
                .init(Column("energy_frac", .number, "Share of the squared activations of all channels")) {
                    Cell($0.share)
                },
            ])
    }

    private static func flatMapLayout(_ quantity: ActivityQuantity) -> TableLayout<GridRow> {
        TableLayout(
            name: "flat_map", title: "The flattened cortex as a regular grid, one row per point",
            fields: [
                .init(Column("image", .string, "The picture's file name", key: true)) { .text($0.study.name) },
                .init(Column("layer", .string, quantity.source, key: true)) { .text($0.study.layer) },
                .init(Column("hemisphere", .string, "left sees the right half of the visual field", key: true)) {
                    .text($0.position.hemisphere.rawValue)
                },
                .init(Column("row", .integer, "0-based from the top (dorsal)", key: true)) { .integer($0.row) },
                .init(Column("col", .integer, "0-based from the left", key: true)) { .integer($0.column) },
                .init(Column("cortex_x_mm", .number, unit: "millimetre", "To the right")) { Cell($0.position.x) },
                .init(Column("cortex_y_mm", .number, unit: "millimetre", "Up (dorsal)")) { Cell($0.position.y) },
            ] + visualFields(\.point) + [
                .init(Column("energy", .number, unit: quantity.squaredUnit, "Between the units around it")) {
                    Cell($0.view?.energy)
                },
                .init(
                    Column(
                        "preferred_orientation_deg", .number, unit: "degree", "Of the bars, between the units around it"
                    )
                ) { Cell($0.view?.orientation?.degrees) },
                .init(Column("orientation_selectivity", .number, "Between the units around it")) {
                    Cell($0.view?.selectivity)
                },
            ])
    }
}
