import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import Reports
import Runs
import Workers

/// `striate show`: a picture's way through a network, layer by layer.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what every layer of a network makes of a picture, from the input to the answer.",
        discussion: """
            Example:
              striate show data/alexnet/alexnet-features.onnx data/photos/coffee.png --out out/coffee
              striate show mnist.onnx data/digits/mnist_5k.csv.gz --row 7 --layers 'conv*,pool*'
            """)

    @Argument(help: "A network: ONNX.")
    var model: String

    @Argument(help: "A picture (PNG, JPEG, PGM, PPM), or a CSV with a picture in each row (gzipped or not).")
    var image: String

    @Option(help: ArgumentHelp("Of a CSV: the row, from 0.", valueName: "n"))
    var row = 0

    @Option(
        help: ArgumentHelp(
            "Layers by name, with * for any letters (default: all, or of a deep network the last of each size of map).",
            valueName: "name,…"))
    var layers: String?

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(help: ArgumentHelp("Guesses, and strongest channels in the table.", valueName: "k"))
    var top = 5

    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        if !(1...1000).contains(top) { throw ValidationError("--top: \(top) is not possible; from 1 to 1000") }
    }

    func run() throws {
        let run = try Run(options, tables: WalkReport.tableNames)
        let source = try PictureSource([image], every: 1)
        guard source.pictures.indices.contains(row) else {
            throw ValidationError("--row: there is no picture \(row); they are 0 to \(source.pictures.count - 1)")
        }
        let network = try RunnableNetwork(
            model, preprocess: input.preprocess, size: input.input, workers: Workers(options.jobs))
        let walk = try NetworkWalk(network, layers: layers)
        let report = try walk.report(on: source.pictures[row], labels: labels, top: top)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: report.tables,
                title: "The way of a picture through \(model)", figures: figures.files),
            inputs: [model, source.pictures[row].path] + (labels.map { [$0] } ?? []),
            resolved: input.resolved(network).merging(
                ["layers": walk.names.joined(separator: ","), "row": "\(row)", "top": "\(top)", "labels": labels ?? ""]
            ) { a, _ in a })
    }
}
