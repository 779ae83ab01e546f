import ArgumentParser
import Archives
import Figures
import Foundation
import Networks
import Planes
import ReceptiveFields
import Reports

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

    @Option(help: ArgumentHelp("A photograph to draw fields on.", valueName: "file"))
    var image: String?

    @Option(help: ArgumentHelp("Pixels per degree, assumed, to set fields beside those of cortex.", valueName: "n"))
    var ppd: Double?

    @Option(help: ArgumentHelp("Degrees that the image's width spans, in place of --ppd.", valueName: "deg"))
    var field: Double?

    @OptionGroup var options: RunOptions

    func validate() throws {
        if ppd != nil, field != nil { throw ValidationError("--ppd and --field: one of them says it all") }
        if image != nil, options.out == nil {
            throw ValidationError("--image: fields are drawn into a folder; add --out DIR")
        }
        for (name, value) in [("--ppd", ppd), ("--field", field)] {
            if let value, PixelsPerDegree(value) == nil {
                throw ValidationError("\(name): \(value) is not possible; above 0")
            }
        }
    }

    func run() throws {
        var run = try Run(options, tables: ["receptive_fields", "units"])
        let study = try FieldStudy(model, input: input, layer: layer, unit: unit, pixel: pixel)
        for warning in study.warnings { run.warn(warning) }
        let resolution = ppd ?? field.map { Double(study.fields.image.width) / $0 }
        let photograph = try image.map { try ImageFile(path: $0).image() }
        let figures =
            run.drawsFigures
            ? FieldFigures(study.fields, image: photograph, units: study.asked).figures(gnuplot: Gnuplot.find())
            : FigureSet()
        let name = URL(fileURLWithPath: model).lastPathComponent
        let report = FieldReport(study.fields, file: name, resolution: resolution)
        try run.finish(
            RunContents(
                report: report.text(
                    extras: study.sections(explained: explain), place: options.out, figures: figures),
                tables: [FieldTables(study.fields, resolution: resolution).tensors, UnitField.table(study.units)],
                title: "Receptive fields of \(name)", figures: figures.files),
            inputs: [model] + (image.map { [$0] } ?? []),
            resolved: [
                "input": "\(study.fields.image.height)x\(study.fields.image.width)",
                "layer": study.target?.tensor ?? "",
                "unit": unit ?? "", "pixel": pixel.map { "\($0.row),\($0.column)" } ?? "", "explain": "\(explain)",
                "image": image ?? "", "ppd": resolution.map { "\($0)" } ?? "",
            ])
    }
}

/// Rows and columns: `224x224`, or one number for both.
struct ImageSize: ExpressibleByArgument {
    let height, width: Int

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
