import Inference
public import Physiology
public import Tables

/// What `localize` shows: how many units of each layer are selective, beside what that number is worth.
public struct LocalizerReport: Sendable {
    let model: String
    let study: LocalizerStudy
    private let preprocessing: String

    /// A report.
    ///
    /// - Parameters:
    ///   - model: the file's name without its folder.
    ///   - study: the layers' answers to each category.
    ///   - preprocessing: one line on what was done to pictures.
    public init(model: String, study: LocalizerStudy, preprocessing: String) {
        (self.model, self.study, self.preprocessing) = (model, study, preprocessing)
    }

    /// What the tables are called.
    public static let tableNames = ["localizer", "selectivity"]

    /// The report.
    ///
    /// - Parameters:
    ///   - place: of the folder, if any.
    ///   - tooLong: sentences on what was left out.
    ///   - figures: the pictures there are.
    public func text(place: String?, tooLong: [String], figures: FigureSet = FigureSet()) -> String {
        let names = study.categories.map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
        var lines = wrapped("\(model): which units prefer one category of pictures to each other one: \(names)")
        lines.append("")
        let table = TextTable(
            columns: [
                ("layer", .left), ("units", .right), ("prefer", .left), ("trained", .right), ("permuted", .right),
                ("scrambled", .right), ("halves", .right),
            ],
            rows: trained.flatMap { finding in
                study.categories.indices.map { category in
                    [shortened(finding.layer.label, 18), "\(finding.units)", study.categories[category].name]
                        + LocalizerStudy.Condition.allCases.map { condition in
                            percent(self.finding(finding, condition).map { share($0, category) }, 1)
                        } + [rounded(finding.halves, 2)]
                }
            })
        lines += table.lines + [""]
        lines += wrapped(
            "Trained: the part of the units whose mean answer to the category is above that to each other one, by Welch's test at 5 % after Benjamini & Yekutieli over the layer. Permuted: the same with the weights of each layer in another order, so that nothing is left that was learnt. Scrambled: with pictures whose 8 × 8 tiles have changed places. Halves: over units, the correlation of d′ for \(study.categories[0].name) in one half of the pictures with that in the other.",
            indent: "  ")
        lines += wrapped("Preprocessing \(preprocessing).", indent: "  ")
        lines += (tooLong + figures.leftOut).flatMap { wrapped($0) }
        lines += wrapped(
            place.map {
                "Tables are in \($0)/tables (\(Self.tableNames.joined(separator: ", "))), pictures in \($0)/figures: \(figures.pictures.joined(separator: ", "))."
            }
                ?? "Tables: --table \(Self.tableNames.joined(separator: "|")), or both with --out DIR.")
        return lines.joined(separator: "\n") + "\n"
    }

    var trained: [LocalizerStudy.Finding] { study.findings.filter { $0.condition == .trained } }

    func finding(
        _ like: LocalizerStudy.Finding, _ condition: LocalizerStudy.Condition
    ) -> LocalizerStudy.Finding? {
        study.findings.first { $0.layer == like.layer && $0.condition == condition }
    }

    func share(_ finding: LocalizerStudy.Finding, _ category: Int) -> Double {
        Double(finding.selective(category)) / Double(max(finding.units, 1))
    }

    private struct Count: Sendable {
        let finding: LocalizerStudy.Finding
        let place, category: Int
        let name: String
    }

    private struct Row: Sendable {
        let layer: String
        let place: Int
        let unit: LocalizerStudy.Unit
        let name: String
    }

    /// `localizer`: one row per layer, condition and category.
    public var localizer: Table {
        let rows = study.findings.enumerated().flatMap { place, finding in
            study.categories.indices.map {
                Count(finding: finding, place: place, category: $0, name: study.categories[$0].name)
            }
        }
        return TableLayout<Count>(
            name: "localizer", title: "How many units of each layer prefer each category",
            fields: [
                .init(Column("layer", .string, "Node as named in the file, or its first output")) {
                    .text($0.finding.layer.label)
                },
                .init(
                    Column(
                        "condition", .string,
                        "trained; permuted: weights in another order within each layer; scrambled: pictures' tiles in another order"
                    )
                ) { .text($0.finding.condition.rawValue) },
                .init(Column("category", .string, "The category that is preferred")) { .text($0.name) },
                .init(Column("units", .integer, "Units of the layer")) { .integer($0.finding.units) },
                .init(Column("silent", .integer, "Units that answer all pictures of two categories alike")) {
                    .integer($0.finding.silent)
                },
                .init(
                    Column(
                        "selective", .integer,
                        "Units that prefer it to each other category, at 5 % after Benjamini and Yekutieli")
                ) { .integer($0.finding.selective($0.category)) },
                .init(
                    Column(
                        "halves_r", .number,
                        "Over units: correlation of d' for the first category between halves of the pictures")
                ) { Cell($0.finding.halves) },
            ]
        ).table(rows)
    }

    /// Rows of ``selectivity``.
    public var selectivityRows: Int { trained.reduce(0) { $0 + $1.tested.count } }

    /// `selectivity`: one row per layer and unit of the network as it is.
    public var selectivity: Table {
        let rows = trained.enumerated().flatMap { place, finding in
            finding.tested.map {
                Row(
                    layer: finding.layer.label, place: place, unit: $0, name: study.categories[$0.category].name)
            }
        }
        return Self.layout.table(rows)
    }

    private static let layout = TableLayout<Row>(
        name: "selectivity", title: "Which category each unit prefers, over the one that comes closest",
        fields: [
            .init(Column("layer", .string, "Node as named in the file, or its first output")) { .text($0.layer) },
            .init(Column("channel", .integer, "Channel of the unit, from 0")) { .integer($0.unit.channel) },
            .init(Column("row", .integer, "Row of the unit, from 0")) { .integer($0.unit.row) },
            .init(Column("col", .integer, "Column of the unit, from 0")) { .integer($0.unit.column) },
            .init(Column("category", .string, "The category of the largest mean answer")) { .text($0.name) },
            .init(
                Column("t", .number, "Welch's, over the other category that the unit is told apart from worst")
            ) { .number($0.unit.selectivity.test.t) },
            .init(Column("p", .number, "Its chance, on both sides")) {
                .number($0.unit.selectivity.test.pValue)
            },
            .init(Column("p_adjusted", .number, "After Benjamini and Yekutieli over the layer's units")) {
                .number($0.unit.adjusted)
            },
            .init(Column("d_prime", .number, "The means' distance in standard deviations")) {
                .number($0.unit.selectivity.dPrime)
            },
            .init(
                Column(
                    "selectivity_index", .number,
                    "Difference of the means over their sum; empty where answers are negative")
            ) { Cell($0.unit.selectivity.index) },
            .init(
                Column(
                    "split_half_r", .number,
                    "Correlation of the answers to one half of each category's pictures with those to the other, paired in order"
                )
            ) { Cell($0.unit.reliability) },
        ])
}
