import ArgumentParser
import Archives
import Foundation
import GSL
import GaborBanks
import Kernels
import Networks
import Physiology
import Planes
import Reports
import Retinotopy
import Workers

/// `striate tune`: shows bars, edges and gratings to units and records.
struct Tune: ParsableCommand {
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
            "The first convolution's kernels by name (with *) or index, or any map of an ONNX network, which is then run; repeat it to compare layers.",
            valueName: "name|index"))
    var layer: [String] = []

    @Option(help: ArgumentHelp("Units of a layer that is run, such as 0,4-7 (default: all).", valueName: "list"))
    var units: IndexList?

    @OptionGroup var input: InputOptions

    @Option(help: ArgumentHelp("linear, simple (half-rectified) or complex (quadrature energy).", valueName: "kind"))
    var cells = V1Model.Cells.simple

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
        let run = try Run(options, tables: TuningStudy.tableNames)
        let (studies, sources) = try studies()
        let figures = run.drawsFigures ? TuningStudy.figures(of: studies) : FigureSet()
        let report = TuningReport(studies, sources: sources)
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: TuningStudy.tables(of: studies),
                title: "\(studies.map(\.name).joined(separator: ", ")), recorded from", figures: figures.files),
            inputs: model.map { [$0] } ?? [], resolved: resolved(studies))
    }

    private var resolution: PixelsPerDegree? { ppd.flatMap { PixelsPerDegree($0) } }

    private func studies() throws -> (studies: [TuningStudy], sources: [String]) {
        let running = try runningLayers()
        guard running.isEmpty else {
            if normalize != nil { throw ValidationError("--normalize: units of a running network are as they are") }
            let studies = try running.map {
                try $0.study(units: units?.indices, resolution: resolution, seed: options.seed, quiet: options.quiet)
            }
            let cautions = try model.map { try startingCautions($0) } ?? []
            return (studies, running.map { ([$0.source] + cautions).joined(separator: " ") })
        }
        if units != nil || input.preprocess != nil || input.input != nil {
            throw ValidationError(
                "--units, --preprocess and --input are for a layer that is run, such as one behind the first convolution"
            )
        }
        let subject = try model.map { try learned($0) } ?? designed()
        let search = GratingSearch(window: subject.window)
        let fields = cells == .complex ? [] : subject.planes
        let study = try TuningStudy(
            name: subject.name, window: subject.window, cells: cellsInWords, recordings: record(subject, search),
            check: TransformCheck(of: subject.planes, search: search), resolution: resolution,
            fields: Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($0, $1) }), fieldTitle: "weights",
            seed: options.seed)
        return ([study], [subject.source])
    }

    /// The layers that are run rather than read as kernels: those named, unless the only one is a first convolution.
    private func runningLayers() throws -> [NetworkLayer] {
        guard let model, !layer.isEmpty else { return [] }
        let file = try ModelFile(path: model)
        guard file.format == .onnx else {
            guard layer.count == 1 else {
                throw ValidationError("--layer: \(file.format.displayName) holds no network to run; name one layer")
            }
            return []
        }
        let network = try Network(path: model)
        let names = try layer.map { name -> String in
            let isThere = network.nodes.contains { $0.label == name || $0.outputs.contains(name) }
            return isThere ? name : try file.choice(of: LayerSelector(name)).layer.name
        }
        let isKernels =
            names.count == 1
            && network.nodes.contains { node in
                node.label == names[0] && node.op == .conv && network.inputs.contains { $0.name == node.inputs[0] }
            }
        guard !isKernels else { return [] }
        return try names.map {
            try NetworkLayer(
                model, layer: $0, preprocess: input.preprocess, size: input.input, workers: Workers(options.jobs))
        }
    }

    /// What is to be known of the weights that a running network begins with.
    private func startingCautions(_ model: String) throws -> [String] {
        let file = try ModelFile(path: model)
        // Weights that cannot be read are for whoever runs them to refuse.
        guard let layer = file.layers.first, let kernels = try? file.kernels(of: layer) else { return [] }
        return file.cautions(on: layer, kernels: kernels).map {
            "Of its first convolution, \(layer.name): \($0)"
        }
    }

    private func record(_ subject: TuningSubject, _ search: GratingSearch) throws -> [Recording] {
        switch cells {
        case .linear: try record(LinearUnits(subject.planes), search)
        case .simple: try record(RectifiedUnits(LinearUnits(subject.planes)), search)
        case .complex: try record(EnergyUnits(subject.pairs), search)
        }
    }

    private func record(_ units: some Units, _ search: GratingSearch) throws -> [Recording] {
        let progress = Progress(units.count + search.frequencies.count, "steps", quiet: options.quiet)
        func all(_ units: some Units) throws -> [Recording] {
            try Recording.all(of: units, search: search, finished: progress.done)
        }
        return try normalize.map { try all(NormalizedUnits(units, part: $0, search: search)) } ?? all(units)
    }

    private func learned(_ model: String) throws -> TuningSubject {
        let file = try ModelFile(path: model)
        let choice = try file.choice(of: layer.first.map { LayerSelector($0) })
        let kernels = try file.kernels(of: choice.layer)
        let notes = file.cautions(on: choice.layer, kernels: kernels) + file.readings(of: choice.layer)
        return TuningSubject(
            name: choice.layer.name,
            source: ([
                "\(URL(fileURLWithPath: model).lastPathComponent) (\(file.format.displayName)), layer "
                    + "\(choice.layer.name): \(kernels.count) kernels of \(kernels.channelCount) × \(kernels.size), each seen "
                    + "through its principal colour. Taken because it is \(choice.reason)."
            ] + notes).joined(separator: " "),
            window: kernels.size, planes: kernels.kernels.map { $0.seen(through: ColorAxes($0).principal) }, pairs: [])
    }

    private func designed() throws -> TuningSubject {
        let resolution = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let (bank, notes) = try design.bank(
            wavelengths: Bank.wavelengths, at: resolution, presetSide: 25, seed: options.seed)
        let planes = bank.filters.map { $0.kernel.channels[0] }
        let pairs = bank.quadraturePairs.map { (planes[$0.even], planes[$0.odd]) }
        guard cells != .complex || !pairs.isEmpty else {
            throw ValidationError("--cells: complex is not possible without quadrature pairs; phases 0,90 make them")
        }
        let source = "The bank \(bank.name): \(bank.filters.count) filters of \(bank.size)."
        return TuningSubject(
            name: bank.name, source: ([source] + notes).joined(separator: " "), window: bank.size, planes: planes,
            pairs: pairs)
    }

    private var cellsInWords: String {
        let words =
            switch cells {
            case .linear: "linear units"
            case .simple: "simple cells (half-rectified)"
            case .complex: "complex cells (energy of quadrature pairs)"
            }
        return normalize.map { "\(words), normalised with σ = \($0) of their median best answer" } ?? words
    }

    private func resolved(_ studies: [TuningStudy]) -> [String: String] {
        let own = [
            "layer": studies.map(\.name).joined(separator: ","), "units": units.map { "\($0)" } ?? "",
            "preprocess": input.preprocess ?? "", "cells": cells.rawValue, "normalize": normalize.map { "\($0)" } ?? "",
            "ppd": ppd.map { "\($0)" } ?? "",
        ]
        return model == nil ? design.resolved(wavelengths: Bank.wavelengths).merging(own) { a, _ in a } : own
    }
}

/// What is recorded from.
private struct TuningSubject {
    let name: String
    let source: String
    let window: PixelSize
    let planes: [Plane]
    let pairs: [(even: Plane, odd: Plane)]
}
