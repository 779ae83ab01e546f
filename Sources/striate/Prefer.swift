import ArgumentParser
import Archives
import Figures
import Foundation
import Inference
import Physiology
import Reports
import Runs
import Tables
import Workers

/// `striate prefer`: what drives each channel of a layer most.
struct Prefer: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "prefer",
        abstract: "Finds what drives each channel most: patches of pictures, and pictures made for it.",
        discussion: """
            Example:
              striate prefer data/alexnet/alexnet-features.onnx --layer relu1 --images data/photos --out out/prefer
              striate prefer data/lenet/lenet-5.onnx --layer C3 --images data/digits/mnist_5k.csv.gz --every 10 --synthesise
            """)

    @Argument(help: .network)
    var model: String

    @OptionGroup var looked: RecordedUnitOptions

    @Option(
        help: ArgumentHelp(
            "Of each map only this unit (default: every unit; for --synthesise the one in the middle).",
            valueName: "row,col"))
    var place: Place?

    @Option(
        help: ArgumentHelp(
            "Pictures (\(ImageFormat.pictureNames), .npy), a folder of them, or a CSV with a picture in each row; - is standard input; repeat it for more.",
            valueName: "dir"))
    var images: [String] = []

    @Option(help: ArgumentHelp("Of a CSV: each N-th row.", valueName: "n"))
    var every = 1

    @Option(help: ArgumentHelp("Patches of each channel.", valueName: "n"))
    var top = 9

    @Option(help: ArgumentHelp("The most of them that are of one picture.", valueName: "n"))
    var perPicture = 1

    @OptionGroup var making: SynthesisOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--every", every, 1...)
        try expect("--top", top, 1...1000)
        try expect("--per-picture", perPicture, 1...1000)
        if images.isEmpty, !making.synthesise {
            throw ValidationError("--images: name pictures to look through, or make some with --synthesise")
        }
    }

    func run() throws {
        var run = try Run(self, tables: [PreferredChannels.tableName])
        let source = try images.isEmpty ? nil : PictureSource(images, every: every)
        if let warning = source?.warning { run.warn(warning) }
        let pictures = source?.pictures ?? []
        let arrays: (count: Int, shape: [Int]?) = source?.arrays ?? (0, nil)
        let network = try input.network(
            model, arrays: arrays, of: max(pictures.count, 1), workers: Workers(options.jobs))
        let unit = place.map { (row: $0.row, column: $0.column) }
        let study = try preparing {
            try PreferenceStudy(
                network, layers: looked.layer, units: looked.units.map(\.choice),
                search: PatchSearch.Settings(kept: top, perPicture: perPicture, place: unit),
                ascent: making.settings, seed: options.seed)
        }
        let output = try run.output()
        var report = PreferenceReport(
            model: URL(fileURLWithPath: model).lastPathComponent, pictures: pictures.count, ascent: making.settings,
            preprocessing: network.preprocessingSummary(arrays: arrays.count, of: max(pictures.count, 1)))
        let ready: @Sendable (Int) throws -> ReadyPicture = { index in
            try naming(model, picture: pictures[index].path) { try network.ready(pictures[index].shown()) }
        }
        let looking = Progress(pictures.count, "pictures", quiet: options.quiet)
        let best = try naming(model) {
            try study.search.best(of: pictures.count, shown: ready, finished: looking.done)
        }
        let ascending = Progress(study.channelCount, "channels", quiet: options.quiet)
        for piece in study.pieces {
            let stimuli = try naming(model) {
                try study.stimuli(of: piece) { ascending.done(piece.before + $0) }
            }
            let patches = pictures.isEmpty ? [] : Array(best[piece.place][piece.channels])
            let found = PreferredChannels(
                of: piece.layer, file: piece.file, patches: patches, stimuli: stimuli,
                sources: pictures.map { ($0.name, $0.row) })
            report.add(found)
            try output.append(found.table)
            guard run.drawsFigures else { continue }
            let window = piece.layer.window
            let views = try study.search.views(of: patches, shown: ready) {
                PreferredChannels.view(of: $0, in: window)
            }
            try draw(found, piece, views, study.search.recorder.network, to: output)
        }
        try output.finish(
            report: report.text(place: options.out), title: "What channels of \(model.fileName) prefer",
            record: run.record(
                inputs: [model] + (source?.paths ?? []),
                settled: input.settled(network, arrays: arrays.count, of: max(pictures.count, 1))
                    .merging(["layer": study.search.recorder.layers.map(\.name).joined(separator: " ")]) { $1 }))
    }

    /// An error names the file, or the option that it is about.
    private func preparing<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            guard case InferenceError.noSuchPlace = error else { return try naming(model) { throw error } }
            throw ValidationError("--place: \(error)")
        }
    }

    private func draw(
        _ found: PreferredChannels, _ piece: PreferenceStudy.Piece, _ views: [[Picture]], _ network: RunnableNetwork,
        to output: RunOutput
    ) throws {
        let figures = try found.figures(
            model: URL(fileURLWithPath: model).lastPathComponent, views: views, part: piece.part,
            isBlueFirst: network.preprocessing.isBlueFirst)
        for figure in figures { try output.write("figures/\(figure.name)", figure.data) }
        for (name, array) in found.arrays { try output.write("arrays/\(name)", array.bytes) }
    }
}
