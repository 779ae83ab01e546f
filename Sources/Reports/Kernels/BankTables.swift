public import GaborBanks
public import Kernels
public import Planes
public import Tables

extension DesignedBank {
    private struct Row: Sendable {
        let index: Int
        let filter: DesignedFilter
        let resolution: PixelsPerDegree?
        let side: Int
    }

    /// `bank`: what every filter was designed to be.
    public func table(at resolution: PixelsPerDegree?) -> Table {
        let angle = "counter-clockwise, 0 horizontal"
        return TableLayout<Row>(
            name: "bank", title: "One row per filter, as designed",
            fields: [
                .init(Column("filter", .integer, "Place in the bank, 0-based", key: true)) { .integer($0.index) },
                .init(Column("family", .string, "gabor, log-gabor, dog or steerable")) {
                    .text($0.filter.family.rawValue)
                },
                .init(Column("orientation_deg", .number, unit: "degree", "Of the bars, \(angle)")) {
                    Cell($0.filter.orientation?.degrees)
                },
                .init(Column("wave_direction_deg", .number, unit: "degree", "Orientation + 90, \(angle)")) {
                    Cell($0.filter.orientation?.waveDirection)
                },
                .init(Column("wavelength_px", .number, unit: "pixel", "Period of the grating")) {
                    Cell($0.filter.spatialFrequency.wavelength)
                },
                .init(Column("frequency_cpp", .number, unit: "cycle/pixel", "Where the transform is largest")) {
                    Cell($0.filter.spatialFrequency.cyclesPerPixel)
                },
                .init(
                    Column(
                        "phase_deg", .number, unit: "degree",
                        "φ of cos(2πfu + φ), u along wave_direction_deg; 0 even with a bright bar in the middle, 90 odd"
                    )
                ) {
                    Cell($0.filter.phase.degrees)
                },
                .init(Column("bandwidth_oct", .number, unit: "octave", "At half amplitude; empty where low-pass")) {
                    Cell($0.filter.bandwidthOctaves)
                },
                .init(
                    Column("sigma_across_px", .number, unit: "pixel", "Envelope across the bars; of a dog its centre")
                ) {
                    Cell($0.filter.sigmaAcross)
                },
                .init(
                    Column("sigma_along_px", .number, unit: "pixel", "Envelope along the bars; of a dog its surround")
                ) {
                    Cell($0.filter.sigmaAlong)
                },
                .init(Column("size_px", .integer, unit: "pixel", "Rows and columns")) { .integer($0.side) },
                .init(Column("frequency_cpd", .number, unit: "cycle/degree", "Where pixels per degree are given")) {
                    row in
                    Cell(row.resolution.map { row.filter.spatialFrequency.cyclesPerDegree(at: $0) })
                },
            ]
        ).table(
            filters.enumerated().map { Row(index: $0, filter: $1, resolution: resolution, side: size.width) })
    }

    /// `bank_values`: every pixel of every filter.
    public var valuesTable: Table {
        bank.valuesTable(name: "bank_values", key: "filter", title: "Every pixel of every filter")
    }
}

extension KernelBank {
    private struct Value: Sendable {
        let kernel, channel, row, column: Int
        let value: Float
    }

    /// Every weight of every kernel, one row each.
    public func valuesTable(name: String, key: String, title: String) -> Table {
        let rows = kernels.enumerated().flatMap { index, kernel in
            kernel.channels.enumerated().flatMap { channel, plane in
                plane.values.indices.map {
                    Value(
                        kernel: index, channel: channel, row: $0 / plane.size.width, column: $0 % plane.size.width,
                        value: plane.values[$0])
                }
            }
        }
        return TableLayout<Value>(
            name: name, title: title,
            fields: [
                .init(Column(key, .integer, "0-based", key: true)) { .integer($0.kernel) },
                .init(Column("channel", .integer, "Input channel, 0-based", key: true)) { .integer($0.channel) },
                .init(Column("row", .integer, "From the top, 0-based", key: true)) { .integer($0.row) },
                .init(Column("column", .integer, "From the left, 0-based", key: true)) { .integer($0.column) },
                .init(Column("value", .number, "Weight")) { Cell(Double($0.value.description)) },
            ]
        ).table(rows)
    }
}
