import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Physiology
import Planes
import Reports
import Runs
import Workers

/// `striate localize`: units that prefer one category of pictures.
struct Localize: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "localize",
        abstract: "Finds units that prefer one category of pictures, beside networks that learnt nothing.",
        discussion: """
            Example:
              striate localize data/lenet/lenet-5.onnx --labelled data/digits/mnist_5k.csv.gz --every 10 --layer F6,output
              striate localize data/alexnet/alexnet-features.onnx --builtin cartoon-faces --layer relu3 --input 64x64 --out out/faces
            """)

    @Argument(help: .network)
    var model: String

    @Option(
        help: ArgumentHelp(
            "A category: its name and a folder of pictures, or a file; give two or more.", valueName: "name=path"))
    var category: [CategoryName] = []

    @Option(help: ArgumentHelp("A CSV of pictures whose labels are the categories.", valueName: "file"))
    var labelled: String?

    @Option(
        help: ArgumentHelp(
            "Drawn categories: cartoon-faces, beside the same with their parts exchanged, inverted, and shapes.",
            valueName: "name"))
    var builtin: BuiltinCategories?

    @Option(help: ArgumentHelp("Of a CSV: each N-th row.", valueName: "n"))
    var every = 1

    @Option(
        help: ArgumentHelp(
            "Layers by name (with *) or index, commas between (default: the network's first output).",
            valueName: "name,…"))
    var layer: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var lengths: RowOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--every", every, 1...)
        if builtin != nil, labelled != nil || !category.isEmpty {
            throw ValidationError("--builtin: leave out one of it and --category or --labelled")
        }
        if builtin == nil, labelled == nil, category.count < 2 {
            throw ValidationError(
                "--category: two or more are compared, each as NAME=DIR; or name a CSV with --labelled")
        }
        if labelled != nil, !category.isEmpty {
            throw ValidationError("--labelled: leave out one of it and --category")
        }
        if Set(category.map(\.name)).count < category.count { throw ValidationError("--category: each name once") }
    }

    func run() throws {
        let run = try Run(self, tables: LocalizerReport.tableNames)
        let network = try input.network(model, workers: Workers(options.jobs))
        let (categories, paths) = try pictures(on: network.size)
        let layers = try naming(model) { try self.layers(of: network) }
        let study = try naming(model) {
            let shown = categories.reduce(0) { $0 + $1.pictures.count }
            let progress = Progress(
                layers.count * LocalizerStudy.Condition.allCases.count * shown, "runs", quiet: options.quiet)
            return try LocalizerStudy(
                network, layers: layers, categories: categories, seed: options.seed, finished: progress.done)
        }
        let report = LocalizerReport(
            model: URL(fileURLWithPath: model).lastPathComponent, study: study,
            preprocessing: network.preprocessingSummary)
        let figures = try run.drawsFigures ? pictures(of: study, layers, categories, network, for: report) : FigureSet()
        let tooLong = try lengths.leftOut([("selectivity", report.selectivityRows, "name fewer layers, ")], in: run)
        let isListed = run.writes("selectivity") && tooLong.isEmpty
        try run.finish(
            RunContents(
                report: report.text(place: options.out, tooLong: tooLong.map(\.sentence), figures: figures),
                tables: [report.localizer] + (isListed ? [report.selectivity] : []),
                title: "Units of \(model.fileName) that prefer a category", figures: figures.files),
            inputs: [model] + paths,
            settled: input.settled(network).merging(lengths.settled) { $1 }
                .merging(["layer": study.layerNames]) { $1 })
    }

    /// The pictures, for which every picture is shown once more.
    private func pictures(
        of study: LocalizerStudy, _ layers: [MapLayer], _ categories: [LocalizerStudy.Category],
        _ network: RunnableNetwork, for report: LocalizerReport
    ) throws -> FigureSet {
        let shown = Progress(
            categories.reduce(0) { $0 + $1.pictures.count }, "pictures once more", quiet: options.quiet)
        return try report.figures(
            naming(model) {
                try study.favourites(network, layers: layers, categories: categories, finished: shown.done)
            })
    }

    private func layers(of network: RunnableNetwork) throws -> [MapLayer] {
        let names = try MapLayers(of: network)
        guard let layer else {
            guard let output = network.network.outputs.first else { throw InferenceError.noOutput }
            return [try names.layer(named: output)]
        }
        return try TensorNames(of: network.network).tensors(layer).map { try names.layer(named: $0) }
    }

    private func pictures(on size: PixelSize) throws -> ([LocalizerStudy.Category], [String]) {
        if builtin != nil { return (LocalizerStudy.Category.cartoonFaces(on: size, seed: options.seed), []) }
        if let labelled {
            let source = try PictureSource([labelled], every: every)
            var groups: [String: [@Sendable () throws -> Image]] = [:]
            for picture in source.pictures {
                guard let truth = picture.truth else {
                    throw ValidationError("--labelled: \(labelled) has no labels; a CSV with a label behind the pixels")
                }
                groups[truth, default: []].append(picture.image)
            }
            return (
                groups.sorted { $0.key < $1.key }.map { LocalizerStudy.Category($0.key, pictures: $0.value) },
                [labelled]
            )
        }
        let sources = try category.map { try PictureSource([$0.path], every: every) }
        return (
            zip(category, sources).map { name, source in
                LocalizerStudy.Category(name.name, pictures: source.pictures.map({ $0.image }))
            }, sources.flatMap(\.paths)
        )
    }
}

extension LocalizerStudy {
    /// The layers that were looked at.
    fileprivate var layerNames: String {
        findings.filter { $0.condition == .trained }.map(\.layer.tensor).joined(separator: ",")
    }
}

/// A category's name and where its pictures are: `faces=photos/faces`.
struct CategoryName: ExpressibleByArgument, CustomStringConvertible {
    let name, path: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        (name, path) = (parts[0], parts[1])
    }

    var description: String { "\(name)=\(path)" }
}

/// Categories that are drawn.
enum BuiltinCategories: String, ExpressibleByArgument, CaseIterable {
    case cartoonFaces = "cartoon-faces"
}
