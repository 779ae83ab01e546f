import ArgumentParser
import Archives
import Foundation
import Networks
import Planes
import ReceptiveFields
import Reports
import Retinotopy
import Workers

/// `striate map`: a picture's activity in V1, laid out as the cortex does.
struct Map: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows pictures to a V1 model and lays its activity out in the visual field and on the cortex.",
        discussion: """
            Example:
              striate map data/photos/camera.png --out out/camera
              striate map data/photos/coffee.png data/photos/chelsea.png --field 20 --foveate --npy --out out/two
              striate map --model data/alexnet/alexnet-features.onnx --layer conv2 data/photos/coffee.png --out out/conv2
            """)

    @Argument(help: "Pictures (PNG, JPEG, PGM, PPM), arrays (.npy), or folders of them.")
    var images: [String]

    @OptionGroup var cortex: CortexOptions
    @OptionGroup var tables: MapTableOptions

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
        if tables.npy, options.out == nil { throw ValidationError("--npy: arrays are files; name a folder with --out") }
    }

    func run() throws {
        var run = try Run(self, tables: MapStudy.tableNames)
        let list = try PictureList(images)
        if let warning = list.warning { run.warn(warning) }
        let shape = list.pictures.lazy.compactMap(\.file.header.arrayShape).first
        var (maps, settled) = try source(list.pictures.map(\.forMap), array: shape)
        let choice = try MapTableChoice(maps.sizes, tables, run: run)
        let output = try run.output()
        let progress = Progress(list.pictures.count, "pictures", quiet: options.quiet)
        var summaries: [MapSummary] = []
        var leftOut: [String] = []
        for index in list.pictures.indices {
            let study = try naming(model ?? "", picture: list.pictures[index].file.path) { try maps.study(index) }
            summaries.append(MapSummary(of: study))
            try choice.write(study, to: output)
            if run.drawsFigures {
                let figures = study.figures
                try output.write(figures)
                leftOut += figures.leftOut
            }
            progress.done(index + 1)
        }
        let report = MapReport(summaries, stages: maps.stages, explanation: explain ? maps.explanation : [])
        try output.finish(
            report: report.text(
                place: options.out, tables: choice.names, tooLong: choice.tooLong, figures: maps.figures,
                hasArrays: tables.npy, leftOut: leftOut),
            title: "Activity on the visual field and the cortex",
            record: run.record(
                inputs: list.pictures.map(\.file.path) + (model.map { [$0] } ?? []),
                settled: settled.merging(tables.rows.settled) { $1 },
                unused: model == nil ? [] : [design]))
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
