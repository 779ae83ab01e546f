import ArgumentParser
import Files
import Physiology
import Reports
import Runs
import Workers

/// `striate survey`: many models side by side.
struct Survey: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "Sets many models side by side: kernels, receptive fields and, with --score, V1 scores.",
        discussion: """
            Example:
              striate survey data/kernels/dlib_face_resnet_conv1.npy data/lenet/lenet-5.onnx --nulls 19
            """)

    @Argument(help: "Model files, and folders of them.")
    var models: [String]

    @Option(help: ArgumentHelp("first or all convolutions of each model.", valueName: "which"))
    var layers = Which.first

    @Flag(
        help:
            "The V1 score of each network, as striate score gives it, beside that of its weights permuted within each layer."
    )
    var score = false

    @Option(help: ArgumentHelp("Degrees that an image's width is taken to span, for --score.", valueName: "n"))
    var degrees = 8.0

    @Option(
        help: ArgumentHelp(
            "Column to rank by: \(SurveyReport.Measure.all.map(\.column).joined(separator: ", ")) (default: v1_score with --score, else gabor_frac).",
            valueName: "column"))
    var sort: String?

    @OptionGroup var chance: NullOptions
    @OptionGroup var part: ShardOptions
    @OptionGroup var options: RunOptions

    /// Which layers of a model are looked at.
    enum Which: String, ExpressibleByArgument, CaseIterable {
        case first, all
    }

    private var measure: SurveyReport.Measure? {
        let name = sort ?? (score ? "v1_score" : "gabor_frac")
        return SurveyReport.Measure.all.first { $0.column == name }
    }

    func validate() throws {
        try part.validate(options)
        try expectPositive("--degrees", degrees)
        if measure == nil {
            throw ValidationError(
                "--sort: '\(sort ?? "")' is not possible; \(SurveyReport.Measure.all.map(\.column).joined(separator: ", "))"
            )
        }
    }

    func run(from parts: MergedParts?) throws {
        guard let measure else { preconditionFailure("measures are checked before") }
        // Parts keep what they have done in their folders.
        let notes =
            parts == nil && part.shard == nil
            ? options.out.map { SurveyNotes(beside: $0, version: Striate.version) } : nil
        var run = try Run(
            self, tables: [SurveyReport.tableName], replaces: notes?.isThere ?? false, from: parts)
        let paths = try SurveyedModel.files(models)
        let settled = ["sort": measure.column]
        let work = try part.work(
            self, run, settled: settled,
            digests: ["models": FileDigest.sha256(Array(paths.joined(separator: "\n").utf8))], items: paths.count)
        var items = try run.items(of: work, as: [SurveyRow].self, "models", goesOn: true)
        for index in items.todo {
            let model = surveyed(paths[index])
            func found() -> [SurveyRow] {
                options.tell("\(index + 1) of \(paths.count): \(paths[index])")
                return model.rows { Progress($0, $1, quiet: options.quiet).done }
            }
            try items.finish(notes?.rows(of: model, found) ?? found())
        }
        let inputs = work.own.map { paths[$0] }
        if items.isPart { return try run.finishPart(items, "models", inputs: inputs, settled: settled) }
        let rows = items.findings.flatMap(\.self)
        for row in rows { if let error = row.error { run.warn("\(row.model): \(error)") } }
        let report = SurveyReport(rows, rankedBy: measure)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            items.draft,
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: [report.table],
                title: "\(paths.count) models", figures: figures.files),
            inputs: inputs, settled: settled)
    }

    private func surveyed(_ path: String) -> SurveyedModel {
        SurveyedModel(
            path: path, all: layers == .all, nulls: chance.nulls, degrees: score ? degrees : nil, seed: options.seed,
            workers: Workers(options.jobs)
        ) { ($0 as? any ModuleError)?.line ?? "\($0)" }
    }
}
