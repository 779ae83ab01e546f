import ArgumentParser
import Archives
import Figures
import Foundation
import Networks
import Planes
import ReceptiveFields
import Reports
import Runs
import Workers

/// `striate rf`: what every tensor of a network can see.
struct ReceptiveField: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rf",
        abstract: "Works out which pixels every unit of a network can see, exactly.",
        discussion: """
            Example:
              striate rf data/alexnet/alexnet-features.onnx
              striate rf data/networks/lenet-5.csv --layer C5 --explain
              striate rf model.onnx --unit conv3:5,7 --image photo.jpg --out out/rf
            """)

    @Argument(help: "A network: ONNX, or a CSV of layers.")
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
    var unit: String?

    @Option(help: ArgumentHelp("Which units of the layer see a pixel.", valueName: "y,x"))
    var pixel: Place?

    @Flag(help: "The arithmetic, line by line, from the image to the layer.")
    var explain = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Photographs: the first to draw fields on, all of them for --effective.", valueName: "file"))
    var image: [String] = []

    @Flag(help: "How much each pixel moves the unit: mean gradients over the photographs and over noise.")
    var effective = false

    @Option(help: ArgumentHelp("Pixels per degree, assumed, to set fields beside those of cortex.", valueName: "n"))
    var ppd: Double?

    @Option(help: ArgumentHelp("Degrees that the image's width spans, in place of --ppd.", valueName: "deg"))
    var field: Double?

    @Option(
        help: ArgumentHelp(
            "For --effective: imagenet, mnist or none, with changes as in striate classify.", valueName: "preset[,…]"))
    var preprocess: String?

    @OptionGroup var options: RunOptions

    func validate() throws {
        if ppd != nil, field != nil { throw ValidationError("--ppd and --field: one of them says it all") }
        if !image.isEmpty, !effective, options.out == nil {
            throw ValidationError("--image: fields are drawn into a folder; add --out DIR")
        }
        for (name, value) in [("--ppd", ppd), ("--field", field)] {
            if let value, PixelsPerDegree(value) == nil {
                throw ValidationError("\(name): \(value) is not possible; above 0")
            }
        }
    }

    func run() throws {
        let tables = ["receptive_fields", "units"] + (effective ? ["effective"] : [])
        var run = try Run(options, tables: tables)
        let study = try FieldStudy(model, input: input, layer: layer, unit: unit, pixel: pixel)
        for warning in study.warnings { run.warn(warning) }
        let resolution = ppd ?? field.map { Double(study.fields.image.width) / $0 }
        let photographs = try image.map { try ImageFile(path: $0).image() }
        let moved = try effective ? self.moved(study, photographs) : nil
        let figures =
            run.drawsFigures
            ? FieldFigures(study.fields, image: photographs.first, units: study.asked).figures(
                effective: moved?.figure, gnuplot: Gnuplot.find())
            : FigureSet()
        let name = URL(fileURLWithPath: model).lastPathComponent
        let report = FieldReport(study.fields, file: name, resolution: resolution)
        try run.finish(
            RunContents(
                report: report.text(
                    extras: [moved?.report.lines ?? []] + study.sections(explained: explain), tables: tables,
                    place: options.out,
                    figures: figures),
                tables: [FieldTables(study.fields, resolution: resolution).tensors, UnitField.table(study.units)]
                    + (moved.map { [$0.report.table] } ?? []),
                title: "Receptive fields of \(name)", figures: figures.files),
            inputs: [model] + image,
            resolved: [
                "input": "\(study.fields.image.height)x\(study.fields.image.width)",
                "layer": study.target?.tensor ?? "",
                "unit": unit ?? "", "pixel": pixel.map { "\($0.row),\($0.column)" } ?? "", "explain": "\(explain)",
                "image": image.joined(separator: " "), "effective": "\(effective)", "preprocess": preprocess ?? "",
                "ppd": resolution.map { "\($0)" } ?? "",
            ])
    }
}

extension ReceptiveField {
    /// What moves the unit that was asked for, or the central one of the layer.
    private func moved(_ study: FieldStudy, _ photographs: [Image]) throws -> EffectiveStudy {
        guard let target = study.target else {
            throw ArchiveError.notANetwork(file: model, reason: "it has no map with units")
        }
        guard study.asked.count <= 1 else {
            throw ValidationError("--effective: one unit at a time; name it as --unit LAYER:ROW,COL")
        }
        guard target.isChannelsFirst else {
            throw ValidationError(
                "--effective: '\(target.node.label)' does not lie as channel × row × column; name another --layer")
        }
        let size = ImageSize(height: study.fields.image.height, width: study.fields.image.width)
        let network = try RunnableNetwork(
            model, preprocess: preprocess, size: size, workers: Workers(options.jobs))
        return try EffectiveStudy(
            study.asked.first ?? UnitField(centerOf: target), tensor: target.tensor, of: network,
            pictures: photographs, seed: options.seed, quiet: options.quiet)
    }
}

/// Rows and columns: `224x224`, or one number for both.
struct ImageSize: ExpressibleByArgument {
    let height, width: Int

    init(height: Int, width: Int) {
        (self.height, self.width) = (height, width)
    }

    init?(argument: String) {
        let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1], height > 0,
            width > 0
        else { return nil }
        (self.height, self.width) = (height, width)
    }
}

/// A row and a column from 0: `5,7`.
struct Place: ExpressibleByArgument {
    let row, column: Int

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let row = parts[0], let column = parts[1], row >= 0, column >= 0 else { return nil }
        (self.row, self.column) = (row, column)
    }
}
