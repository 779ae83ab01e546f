import ArgumentParser
import Archives
import Figures
import Foundation
import Reports
import Runs

/// `striate kernels`: what convolutions a file holds, and the kernels of one.
struct Kernels: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Lists a model file's convolutions and writes the kernels of one.",
        discussion: """
            Example:
              striate kernels data/alexnet/alexnet-features.onnx --table kernels
            """)

    @OptionGroup var model: ModelOptions

    @OptionGroup var options: RunOptions

    func run() throws {
        var run = try Run(self, tables: ["layers", "kernels", "kernel_values"])
        let (file, choice) = try model.open(in: &run)
        let kernels = try file.kernels(of: choice.layer)
        let listing = LayerListing(
            file: model.name, format: file.format.displayName, byteCount: file.byteCount,
            layers: file.layers.map(LayerListing.Layer.init), taken: file.layers.firstIndex(of: choice.layer) ?? 0,
            reason: choice.reason,
            notes: file.readingsInWords(of: choice.layer) + [file.omissionNote].compactMap(\.self),
            cautions: file.cautions(on: choice.layer, kernels: kernels), kernels: kernels,
            bias: try file.bias(of: choice.layer))
        let figures = run.drawsFigures ? listing.figures : FigureSet()
        try run.finish(
            RunContents(
                report: listing.text(place: options.out, figures: figures), tables: listing.tables,
                title: "Convolutions of \(listing.file)", figures: figures.files),
            inputs: [model.model], settled: model.settled(choice.layer))
    }
}

extension LayerListing.Layer {
    /// A convolution as a listing shows it.
    init(_ layer: ConvolutionLayer) {
        self.init(
            name: layer.name, op: "\(layer.op)", outputs: layer.outputs, inputs: layer.inputs, size: layer.kernelSize,
            group: layer.group, parameters: layer.parameters)
    }
}
