import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Planes
import Reports
import Runs
import Workers

/// `striate classify`: what a network takes pictures for.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a network takes pictures for, with probabilities.",
        discussion: """
            Example:
              striate classify squeezenet.onnx photo.jpg --labels imagenet.txt
              striate classify mnist.onnx data/digits/mnist_5k.csv.gz --every 5
            """)

    @Argument(help: "A network: ONNX.")
    var model: String

    @Argument(
        help: "Pictures (PNG, JPEG, PGM, PPM), folders of them, or CSVs with a picture in each row (gzipped or not).")
    var images: [String]

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(
        help: ArgumentHelp("The tensor that is the answer (default: the network's first output).", valueName: "name"))
    var layer: String?

    @Option(help: ArgumentHelp("Guesses shown of each picture.", valueName: "k"))
    var top = 3

    @Option(help: ArgumentHelp("Of a CSV: each N-th row.", valueName: "n"))
    var every = 1

    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        if !(1...1000).contains(top) { throw ValidationError("--top: \(top) is not possible; from 1 to 1000") }
        if every < 1 { throw ValidationError("--every: \(every) is not possible; at least 1") }
    }

    func run() throws {
        var run = try Run(options, tables: ["guesses"])
        let network = try RunnableNetwork(
            model, preprocess: input.preprocess, size: input.input, workers: Workers(options.jobs))
        guard let output = layer ?? network.network.outputs.first else {
            throw ArchiveError.notANetwork(file: model, reason: "it has no output; name a tensor with --layer")
        }
        let runner = try network.runner(giving: [output])
        let source = try PictureSource(images, every: every)
        if let warning = source.warning { run.warn(warning) }
        let pictures = source.pictures
        let progress = Progress(pictures.count, "pictures", quiet: options.quiet)
        var shown: [GuessReport.Picture] = []
        for picture in pictures {
            let answer = try network.run(runner, on: picture.image())
            guard let tensor = answer[runner.tensors[0]], let guesses = Guesses(tensor) else {
                let shape = answer[runner.tensors[0]].map { sizes($0.shape) } ?? "empty"
                throw ArchiveError.notANetwork(
                    file: model,
                    reason:
                        "'\(output)' is \(shape), no list of classes; look at it with striate show, or name another with --layer"
                )
            }
            shown.append(
                GuessReport.Picture(file: picture.name, row: picture.row, truth: picture.truth, guesses: guesses))
            progress.done(shown.count)
        }
        let names = try labels.map { try LabelFile(path: $0, count: shown[0].guesses.ranked.count).labels }
        let report = GuessReport(
            model: URL(fileURLWithPath: model).lastPathComponent, preprocessing: network.preprocessingSummary,
            output: runner.tensors[0], pictures: shown, labels: names, top: top)
        try run.finish(
            RunContents(
                report: report.text(place: options.out), tables: [report.table], title: "Guesses of \(model)",
                figures: []),
            inputs: [model] + source.paths + (labels.map { [$0] } ?? []),
            resolved: input.resolved(network).merging(
                ["layer": runner.tensors[0], "top": "\(top)", "every": "\(every)", "labels": labels ?? ""]) { a, _ in a
                })
    }
}
