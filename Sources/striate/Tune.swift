public import ArgumentParser
import Archives
import Foundation
import GaborBanks
import Inference
import Kernels
import Networks
public import Physiology
import Planes
import Reports
import Runs
import Workers

/// `striate tune`: shows bars, edges and gratings to units and records.
struct Tune: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Does to a network's units what a physiologist does to a cell: gratings, bars, edges, sizes, contrasts.",
        discussion: """
            Example:
              striate tune data/alexnet/alexnet-features.onnx --out out/tuning
              striate tune --preset macaque-v1 --count 64 --cells complex
            """)

    @Argument(help: "A model file; without one, the bank that the options below design is recorded from.")
    var model: String?

    @Option(
        help: ArgumentHelp(
            "The first convolution's kernels, or any map of an ONNX network, which is then run, by name (with *) or index; repeat it to compare layers.",
            valueName: "name|index"))
    var layer: [String] = []

    @Option(help: ArgumentHelp("Units of a layer that is run, such as 0,4-7 (default: all).", valueName: "list"))
    var units: IndexList?

    @OptionGroup var input: InputOptions

    @Option(help: ArgumentHelp("linear, simple (half-rectified) or complex (quadrature energy).", valueName: "kind"))
    var cells = FilterCells.Kind.simple

    @Option(
        help: ArgumentHelp(
            "Let the units divide each other's answers (Heeger 1992), with this part of their median best answer as σ.",
            valueName: "part"))
    var normalize: Double?

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var design: BankOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        if let ppd, PixelsPerDegree(ppd) == nil { throw ValidationError("--ppd: \(ppd) is not possible; above 0") }
        if let normalize, !(normalize > 0 && normalize.isFinite) {
            throw ValidationError("--normalize: \(normalize) is not possible; above 0")
        }
        if model != nil, cells == .complex {
            throw ValidationError(
                "--cells: complex is not possible for a learned layer, which has no quadrature pairs; linear or simple")
        }
        if model == nil, !layer.isEmpty { throw ValidationError("--layer: a layer is of a model; name its file") }
        if Set(layer).count < layer.count { throw ValidationError("--layer: each layer once") }
    }

    func run() throws {
        let run = try Run(self, tables: TuningStudy.tableNames)
        let recorded = try model.map { try self.recorded(from: ModelFile(path: $0)) } ?? [designed()]
        let studies = recorded.map(\.study)
        let figures = run.drawsFigures ? TuningStudy.figures(of: studies) : FigureSet()
        let report = TuningReport(studies, sources: recorded.map(\.source))
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: TuningStudy.tables(of: studies),
                title: "\(studies.map(\.name).joined(separator: ", ")), recorded from", figures: figures.files),
            inputs: model.map { [$0] } ?? [],
            settled: ["layer": studies.map(\.name).joined(separator: ",")]
                .merging(model == nil ? design.settled(wavelengths: Bank.wavelengths) : [:]) { $1 },
            unused: model == nil ? [] : [design])
    }
}

extension Tune {
    /// A study, and where its units are from, whole sentences.
    private typealias Recorded = (study: TuningStudy, source: String)

    private var resolution: PixelsPerDegree? { ppd.flatMap { PixelsPerDegree($0) } }

    /// Layers of a file: run, unless the only one is a first convolution, whose kernels are all there is to it.
    private func recorded(from file: ModelFile) throws -> [Recorded] {
        guard !layer.isEmpty, file.format == .onnx else {
            if layer.count > 1 {
                throw ValidationError("--layer: \(file.format.displayName) holds no network to run; name one layer")
            }
            return [try kernels(of: file)]
        }
        let network = try file.network()
        let tensors = try naming(file.path) { try layer.map { try TensorNames(of: network).tensor($0) } }
        let first = network.nodes.first { node in
            node.outputs.contains(tensors[0]) && node.op == .conv
                && network.inputs.contains { $0.name == node.inputs[0] }
        }
        if tensors.count == 1, let first { return [try kernels(of: file, named: first.label)] }
        if normalize != nil { throw ValidationError("--normalize: units of a running network are as they are") }
        let cautions = Self.startingCautions(of: file)
        return try naming(file.path) {
            let layers = try layer.map {
                try NetworkLayer(
                    network, layer: $0, preprocessing: Preprocessing.typed(input.preprocess), size: input.input?.size,
                    workers: Workers(options.jobs))
            }
            return try layers.map { layer in
                let progress = Progress(
                    layer.steps(units: units?.indices), "steps of \(layer.name)", quiet: options.quiet)
                let study = try layer.study(
                    units: units?.indices, resolution: resolution, seed: options.seed, finished: progress.done)
                return (study, ([layer.source(file: Self.name(of: file))] + cautions).joined(separator: " "))
            }
        }
    }

    private static func name(of file: ModelFile) -> String { URL(fileURLWithPath: file.path).lastPathComponent }

    /// What is to be known of the weights that a running network begins with.
    private static func startingCautions(of file: ModelFile) -> [String] {
        // Weights that cannot be read are for whoever runs them to refuse.
        guard let layer = file.layers.first, let kernels = try? file.kernels(of: layer) else { return [] }
        return file.cautions(on: layer, kernels: kernels).map {
            "Of its first convolution, \(layer.name): \($0)"
        }
    }

    private func kernels(of file: ModelFile, named name: String? = nil) throws -> Recorded {
        let asked = try? file.choice(of: layer.first)
        let choice =
            try asked.flatMap { name == nil || $0.layer.name == name ? $0 : nil }
            ?? file.choice(of: name ?? layer.first)
        let kernels = try file.kernels(of: choice.layer)
        let source =
            "\(Self.name(of: file)) (\(file.format.displayName)), layer "
            + "\(choice.layer.name): \(kernels.count) kernels of \(kernels.channelCount) × \(kernels.size), each seen "
            + "through its principal colour. Taken because it is \(choice.reason)."
        let notes = file.cautions(on: choice.layer, kernels: kernels) + file.readings(of: choice.layer)
        return try record(
            FilterCells(
                name: choice.layer.name, planes: kernels.kernels.map { $0.seen(through: ColorAxes($0).principal) }),
            source: ([source] + notes).joined(separator: " "))
    }

    private func designed() throws -> Recorded {
        let resolution = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let (bank, notes) = try design.bank(
            wavelengths: Bank.wavelengths, at: resolution, presetSide: 25, seed: options.seed)
        let planes = bank.filters.map { $0.kernel.channels[0] }
        let pairs = bank.quadraturePairs.map { (planes[$0.even], planes[$0.odd]) }
        guard cells != .complex || !pairs.isEmpty else {
            throw ValidationError("--cells: complex is not possible without quadrature pairs; phases 0,90 make them")
        }
        let source = "The bank \(bank.name): \(bank.filters.count) filters of \(bank.size)."
        return try record(
            FilterCells(name: bank.name, planes: planes, pairs: pairs),
            source: ([source] + notes).joined(separator: " "))
    }

    private func record(_ filters: FilterCells, source: String) throws -> Recorded {
        if units != nil || input.preprocess != nil || input.input != nil {
            throw ValidationError(
                "--units, --preprocess and --input are for a layer that is run, such as one behind the first convolution"
            )
        }
        let progress = Progress(filters.steps(as: cells), "steps", quiet: options.quiet)
        let study = try filters.study(
            as: cells, normalization: normalize, resolution: resolution, seed: options.seed,
            finished: progress.done)
        return (study, source)
    }
}

extension FilterCells.Kind: ExpressibleByArgument {}
