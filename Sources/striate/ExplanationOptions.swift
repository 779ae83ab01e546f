public import ArgumentParser
public import Inference
import Physiology
import Planes

/// How pictures are explained.
struct ExplanationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "gradient, input-x-gradient, integrated-gradients, smooth-grad, guided-backprop, grad-cam, occlusion; several with commas between.",
            valueName: "name,…"))
    var method = "gradient,integrated-gradients,grad-cam"

    @Option(
        help: ArgumentHelp(
            "The layer that grad-cam looks at, by name (with *) or index (default: the last maps of a convolution).",
            valueName: "name|index"))
    var layer: String?

    @Option(help: ArgumentHelp("Steps of integrated-gradients.", valueName: "n"))
    var steps = 50

    @Option(help: ArgumentHelp("Noisy pictures of smooth-grad.", valueName: "n"))
    var samples = 25

    @Option(help: ArgumentHelp("Deviation of smooth-grad's noise, as a part of the input's range.", valueName: "n"))
    var noise = 0.15

    @Option(help: ArgumentHelp("What stands for nothing: zero, black, grey or white.", valueName: "name"))
    var baseline = Baseline.zero

    @Option(help: ArgumentHelp("Rows and columns that occlusion covers (default: 1/7 of the input).", valueName: "HxW"))
    var window: ImageSize?

    @Option(help: ArgumentHelp("Pixels from window to window (default: half a window).", valueName: "HxW"))
    var stride: ImageSize?

    @Flag(
        help: "Do not compare maps with those of networks whose weights are permuted, which takes twice as long again.")
    var unchecked = false

    func validate() throws {
        try expect("--steps", steps, 1...100_000)
        try expect("--samples", samples, 1...100_000)
        try expectPositive("--noise", noise)
        for name in words where AttributionMethod.Kind(rawValue: name) == nil {
            let names = AttributionMethod.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--method: there is no method '\(name)'; there are \(names)")
        }
        guard !words.isEmpty, Set(words).count == words.count else {
            throw ValidationError("--method: each method once, with commas between")
        }
    }

    private var words: [String] { method.split(separator: ",").map(String.init) }

    /// The methods, on a network, of a tensor.
    func methods(on network: RunnableNetwork, explaining tensor: String) throws -> [AttributionMethod] {
        var settings = AttributionSettings()
        (settings.steps, settings.samples, settings.noise) = (steps, samples, noise)
        (settings.baseline, settings.window, settings.stride) = (baseline, window?.size, stride?.size)
        settings.layer = layer
        return try words.compactMap(AttributionMethod.Kind.init).map {
            try settings.method($0, on: network, explaining: tensor)
        }
    }

    /// As they were in the end, for run.json.
    func settled(_ methods: [AttributionMethod]) -> [String: String] {
        func sides(_ size: PixelSize) -> String { "\(size.height)x\(size.width)" }
        return methods.reduce(into: [:]) { settled, method in
            switch method {
            case .gradCAM(let layer, _): settled["layer"] = layer.tensor
            case .occlusion(let window, let stride, _):
                settled["window"] = sides(window)
                settled["stride"] = sides(stride)
            default: break
            }
        }
    }
}

extension Baseline: ExpressibleByArgument {}

/// A layer's channel, or one unit of it: `relu5:127`, `relu5:127:6,6`. A layer's name may hold colons of its own.
struct ChannelName: ExpressibleByArgument, CustomStringConvertible {
    let layer: String
    let channel: Int
    let place: Place?

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let place = parts.last.flatMap { Place(argument: $0) }
        let rest = place == nil ? parts[...] : parts.dropLast()
        guard rest.count > 1, let last = rest.last, let channel = Int(last), channel >= 0 else { return nil }
        (layer, self.channel, self.place) = (rest.dropLast().joined(separator: ":"), channel, place)
    }

    var description: String { "\(layer):\(channel)" + (place.map { ":\($0)" } ?? "") }

    /// What is explained of it.
    func target(in network: RunnableNetwork) throws -> AttributionTarget {
        let layer = try MapLayers(of: network).layer(named: layer)
        return place.map { .unit(channel: channel, row: $0.row, column: $0.column, layer) }
            ?? .channel(channel, layer)
    }

    /// In words.
    var words: String {
        place.map { "unit (\($0)) of channel \(channel) of '\(layer)'" } ?? "channel \(channel) of '\(layer)'"
    }
}
