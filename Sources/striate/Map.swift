public import ArgumentParser
import Archives
import Foundation
import Networks
public import Planes
import ReceptiveFields
import Reports
public import Retinotopy
import Workers

/// `striate map`: a picture's activity in V1, laid out as the cortex does.
struct Map: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows pictures to a V1 model and lays its activity out in the visual field and on the cortex.",
        discussion: """
            Example:
              striate map data/photos/camera.png --out out/camera
              striate map photos/ --field 20 --foveate --npy --out out/photos
              striate map --model data/alexnet/alexnet-features.onnx --layer conv2 photo.jpg --out out/conv2
            """)

    @Argument(help: "Pictures (PNG, JPEG, PGM, PPM), or folders of them.")
    var images: [String]

    @Option(help: ArgumentHelp("Degrees of visual angle that a picture's width spans.", valueName: "degrees"))
    var field = 16.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The pixel looked at, right and down (default: the middle).", valueName: "x,y"))
    var fixation: NumberList?

    @Option(help: ArgumentHelp("Pass the picture through the LGN: parvo or magno.", valueName: "layers"))
    var lgn: RelayCells.Kind?

    @Option(help: ArgumentHelp("linear, simple (half-rectified) or complex (quadrature energy).", valueName: "kind"))
    var cells = V1Model.Cells.complex

    @Option(
        help: ArgumentHelp("Divide by the activity of all cells at a place; a contrast, such as 0.1.", valueName: "σ"))
    var normalize: Double?

    @Option(help: ArgumentHelp("Beyond the edge: reflect, wrap or zero.", valueName: "kind"))
    var boundary = Boundary.reflect

    @Option(help: ArgumentHelp("Pixels from unit to unit; auto has 128 on the longer side.", valueName: "n|auto"))
    var stride = "auto"

    @Option(
        help: ArgumentHelp(
            "polimeni-v1, polimeni-v2, polimeni-v3, monopole, horton-hoyt or dougherty.", valueName: "map"))
    var cortex = CorticalMap.Named.polimeniV1

    @Flag(help: "Filter light, not the code of sRGB.")
    var linear = false

    @Flag(help: "Let the retina sample coarser outwards, as cortical magnification falls.")
    var foveate = false

    @Option(help: ArgumentHelp("Channels of activation_map, such as 0,4-7 (default: all).", valueName: "list"))
    var channels: IndexList?

    @Option(help: ArgumentHelp("The most rows that a table may have.", valueName: "n"))
    var maxRows = 1_000_000

    @Flag(help: "Also write arrays (.npy); tables beyond --max-rows are then left out.")
    var npy = false

    @Flag(help: "Say how each filter is applied, and what that takes.")
    var explain = false

    @Option(help: ArgumentHelp("A network in place of the bank: ONNX.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Of the network: a layer by name (with *) or index (default: the last map).", valueName: "name|index"))
    var layer: String?

    @OptionGroup var input: InputOptions
    @OptionGroup var design: BankOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        if let fixation, fixation.values.count != 2 {
            throw ValidationError("--fixation: \(fixation) is not possible; two numbers, x,y")
        }
        let isOfBank = lgn != nil || normalize != nil || foveate || linear || stride != "auto" || explain
        if model != nil, isOfBank {
            throw ValidationError(
                "--model: --lgn, --normalize, --foveate, --linear, --stride and --explain are for the bank")
        }
        if model == nil, layer != nil || input.preprocess != nil || input.input != nil {
            throw ValidationError("--layer, --preprocess and --input are for a network; name it with --model")
        }
        if maxRows < 1 { throw ValidationError("--max-rows: \(maxRows) is not possible; at least 1") }
        if npy, options.out == nil { throw ValidationError("--npy: arrays are files; name a folder with --out") }
    }

    func run() throws {
        var run = try Run(self, tables: MapStudy.tableNames)
        let list = try PictureList(images)
        if let warning = list.warning { run.warn(warning) }
        var (maps, settled) = try source(list.pictures.map(\.forMap))
        let tables = try MapTableChoice(maps.sizes, channels: channels, mostRows: maxRows, npy: npy, run: run)
        let output = try run.output()
        let progress = Progress(list.pictures.count, "pictures", quiet: options.quiet)
        var summaries: [MapSummary] = []
        var leftOut: [String] = []
        for index in list.pictures.indices {
            let study = try naming(model ?? "") { try maps.study(index) }
            summaries.append(MapSummary(of: study))
            try tables.write(study, to: output)
            if run.drawsFigures {
                let figures = study.figures
                for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
                leftOut += figures.leftOut
            }
            progress.done(index + 1)
        }
        let report = MapReport(summaries, stages: maps.stages, explanation: explain ? maps.explanation : [])
        try output.finish(
            report: report.text(
                place: options.out, tables: tables.names, tooLong: tables.tooLong, figures: maps.figures,
                hasArrays: npy, leftOut: leftOut),
            title: "Activity on the visual field and the cortex",
            record: run.record(
                inputs: list.pictures.map(\.file.path) + (model.map { [$0] } ?? []), settled: settled,
                unused: model == nil ? [] : [design]))
    }

    private var gaze: (x: Double, y: Double)? { fixation.map { ($0.values[0], $0.values[1]) } }

    /// Where the activity comes from, and the options that were left open.
    private func source(_ pictures: [MapPicture]) throws -> (any ReportedMaps, settled: [String: String]) {
        guard let model else {
            return (
                try BankMaps(of: pictures, by: pipeline()), design.settled(wavelengths: Self.wavelengths)
            )
        }
        let network = try input.network(model, workers: Workers(options.jobs))
        let maps = try naming(model) {
            try NetworkMaps(
                of: pictures, in: network, file: model, layer: layer, degrees: field, fixation: gaze,
                cortex: cortex.map)
        }
        let bankOnly = ["cells": "", "stride": "", "boundary": ""]
        return (
            maps, input.settled(network).merging(bankOnly) { $1 }.merging(["layer": maps.target.node.label]) { $1 }
        )
    }

    private func pipeline() throws -> MapPipeline {
        let step = try stride == "auto" ? nil : Int(stride).orUsage("--stride")
        return MapPipeline(
            bank: { resolution in
                try design.bank(
                    wavelengths: Self.wavelengths, at: resolution,
                    // Two degrees hold the recorded cells' fields.
                    presetSide: min(2 * Int(resolution.value.rounded(.up)) + 1, 255), seed: options.seed)
            }, relay: lgn, cells: cells,
            normalization: try normalize.map { try DivisiveNormalization(semisaturation: $0) }, boundary: boundary,
            stride: step, degrees: field, fixation: gaze, cortex: cortex.map, isLinear: linear,
            isFoveated: foveate, workers: Workers(options.jobs))
    }

    /// Pixels, where none are given: three octaves.
    private static let wavelengths = [4.0, 8, 16]
}

extension RelayCells.Kind: ExpressibleByArgument {}
extension V1Model.Cells: ExpressibleByArgument {}
extension Boundary: ExpressibleByArgument {}
extension CorticalMap.Named: ExpressibleByArgument {}
