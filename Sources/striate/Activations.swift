public import ArgumentParser
import Archives
import Foundation
import Inference
public import Physiology
import Planes
public import Reports
import Runs
import Workers

/// `striate activations`: what a network's units give for many pictures.
struct Activations: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "activations",
        abstract: "Records what units of a network give for many pictures, as arrays, and compares the layers.",
        discussion: """
            Example:
              striate activations data/alexnet/alexnet-features.onnx data/photos --layer 'relu*' --pool max --out out/photos
              striate activations data/alexnet/alexnet-features.onnx data/photos --layer relu5 --pool mean --table units
            """)

    @Argument(help: .network)
    var model: String

    @Argument(
        help:
            "Pictures (\(ImageFormat.pictureNames)), arrays (.npy, as the network takes them), or folders, which are looked through to the bottom; - is standard input."
    )
    var images: [String] = []

    @Option(
        help: ArgumentHelp(
            "A CSV with a column 'path'; others are carried along. Its pictures come last.", valueName: "file"))
    var stimuli: String?

    @OptionGroup var looked: RecordedUnitOptions

    @Option(help: ArgumentHelp("Of a channel's units: none pooled, their mean or max, or the one in the centre."))
    var pool = ChannelPooling.none

    @Option(help: ArgumentHelp("fixation: of each channel the unit that looks where the eyes do.", valueName: "place"))
    var at: RecordedPlace?

    @Option(help: ArgumentHelp("Degrees of visual angle that the network's image spans.", valueName: "degrees"))
    var field = 16.0

    @Option(
        help: ArgumentHelp(
            "The pixel of the network's image that is looked at, right and down (default: the middle).",
            valueName: "x,y"))
    var fixation: NumberList?

    @OptionGroup var export: ActivationExportOptions
    @OptionGroup var comparison: RepresentationOptions
    @OptionGroup var rows: RowOptions
    @OptionGroup var part: ShardOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try part.validate(options)
        try expectPositive("--field", field)
        if images.isEmpty, stimuli == nil {
            throw ValidationError("give pictures, folders of them, or a list with --stimuli")
        }
        if at != nil, pool != .none { throw ValidationError("--at: it is one unit of each channel; leave out --pool") }
        if let fixation, fixation.values.count != 2 {
            throw ValidationError("--fixation: \(fixation) is not possible; two numbers, x,y")
        }
        if export.hdf5, options.out == nil { throw ValidationError("--hdf5: it is a file; name a folder with --out") }
        let made = ["activations": export.csv != nil, "rdm": comparison.rdm != nil, "similarity": comparison.isAsked]
        if let table = options.table, made[table] == false {
            let way = ["activations": "--csv", "rdm": "--rdm", "similarity": "--compare-with"][table] ?? ""
            throw ValidationError("--table: \(table) is made with \(way)")
        }
    }

    func run(from parts: MergedParts?) throws {
        var run = try Run(self, tables: ActivationTables.names, from: parts)
        let list = try StimulusList(images, list: stimuli)
        if let warning = list.warning { run.warn(warning) }
        guard !list.stimuli.isEmpty else { throw ArchiveError.noStimuli(list: stimuli ?? "") }
        try comparison.validate(pictures: list.stimuli.count)
        let workers = Workers(options.jobs)
        let (arrays, count) = (list.arrays, list.stimuli.count)
        let network = try input.network(model, arrays: arrays, of: count, workers: workers)
        let activations = try activations(of: list, arrays: arrays.count, by: network, run)
        let settled = input.settled(network, arrays: arrays.count, of: count).merging(
            ["layer": activations.facts.layers.map(\.name).joined(separator: " ")].merging(rows.settled) { $1 }
        ) { $1 }
        let work = try part.work(
            self, run, settled: settled, files: ["model": model], digests: ["pictures": list.digest],
            items: list.stimuli.count, arrays: activations.arrays)
        var items = try run.items(of: work, as: String.self, "pictures", goesOn: true)
        let progress = Progress(work.own.count, "pictures", quiet: options.quiet)
        try naming(model) { try activations.record(&items, workers: workers, finished: progress.done) }
        let inputs = [model] + (stimuli.map { [$0] } ?? [])
        if items.isPart { return try run.finishPart(items, "pictures", inputs: inputs, settled: settled) }
        let report = try activations.report(items.draft, writing: outputs(run), workers: workers)
        let others = export.hdf5 ? ["all of it is in \(options.out ?? "")/activations.h5"] : []
        try run.finish(
            items.draft, report: report.text(place: options.out, tables: items.draft.tableNames, others: others),
            title: "Activations of \(activations.facts.model)", inputs: inputs, settled: settled)
    }

    private func activations(
        of list: StimulusList, arrays: Int, by network: RunnableNetwork, _ run: Run
    ) throws -> ActivationRun {
        let gaze = fixation.map { (x: $0.values[0], y: $0.values[1]) } ?? network.size.center
        let point = at == nil ? nil : gaze
        let recorder = try naming(model) {
            try ActivationRecorder(
                network, layers: looked.layer, pooling: pool, units: looked.units.map(\.choice), at: point)
        }
        let facts = ActivationFacts(
            recorder, model: URL(fileURLWithPath: model).lastPathComponent,
            preprocessing: network.preprocessingSummary(arrays: arrays, of: list.stimuli.count), pooling: pool,
            at: point, degrees: field, fixation: gaze)
        let hasUnits = run.writes("units") || run.writes("activations")
        return ActivationRun(recorder, facts, of: list, hasUnits: hasUnits) { table, count in
            try rows.leftOut([(table, count, ActivationTables.waysOut[table] ?? "")], in: run).first?.sentence
        }
    }

    private func outputs(_ run: Run) -> ActivationOutputs {
        var outputs = ActivationOutputs()
        (outputs.hasHDF5, outputs.hasFigures) = (export.hdf5, run.drawsFigures)
        outputs.table = run.writes("activations") ? export.csv : nil
        (outputs.dissimilarity, outputs.others) = (comparison.rdm, comparison.compareWith)
        (outputs.permutations, outputs.seed) = (comparison.permutations, options.seed)
        return outputs
    }
}

/// Where units are recorded.
enum RecordedPlace: String, ExpressibleByArgument { case fixation }

/// What is written beside the arrays.
struct ActivationExportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Also a table of the numbers: wide, a row per picture, or long, a row per number."))
    var csv: ActivationExport.Shape?

    @Flag(name: .customLong("hdf5"), help: "Also one HDF5 file with all of it.")
    var hdf5 = false
}

/// How layers are compared.
struct RepresentationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How unlike the layers find two pictures: correlation (1 − r) or euclidean."))
    var rdm: DissimilarityMeasure?

    @Option(
        help: ArgumentHelp(
            "Compare each layer with an array (.npy) of as many rows, or with the layers of another run; repeat it for more.",
            valueName: "npy|dir"))
    var compareWith: [String] = []

    @Option(help: ArgumentHelp("Permutations of the pictures, of which chance is told.", valueName: "n"))
    var permutations = 999

    var isAsked: Bool { !compareWith.isEmpty }

    /// The most pictures that are compared with each other.
    private static let mostPictures = 4096

    func validate() throws { try expect("--permutations", permutations, 1...1_000_000) }

    /// Pairs are as many as the square of pictures.
    func validate(pictures: Int) throws {
        guard rdm != nil || isAsked, pictures > Self.mostPictures else { return }
        throw ValidationError(
            "\(rdm == nil ? "--compare-with" : "--rdm"): \(pictures) pictures are more than the \(Self.mostPictures) that are compared; the arrays hold what they gave"
        )
    }
}

extension ActivationExport.Shape: ExpressibleByArgument {}
extension DissimilarityMeasure: ExpressibleByArgument {}
