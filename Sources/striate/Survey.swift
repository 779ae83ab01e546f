import Archives
import ArgumentParser
import Files
import Foundation
import Inference
import Kernels
import Networks
import Physiology
import ReceptiveFields
import Reports
import Runs
import Workers

/// `striate survey`: many models side by side.
struct Survey: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sets many models side by side: kernels, receptive fields and, with --score, V1 scores.",
        discussion: """
            Example:
              striate survey data/kernels/dlib_face_resnet_conv1.npy data/lenet/lenet-5.onnx --nulls 19
            """)

    @Argument(help: "Model files, and folders of them.")
    var models: [String]

    @Option(help: ArgumentHelp("first or all convolutions of each model.", valueName: "which"))
    var layers = Which.first

    @Flag(help: "The V1 score of each network, as striate score gives it.")
    var score = false

    @Option(help: ArgumentHelp("Degrees that an image's width is taken to span, for --score.", valueName: "n"))
    var degrees = 8.0

    @Option(
        help: ArgumentHelp(
            "Column to rank by: \(SurveyReport.Measure.all.map(\.column).joined(separator: ", ")) (default: v1_score with --score, else gabor_frac).",
            valueName: "column"))
    var sort: String?

    @OptionGroup var chance: NullOptions
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
        try expectPositive("--degrees", degrees)
        if measure == nil {
            throw ValidationError(
                "--sort: '\(sort ?? "")' is not possible; \(SurveyReport.Measure.all.map(\.column).joined(separator: ", "))"
            )
        }
    }

    func run() throws {
        guard let measure else { preconditionFailure("measures are checked before") }
        let notes = options.out.map { SurveyNotes(beside: $0) }
        var run = try Run(self, tables: [SurveyReport.tableName], replaces: notes?.isThere ?? false)
        let paths = try SurveyNotes.files(models)
        var rows: [SurveyRow] = []
        for (index, path) in paths.enumerated() {
            let key = SurveyNotes.key(
                path, [layers.rawValue, "\(score)", "\(degrees)", "\(chance.nulls)", "\(options.seed)"])
            if let known = notes?.rows(key) {
                rows += known
                continue
            }
            options.tell("\(index + 1) of \(paths.count): \(path)")
            let found = surveyed(path)
            try notes?.keep(found, key)
            for row in found { if let error = row.error { run.warn("\(path): \(error)") } }
            rows += found
        }
        let report = SurveyReport(rows, rankedBy: measure)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: [report.table],
                title: "\(paths.count) models", figures: figures.files),
            inputs: paths, settled: ["sort": measure.column])
    }

    /// A file's rows; what fails is told in them.
    private func surveyed(_ path: String) -> [SurveyRow] {
        var row = SurveyRow(model: path)
        do {
            let file = try ModelFile(path: path)
            row.format = file.format.displayName
            let chosen = layers == .all ? file.layers : [try file.choice(of: nil).layer]
            row.isAlone = chosen.count == 1
            let network = file.hasNetwork ? try? file.network() : nil
            let fields = network.flatMap { network in
                (try? ImageInput(of: network)).flatMap { try? ReceptiveFields(of: network, image: $0) }
            }
            row.lastField = fields?.lastMap.map(SurveyRow.Field.init)
            if score { (row.score, row.error) = scored(network, path) }
            return chosen.map { layer in
                var own = row
                own.layer = layer.name
                own.field = fields?.tensors.first { $0.node.input(1) == layer.weight }.map(SurveyRow.Field.init)
                do {
                    own.kernels = SurveyRow.Kernels(
                        of: try file.kernels(of: layer), seed: options.seed, nullCount: chance.nulls,
                        workers: Workers(options.jobs))
                } catch { own.error = Self.reason(error, path) }
                return own
            }
        } catch {
            row.error = Self.reason(error, path)
            return [row]
        }
    }

    private func scored(_ network: Network?, _ path: String) -> (SurveyRow.Score?, String?) {
        guard let network else { return (nil, "it holds no network to run, so it has no V1 score") }
        do {
            let runnable = try RunnableNetwork(network, workers: Workers(options.jobs))
            let tensors = try ScoreStudy.customaryLayers(of: runnable.network, image: runnable.image)
            let progress = Progress(ScoreStudy.pictures, "pictures", quiet: options.quiet)
            let study = try ScoreStudy(
                runnable, layers: tensors, degrees: degrees, seed: options.seed, finished: progress.done)
            return (SurveyRow.Score(study), nil)
        } catch { return (nil, Self.reason(error, path)) }
    }

    /// One line without the file's name, which stands beside it.
    private static func reason(_ error: any Error, _ path: String) -> String {
        let line = (error as? any ModuleError)?.line ?? "\(error)"
        return line.hasPrefix(path + ": ") ? String(line.dropFirst(path.count + 2)) : line
    }
}

/// What a survey has found out already, kept beside its folder so that it goes on where it was stopped.
struct SurveyNotes {
    private let folder: String

    /// The notes of a survey whose results go to a folder: `out/survey.rows` beside `out/survey`.
    init(beside out: String) { folder = out + ".rows" }

    /// Whether there are some.
    var isThere: Bool { FileKind(at: folder) == .folder }

    /// The files among some, and those in folders, by name.
    static func files(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard FileKind(at: path) == .folder else { return [path] }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            return names.filter { !$0.hasPrefix(".") && FileKind(at: "\(path)/\($0)") == .file }
                .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        }
    }

    /// What a file's rows are found by: its name, its contents and all that was asked.
    static func key(_ path: String, _ settings: [String]) -> String {
        let parts = [Striate.version, path, FileDigest.sha256(fileAt: path) ?? ""] + settings
        return FileDigest.sha256(Array(parts.joined(separator: "\n").utf8))
    }

    /// A file's rows, if they are known.
    func rows(_ key: String) -> [SurveyRow]? {
        guard let bytes = try? FileReader.bytes(of: "\(folder)/\(key).json") else { return nil }
        return try? JSONDecoder().decode([SurveyRow].self, from: Data(bytes))
    }

    /// Keeps them: written beside and renamed, so that what is there is whole.
    func keep(_ rows: [SurveyRow], _ key: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(rows)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(key).json"), options: .atomic)
    }
}
