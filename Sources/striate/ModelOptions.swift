import ArgumentParser
import Archives
import Foundation
import Kernels
import Reports

/// Which kernels a command looks at: a model file, a layer of it, and how its weights are to be read.
struct ModelOptions: ParsableArguments {
    @Argument(
        help:
            "A model file: ONNX, safetensors, PyTorch .pt/.pth/.pt2, Keras .keras/.h5, TensorFlow Lite, Caffe .caffemodel/.prototxt, NumPy .npy/.npz, MATLAB .mat."
    )
    var model: String

    @Option(
        help: ArgumentHelp("A convolution by name (with *) or index; the first otherwise.", valueName: "name|index"))
    var layer: String?

    @OptionGroup var reading: WeightReadingOptions

    /// Axes of the weights, and colours of their channels, where they are given.
    var layout: WeightLayout? { reading.layout }
    var channels: ColorOrder? { reading.channels }

    /// The file's name without its folder.
    var name: String { URL(fileURLWithPath: model).lastPathComponent }

    /// The file, and the layer asked for; what is to be warned of is said.
    func open(in run: inout Run) throws -> (file: ModelFile, choice: LayerChoice) {
        let file = try reading.open(model)
        for warning in file.warnings { run.warn("\(model): \(warning)") }
        return (file, try file.choice(of: layer))
    }

    /// The options as they were taken, for `run.json`.
    func settled(_ layer: ConvolutionLayer) -> [String: String] {
        ["layer": layer.name].merging(reading.settled(layer)) { $1 }
    }
}

/// How the weights of a file are read, where neither the format nor their shapes tell.
struct WeightReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Axes of the weights, slowest first: OIHW, HWIO, OHWI… (default: the format's, or by shape).",
            valueName: "axes"),
        transform: {
            try WeightLayout($0) ?? { throw ValidationError("the letters O, I, H and W in some order are expected") }()
        })
    var layout: WeightLayout?

    @Option(
        help: ArgumentHelp(
            "Colours of a first layer's channels: RGB or BGR (default: the format's custom).", valueName: "order"),
        transform: {
            try ColorOrder(rawValue: $0.uppercased()) ?? { throw ValidationError("RGB or BGR is expected") }()
        })
    var channels: ColorOrder?

    /// The file of a model.
    func open(_ model: String) throws -> ModelFile { try ModelFile(path: model, layout: layout, colors: channels) }

    /// As they were taken, for `run.json`.
    func settled(_ layer: ConvolutionLayer) -> [String: String] {
        ["layout": layer.layout.description, "channels": layer.colors.rawValue]
    }
}

extension ModelFile {
    /// What a reader is to know before any number about a layer: that its weights are not what the network uses, or are
    /// none that were learned.
    func cautions(on layer: ConvolutionLayer, kernels: KernelBank) -> [String] {
        [caution(on: layer), WeightOrigin(of: kernels).caution].compactMap(\.self)
    }

    /// How a layer's weights were read, and which option decides otherwise.
    func readingsInWords(of layer: ConvolutionLayer) -> [String] {
        notes(of: layer).map { $0.text(naming: \.option) }
    }
}

extension WeightReading.Choice {
    /// The option that decides.
    var option: String {
        switch self {
        case .layout: "--layout"
        case .colors: "--channels"
        }
    }
}
