import ArgumentParser
import Archives
import Foundation
import Networks
import Planes
import ReceptiveFields
import Reports
import Retinotopy
import Runs
import Workers

/// `striate map`: a picture's activity in V1, laid out as the cortex does.
struct Map: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Shows pictures to a V1 model and lays its activity out in the visual field and on the cortex.",
        discussion: """
            Example:
              striate map data/photos/camera.png --out out/camera
              striate map data/photos/coffee.png data/photos/chelsea.png --field 20 --foveate --npy --out out/two
              striate map data/photos/chelsea.png --preset macaque-v1 --count 32 --eccentricity field --out out/grown
              striate map --model data/alexnet/alexnet-features.onnx --layer conv2 data/photos/coffee.png --out out/conv2
            """)

    @Argument(help: "Pictures (\(ImageFormat.pictureNames)), arrays (.npy), or folders of them; - is standard input.")
    var images: [String]

    @OptionGroup var cortex: CortexOptions
    @OptionGroup var tables: MapTableOptions
    @OptionGroup var part: ShardOptions

    @Flag(help: "Say how each filter is applied, and what that takes.")
    var explain = false

    @Option(
        help: ArgumentHelp(
            "A network in place of the bank: ONNX, PyTorch .pt2, Keras, TensorFlow Lite or Caffe.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Of the network: a layer by name (with *) or index (default: the last map).", valueName: "name|index"))
    var layer: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var design: BankOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try part.validate(options)
        if model != nil {
            if cortex.isOfBank || explain {
                throw ValidationError(
                    "--model: --lgn, --normalize, --foveate, --linear, --stride and --explain are for the bank")
            }
            try refuseTyped(
                ["--cells", "--boundary"] + BankOptions.typed, "it is for the bank; leave out one of it and --model")
        }
        if model == nil, layer != nil || input.preprocess != nil || input.input != nil {
            throw ValidationError("--layer, --preprocess and --input are for a network; name it with --model")
        }
        if explain, design.eccentricity == .field {
            throw ValidationError(
                "--explain: filters that grow (--eccentricity field) are applied anew on every ring; name degrees to see how"
            )
        }
        if tables.npy, options.out == nil { throw ValidationError("--npy: arrays are files; name a folder with --out") }
    }

    func run(from parts: MergedParts?) throws {
        var run = try Run(self, tables: MapStudy.tableNames, from: parts)
        let list = try PictureList(images)
        if let warning = list.warning { run.warn(warning) }
        let shape = list.pictures.lazy.compactMap(\.file.header.arrayShape).first
        var (maps, settled) = try source(list.pictures.map(\.forMap), array: shape)
        settled.merge(tables.rows.settled) { $1 }
        let unused: [any ParsableArguments] = model == nil ? [] : [design]
        let choice = try MapTableChoice(maps.sizes, tables, run: run)
        let work = try part.work(
            self, run, settled: settled, files: ["model": model], digests: ["pictures": list.digest],
            items: list.pictures.count)
        var items = try run.items(of: work, as: PictureFinding<MapSummary>.self, "pictures")
        let progress = Progress(work.items, "pictures", quiet: options.quiet)
        for index in items.todo {
            let study = try naming(model ?? "", picture: list.pictures[index].file.path) { try maps.study(index) }
            try choice.write(study, to: items.draft, Workers(options.jobs))
            let figures = run.drawsFigures ? study.figures(workers: Workers(options.jobs)) : FigureSet()
            try items.draft.write(figures)
            try items.finish(
                PictureFinding(
                    MapSummary(of: study), explanation: explain ? maps.explanation : [], leftOut: figures.leftOut))
            progress.done(index + 1)
        }
        let inputs = work.own.map { list.pictures[$0].file.path } + (model.map { [$0] } ?? [])
        if items.isPart {
            return try run.finishPart(items, "pictures", inputs: inputs, settled: settled, unused: unused)
        }
        let findings = items.findings
        let report = MapReport(
            findings.map(\.summary), stages: maps.stages, explanation: findings.last?.explanation ?? [])
        try run.finish(
            items.draft,
            report: report.text(
                place: options.out, tables: choice.names, tooLong: choice.tooLong, figures: maps.figures,
                hasArrays: tables.npy, leftOut: findings.flatMap(\.leftOut)),
            title: "Activity on the visual field and the cortex", inputs: inputs, settled: settled, unused: unused)
    }

    /// Where the activity comes from, and the options that were left open.
    private func source(_ pictures: [MapPicture], array shape: [Int]?) throws -> (
        any ReportedMaps, settled: [String: String]
    ) {
        guard let model else {
            return (
                try BankMaps(
                    of: pictures,
                    by: cortex.pipeline(
                        design, wavelengths: Self.wavelengths, seed: options.seed, workers: Workers(options.jobs))),
                design.settled(wavelengths: Self.wavelengths)
            )
        }
        let (arrays, count) = (pictures.count { $0.array != nil }, pictures.count)
        let network = try input.network(
            model, arrays: (arrays, shape), of: count, workers: Workers(options.jobs))
        let maps = try naming(model) {
            try NetworkMaps(
                of: pictures, in: network, file: model, layer: layer, degrees: cortex.field,
                fixation: cortex.gaze, cortex: cortex.cortex.map)
        }
        let bankOnly = ["cells": "", "stride": "", "boundary": ""]
        return (
            maps,
            input.settled(network, arrays: arrays, of: count).merging(bankOnly) { $1 }.merging([
                "layer": maps.target.node.label
            ]) { $1 }
        )
    }

    /// Pixels, where none are given: three octaves.
    private static let wavelengths = [4.0, 8, 16]
}
