import ArgumentParser
import Archives
import Explorer
import Foundation
import Inference
import Planes
import Reports
import Runs
import Workers

/// `striate show`: a picture's way through a network, layer by layer.
struct Show: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows what every layer of a network makes of a picture, from the input to the answer.",
        discussion: """
            Example:
              striate show data/alexnet/alexnet-features.onnx data/photos/coffee.png --out out/coffee
              striate show data/lenet/lenet-5.onnx data/digits/mnist_5k.csv.gz --row 7 --layers 'C*,S*'
            """)

    @Argument(help: .network)
    var model: String

    @Argument(
        help:
            "A picture (\(ImageFormat.pictureNames)), an array (.npy, as the network takes it), or a CSV with a picture in each row (gzipped or not)."
    )
    var image: String

    @Option(help: ArgumentHelp("Of a CSV: the row, from 0.", valueName: "n"))
    var row = 0

    @Option(
        help: ArgumentHelp(
            "Layers by name (with *) or index, commas between (default: all, or of a deep network the last of each size of map).",
            valueName: "name,…"))
    var layers: String?

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(help: ArgumentHelp("Guesses, and strongest channels in the table.", valueName: "k"))
    var top = 5

    @Flag(help: "Also write what the network took and what each layer shown gave, whole, as arrays (.npy).")
    var npy = false

    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--top", top, 1...1000)
        if npy, options.out == nil { throw ValidationError("--npy: arrays are files; name a folder with --out") }
    }

    func run() throws {
        var run = try Run(self, tables: LayerActivationsReport.tableNames)
        let source = try PictureSource(file: image)
        guard source.pictures.indices.contains(row) else {
            throw ValidationError("--row: there is no picture \(row); they are 0 to \(source.pictures.count - 1)")
        }
        let picture = source.pictures[row]
        let arrays = picture.arrayShape == nil ? 0 : 1
        let network = try input.network(
            model, arrays: (arrays, picture.arrayShape), of: 1, workers: Workers(options.jobs))
        let activations = try naming(model) { try LayerActivations(network, layers: layers) }
        let shown = try picture.shown()
        let report = try naming(model, picture: picture.path) {
            try activations.report(
                model: URL(fileURLWithPath: model).lastPathComponent,
                on: LayerActivations.Picture(name: picture.name, row: picture.row, truth: picture.truth, shown: shown),
                labels: labels.map { path in { try LabelFile(path: path, count: $0).labels } }, top: top)
        }
        let figures = run.drawsFigures ? report.figures : FigureSet()
        let page = try run.drawsFigures ? walkPage(network, picture, shown, in: &run) : nil
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures, hasArrays: npy, hasPage: page != nil),
                tables: report.tables,
                title: "The way of a picture through \(model.fileName)", figures: figures.files,
                pages: page.map { [("walk.html", $0)] } ?? [], arrays: npy ? report.arrays : []),
            inputs: [model, picture.path] + (labels.map { [$0] } ?? []),
            settled: input.settled(network, arrays: arrays, of: 1).merging([
                "layers": activations.names.joined(separator: ",")
            ]) { $1 })
    }

    /// The walk to be looked into; `nil` where the network cannot be run to its end, which is said.
    private func walkPage(
        _ network: RunnableNetwork, _ picture: PictureSource.Picture, _ shown: NetworkPicture, in run: inout Run
    ) throws -> [UInt8]? {
        let names = try labels.map { path in
            try network.classCount.map { try LabelFile(path: path, count: $0).labels } ?? []
        }
        do {
            return try SentWalk(
                network, model: URL(fileURLWithPath: model).lastPathComponent, version: Striate.version,
                picture: picture.row.map { "\(picture.name), row \($0)" } ?? picture.name, shown: shown, labels: names
            ).bytes
        } catch {
            run.warn("walk.html is not written: \(error)")
            return nil
        }
    }
}
