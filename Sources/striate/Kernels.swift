import ArgumentParser
import Archives
import Figures
import Foundation
import Reports

/// `striate kernels`: what convolutions a file holds, and the kernels of one.
struct Kernels: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists a model file's convolutions and writes the kernels of one.",
        discussion: """
            Example:
              striate kernels data/alexnet/alexnet-features.onnx --table kernels
            """)

    @Argument(help: "A model file: ONNX, safetensors or NumPy .npy.")
    var model: String

    @Option(
        help: ArgumentHelp("A convolution by name (with *) or index; the first otherwise.", valueName: "name|index"))
    var layer: String?

    @OptionGroup var options: RunOptions

    func run() throws {
        let run = try Run(options, tables: ["layers", "kernels", "kernel_values"])
        let file = try ModelFile(path: model)
        let choice = try file.choice(of: layer.map { LayerSelector($0) })
        let listing = LayerListing(
            file: URL(fileURLWithPath: model).lastPathComponent, format: file.format.displayName,
            layers: file.layers.map {
                LayerListing.Layer(
                    name: $0.name, op: $0.op, shape: $0.shape, group: $0.group, parameters: $0.parameters)
            }, taken: choice.layer.name, reason: choice.reason, kernels: try file.kernels(of: choice.layer),
            bias: try file.bias(of: choice.layer))
        let figures = run.drawsFigures ? listing.figures : FigureSet()
        try run.finish(
            RunContents(
                report: listing.text(place: options.out, figures: figures), tables: listing.tables,
                title: "Convolutions of \(listing.file)", figures: figures.files),
            inputs: [model], resolved: ["layer": choice.layer.name])
    }
}
