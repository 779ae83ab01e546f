import ArgumentParser
import Archives
import Files
import Foundation
import Inference
import Learning
import Planes
import Reports
import Runs
import Workers

/// `striate classify`: what a network takes pictures for.
struct Classify: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Says what a network takes pictures for, with probabilities.",
        discussion: """
            Example:
              striate classify data/lenet/lenet-5.onnx data/digits/mnist_5k.csv.gz --every 5
              striate classify data/lenet/lenet-5.onnx data/digits/mnist_5k.csv.gz --every 5 --table guesses
            """)

    @Argument(help: .network)
    var model: String

    @Argument(help: .networkPictures)
    var images: [String]

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "The layer that is the answer, by name (with *) or index (default: the network's first output).",
            valueName: "name|index"))
    var layer: String?

    @Option(help: ArgumentHelp("Guesses shown of each picture.", valueName: "k"))
    var top = 3

    @Option(help: ArgumentHelp("Of a CSV: each N-th row.", valueName: "n"))
    var every = 1

    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--top", top, 1...1000)
        try expect("--every", every, 1...)
    }

    func run() throws {
        var run = try Run(self, tables: PredictionReport.tableNames)
        let source = try PictureSource(images, every: every)
        let (arrays, count) = (source.arrays, source.pictures.count)
        let network = try input.network(model, arrays: arrays, of: count, workers: Workers(options.jobs))
        let classifier = try naming(model) { try Classifier(network, layer: layer) }
        if let warning = source.warning { run.warn(warning) }
        let unseen = UnseenDigits(of: network.network)
        let table = source.paths.first { unseen != nil && FileDigest.sha256(fileAt: $0) == unseen?.digest }
        let progress = Progress(source.pictures.count, "pictures", quiet: options.quiet)
        let shown = try source.pictures.enumerated().map { index, picture in
            let shown = try picture.shown()
            let predictions = try naming(model, picture: picture.path) { try classifier.predictions(on: shown) }
            progress.done(index + 1)
            return PredictionReport.Picture(
                file: picture.name, row: picture.row, truth: picture.truth,
                isUnseen: picture.path == table ? picture.row.flatMap { unseen?.rows.contains($0) } : nil,
                reading: network.reading(of: shown), predictions: predictions)
        }
        let names = try labels.map { try LabelFile(path: $0, count: shown[0].predictions.ranked.count).labels }
        let report = PredictionReport(
            model: URL(fileURLWithPath: model).lastPathComponent,
            preprocessing: network.preprocessingSummary(arrays: arrays.count, of: count),
            output: classifier.output, pictures: shown, labels: names, top: top, note: network.arithmeticNote)
        let figures =
            run.drawsFigures
            ? try report.mistakesFigures { try source.pictures[$0].shown().image } : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out),
                tables: [report.table, report.confusionTable, report.mistakesTable],
                title: "Guesses of \(model.fileName)",
                figures: figures.files),
            inputs: [model] + source.paths + (labels.map { [$0] } ?? []),
            settled: input.settled(network, arrays: arrays.count, of: count).merging(["layer": classifier.output]) {
                $1
            })
    }
}
