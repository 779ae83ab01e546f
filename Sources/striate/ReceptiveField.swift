import ArgumentParser
import Archives
import Figures
import Files
import Foundation
import Inference
import Networks
import Physiology
import Planes
import ReceptiveFields
import Reports
import Runs
import Workers

/// `striate rf`: what every tensor of a network can see.
struct ReceptiveField: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "rf",
        abstract: "Works out which pixels every unit of a network can see, exactly.",
        discussion: """
            Example:
              striate rf data/alexnet/alexnet-features.onnx
              striate rf data/networks/lenet-5.csv --layer C5 --explain
              striate rf data/alexnet/alexnet-features.onnx --unit conv3:5,7 --image data/photos/coffee.png --out out/rf
            """)

    @Argument(help: "A network: ONNX, PyTorch .pt2, Keras, TensorFlow Lite, Caffe, or a CSV of layers.")
    var model: String

    @Option(help: ArgumentHelp("Rows and columns of the image, where the file leaves them open.", valueName: "HxW"))
    var input: ImageSize?

    @Option(
        help: ArgumentHelp(
            "A layer or tensor by name (with *) or index; the last map otherwise.", valueName: "name|index"))
    var layer: String?

    @Option(
        help: ArgumentHelp(
            "What a unit sees; all units of a layer without row and column.", valueName: "layer[:row,col]"))
    var unit: UnitName?

    @Option(help: ArgumentHelp("Which units of the layer see a pixel.", valueName: "y,x"))
    var pixel: Place?

    @Flag(help: "The arithmetic, line by line, from the image to the layer.")
    var explain = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Photographs, or arrays (.npy): the first to draw fields on, all of them for --effective.",
            valueName: "file"))
    var image: [String] = []

    @Flag(help: "How much each pixel moves the unit: mean gradients over the photographs and over noise.")
    var effective = false

    @OptionGroup var scale: ScaleOptions

    @Option(
        help: ArgumentHelp(
            "For --effective: imagenet, mnist or none, with changes as in striate classify.", valueName: "preset[,…]"))
    var preprocess: String?

    @OptionGroup var given: GivenInputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        if !image.isEmpty, !effective, options.out == nil {
            throw ValidationError("--image: fields are drawn into a folder; add --out DIR")
        }
    }

    func run() throws {
        var run = try Run(self, tables: FieldLookupReport.tableNames(isEffective: effective))
        let network = try given.network(model)
        let files = try image.map { try ImageFile(path: $0) }
        let array = files.lazy.compactMap(\.header.arrayShape).first
        let lookup = try naming(model) {
            try FieldLookup(
                network, image: ImageInput(of: network, height: input?.height, width: input?.width, array: array),
                layer: unit?.layer ?? layer, units: unit?.asked, pixel: pixel.map { ($0.row, $0.column) })
        }
        for warning in lookup.fields.warnings { run.warn(warning) }
        let resolution = scale.resolution(width: lookup.fields.image.width)
        let photographs = try files.map { try $0.shown() }
        let drawn = try photographs.first.map { shown in
            try naming(model, picture: image[0]) { try lookup.fields.image.picture(of: shown) }
        }
        let name = URL(fileURLWithPath: StandardInput.named(model)).lastPathComponent
        let report = FieldLookupReport(
            lookup, file: name, resolution: resolution, isExplained: explain,
            effective: try effective ? moved(network, lookup, photographs) : nil)
        let figures = run.drawsFigures ? report.figures(on: drawn, gnuplot: Gnuplot.find()) : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: report.tables,
                title: "Receptive fields of \(name)", figures: figures.files),
            inputs: [model] + image,
            settled: [
                "input": "\(ImageSize(lookup.fields.image))", "layer": lookup.target?.tensor ?? "",
                "ppd": resolution.map { "\($0)" } ?? "",
            ])
    }

    /// What moves the unit that was asked for, or the central one of the layer.
    private func moved(
        _ network: Network, _ lookup: FieldLookup, _ photographs: [NetworkPicture]
    ) throws -> EffectiveStudy {
        let unit = try naming(model) { () throws(FieldLookupError) in try lookup.unitAlone }
        if preprocess != nil, !photographs.isEmpty, photographs.allSatisfy({ $0.image == nil }) {
            throw ValidationError("--preprocess: arrays go in as they are; leave it out")
        }
        return try naming(model, picture: image.first) {
            let size = PixelSize(height: lookup.fields.image.height, width: lookup.fields.image.width)
            let runnable = try RunnableNetwork(
                network, preprocessing: Preprocessing.typed(preprocess), size: size, workers: Workers(options.jobs))
            let cost = try EffectiveStudy.cost(
                of: unit, in: runnable, photographs: photographs.count, channels: lookup.target?.channels ?? 1)
            if cost.multiplyAdds >= 1e10, !options.quiet { Progress.say(EffectiveReport.sentence(on: cost)) }
            let progress = Progress(cost.steps, "runs and derivatives", quiet: options.quiet)
            return try EffectiveStudy(
                unit, of: runnable, photographs: photographs, seed: options.seed, finished: progress.done)
        }
    }
}
