public import Physiology
import ReceptiveFields
public import Tables

/// What `rf --effective` adds: how much of what a unit can see moves it.
public struct EffectiveReport: Sendable {
    let study: EffectiveStudy
    var unit: UnitField { study.unit }
    private var channels: (used: Int, all: Int) { study.channels }

    /// A report on a study.
    public init(_ study: EffectiveStudy) { self.study = study }

    /// What a study is going to take.
    public static func sentence(on cost: EffectiveStudy.Cost) -> String {
        "\(cost.steps) runs and derivatives, about \(rounded(cost.multiplyAdds / 1e9, 0)) billion multiply-adds"
    }

    /// What the unit can see, within the image.
    var rows: ClosedRange<Int> { unit.rows.first...unit.rows.last }
    var columns: ClosedRange<Int> { unit.columns.first...unit.columns.last }
    private var theoretical: Int { rows.count * columns.count }
    /// The side of a square of that area.
    private var side: Double { Double(theoretical).squareRoot() }

    private struct Row: Sendable {
        let finding: EffectiveStudy.Finding
        let isSquare: Bool
        var field: EffectiveField { isSquare ? finding.squared : finding.absolute }
    }

    private var all: [Row] {
        study.findings.flatMap { [Row(finding: $0, isSquare: false), Row(finding: $0, isSquare: true)] }
    }

    /// The section of the report.
    public var lines: [String] {
        let table = TextTable(
            columns: [
                ("", .left), ("σ", .right), ("FWHM", .right), ("of side", .right), ("50 % in", .right),
                ("95 % in", .right), ("R²", .right),
            ],
            rows: all.map { row in
                let field = row.field
                let width = field.envelope?.fullWidth
                return [
                    "\(row.finding.stimulus), \(row.isSquare ? "gradient²" : "|gradient|")",
                    rounded(field.envelope?.sigma, 1), rounded(width, 1), percent(width.map { $0 / side }),
                    percent(part(field, holding: 0.5)), percent(part(field, holding: 0.95)),
                    rounded(field.r2, 2),
                ]
            })
        let first = study.findings[0]
        let half = part(first.absolute, holding: 0.5)
        var lines = wrapped(
            "What moves unit (\(unit.row), \(unit.column)) of '\(unit.layer)': it can see \(rows.count) × \(columns.count) pixels of the image, but half of its mean |gradient| over \(first.counted) lies in \(percent(half)) of them."
        )
        lines += [""] + table.lines + [""]
        lines += wrapped(
            "σ: the mean's standard deviation about its centre of gravity, √(σx·σy), in pixels; the full width at half maximum (FWHM) of the Gaussian of these moments, also as a part of the theoretical side; the parts of the theoretical area that hold 50 % and 95 % of the whole. R²: the part of the variance over the theoretical field that this Gaussian explains."
        )
        if all.contains(where: { $0.field.envelope == nil }) {
            lines += wrapped(
                "Widths are left out where R² is below \(rounded(EffectiveField.leastR2, 1)): what is no hill has none."
            )
        }
        let outside = all.map { $0.field.part(outside: rows, columns) }.max() ?? 0
        lines += wrapped(
            outside == 0
                ? "Outside the theoretical field every gradient is exactly 0."
                : "Outside the theoretical field lies \(outside) of the whole, which cannot be.")
        let silent = study.findings.reduce(0) { $0 + $1.silent }
        lines += wrapped(
            "Averaged over \(channels.used == channels.all ? "all \(channels.all)" : "\(channels.used) of \(channels.all)") channels of "
                + study.findings.map(\.counted).joined(separator: " and ")
                + (silent > 0 ? "; \(silent) silent units are left out." : "."))
        lines += wrapped("Preprocessing \(study.preprocessing).", indent: "  ")
        return lines
    }

    private func part(_ field: EffectiveField, holding part: Double) -> Double {
        Double(field.area(holding: part)) / Double(theoretical)
    }

    /// `effective`: one row per stimulus and measure.
    public var table: Table {
        let (unit, theoretical, side) = (unit, theoretical, side)
        let (rows, columns) = (rows, columns)
        typealias Field = TableLayout<Row>.Field
        func number(_ name: String, _ unit: String?, _ text: String, _ value: @escaping @Sendable (Row) -> Double?)
            -> Field
        {
            Field(Column(name, .number, unit: unit, text)) { Cell(value($0)) }
        }
        func count(_ name: String, _ unit: String?, _ text: String, _ value: @escaping @Sendable (Row) -> Int) -> Field
        {
            Field(Column(name, .integer, unit: unit, text)) { .integer(value($0)) }
        }
        let names: [Field] = [
            Field(Column("layer", .string, "Node as named in the file, or its first output")) { _ in .text(unit.layer)
            },
            count("row", nil, "Row of the unit, from 0") { _ in unit.row },
            count("col", nil, "Column of the unit, from 0") { _ in unit.column },
            Field(Column("stimulus", .string, "photographs, or noise of even chance from black to white")) {
                .text($0.finding.stimulus)
            },
            Field(Column("measure", .string, "absolute: |gradient|; squared: its square")) {
                .text($0.isSquare ? "squared" : "absolute")
            },
            count("pictures", nil, "Pictures averaged over") { $0.finding.pictures },
            count("gradients", nil, "Pictures times channels, without silent units") { $0.finding.units },
        ]
        let hill: [Field] = [
            number(
                "sigma_px", "pixel",
                "√(σx·σy) of the second moments; it and what follows from it are empty where gaussian_r2 is below \(EffectiveField.leastR2)"
            ) { $0.field.envelope?.sigma },
            number("sigma_x_px", "pixel", "Standard deviation about the centre of gravity, across columns") {
                $0.field.envelope?.sigmaX
            },
            number("sigma_y_px", "pixel", "Standard deviation about the centre of gravity, across rows") {
                $0.field.envelope?.sigmaY
            },
            number("center_x_px", "pixel", "Centre of gravity, from the left") { $0.field.envelope?.x },
            number("center_y_px", "pixel", "Centre of gravity, from above") { $0.field.envelope?.y },
            number("fwhm_px", "pixel", "2√(2 ln 2)·sigma_px") { $0.field.envelope?.fullWidth },
            number(
                "gaussian_r2", nil,
                "Part of the variance over the theoretical field that the Gaussian of these moments explains"
            ) { $0.field.r2 },
        ]
        let areas: [Field] = [
            count("area50_px", "pixel", "The fewest pixels that hold half") { $0.field.area(holding: 0.5) },
            count("area95_px", "pixel", "The fewest pixels that hold 95 %") { $0.field.area(holding: 0.95) },
            count("theoretical_h_px", "pixel", "Rows that the unit can see, clipped") { _ in rows.count },
            count("theoretical_w_px", "pixel", "Columns that the unit can see, clipped") { _ in columns.count },
            number("fwhm_frac", nil, "fwhm_px over the side of a square of the theoretical area") {
                $0.field.envelope.map { $0.fullWidth / side }
            },
            number("area95_frac", nil, "area95_px over the theoretical area") {
                Double($0.field.area(holding: 0.95)) / Double(theoretical)
            },
            number("outside_frac", nil, "Part of the whole outside the theoretical field") {
                $0.field.part(outside: rows, columns)
            },
        ]
        return TableLayout<Row>(
            name: "effective", title: "How much of what a unit can see moves it", fields: names + hill + areas
        ).table(all)
    }
}

extension EffectiveStudy.Finding {
    /// `2 photographs`.
    var counted: String {
        let noun = stimulus == "noise" ? "picture of noise" : "photograph"
        let many = stimulus == "noise" ? "pictures of noise" : "photographs"
        return "\(pictures) \(pictures == 1 ? noun : many)"
    }
}
