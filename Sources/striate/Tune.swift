import ArgumentParser
import Archives
import Foundation
import GSL
import GaborBanks
import Kernels
import Physiology
import Planes
import Reports
import Stimuli
import Workers

/// `striate tune`: shows bars, edges and gratings to units and records.
struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Does to a network's units what a physiologist does to a cell: gratings, bars, edges, sizes, contrasts.",
        discussion: """
            Example:
              striate tune data/alexnet/alexnet-features.onnx --out out/tuning
              striate tune --preset macaque-v1 --cells complex
            """)

    @Argument(help: "A model file; or a --preset in its place.")
    var model: String?

    @Option(
        help: ArgumentHelp("A convolution by name (with *) or index; the first otherwise.", valueName: "name|index"))
    var layer: String?

    @Option(help: ArgumentHelp("macaque-v1 records from a bank drawn from recorded cells.", valueName: "name"))
    var preset: String?

    @Option(help: ArgumentHelp("Filters of the preset (even: quadrature pairs).", valueName: "n"))
    var count = 64

    @Option(
        help: ArgumentHelp(
            "linear, simple (half-rectified) or complex (energy of quadrature pairs).", valueName: "kind"))
    var cells: CellKind = .simple

    @Option(
        help: ArgumentHelp(
            "Let the units divide each other's answers (Heeger 1992), with this part of their median best answer as σ.",
            valueName: "part"))
    var normalize: Double?

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var options: RunOptions

    func validate() throws {
        if let ppd, PixelsPerDegree(ppd) == nil { throw ValidationError("--ppd: \(ppd) is not possible; above 0") }
        if let normalize, !(normalize > 0 && normalize.isFinite) {
            throw ValidationError("--normalize: \(normalize) is not possible; above 0")
        }
        if (model == nil) == (preset == nil) {
            throw ValidationError("give a model file, or --preset macaque-v1, and not both")
        }
    }

    func run() throws {
        let run = try Run(options, tables: ["tuning", "tuning_curves", "population"])
        let subject = try model.map { try learned($0) } ?? designed()
        let search = GratingSearch(window: subject.window)
        let progress = Progress(1, "steps", quiet: options.quiet)
        _ = progress
        let study = try TuningStudy(
            name: subject.name, window: subject.window, cells: cells.words + (normalize == nil ? "" : ", normalised"),
            recordings: record(subject, search), check: TransformCheck(of: subject.planes, search: search),
            resolution: ppd.flatMap { PixelsPerDegree($0) }, fields: cells == .complex ? nil : subject.planes,
            seed: options.seed)
        let figures = run.drawsFigures ? study.figures : FigureSet()
        try run.finish(
            RunContents(
                report: TuningReport(study, source: subject.source).text(place: options.out, figures: figures),
                tables: study.tables, title: "\(subject.name) recorded from", figures: figures.files),
            inputs: model.map { [$0] } ?? [],
            resolved: [
                "layer": subject.name, "preset": preset ?? "", "count": "\(count)", "cells": cells.rawValue,
                "normalize": normalize.map { "\($0)" } ?? "", "ppd": ppd.map { "\($0)" } ?? "",
            ])
    }

    private func record(_ subject: TuningSubject, _ search: GratingSearch) throws -> [Recording] {
        switch cells {
        case .linear: try normalized(LinearUnits(subject.planes), search)
        case .simple: try normalized(RectifiedUnits(LinearUnits(subject.planes)), search)
        case .complex: try normalized(EnergyUnits(subject.pairs), search)
        }
    }

    private func normalized(_ units: some Units, _ search: GratingSearch) throws -> [Recording] {
        guard let normalize else { return try Recording.all(of: units, search: search) }
        return try Recording.all(of: NormalizedUnits(units, part: normalize, search: search), search: search)
    }

    private func learned(_ model: String) throws -> TuningSubject {
        guard cells != .complex else {
            throw ValidationError(
                "--cells complex: a learned layer has no quadrature pairs; simple, or --preset macaque-v1")
        }
        let file = try ModelFile(path: model)
        let choice = try file.choice(of: layer.map { LayerSelector($0) })
        let kernels = try file.kernels(of: choice.layer)
        return TuningSubject(
            name: choice.layer.name,
            source: "\(URL(fileURLWithPath: model).lastPathComponent) (\(file.format.displayName)), layer "
                + "\(choice.layer.name): \(kernels.count) kernels of \(kernels.channelCount) × \(kernels.size), each seen "
                + "through its principal colour. Taken because it is \(choice.reason).",
            window: kernels.size, planes: kernels.kernels.map { $0.seen(through: ColorAxes($0).principal) }, pairs: [])
    }

    private func designed() throws -> TuningSubject {
        guard preset == "macaque-v1" else {
            throw ValidationError("--preset: there is no preset '\(preset ?? "")'; did you mean 'macaque-v1'?")
        }
        let resolution = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        var generator = MersenneTwister(seed: options.seed)
        let bank = try MacaqueBank(count: count, at: resolution, size: PixelSize(side: 25)).drawn(using: &generator)
            .bank
        let planes = bank.filters.map { $0.kernel.channels[0] }
        return TuningSubject(
            name: preset ?? "",
            source: "\(bank.filters.count) filters of \(bank.size) drawn from macaque V1 at \(resolution.value) "
                + "pixels/degree, seed \(options.seed).",
            window: bank.size, planes: planes, pairs: bank.quadraturePairs.map { (planes[$0.even], planes[$0.odd]) })
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

/// What a weighted sum becomes on its way out of a cell.
enum CellKind: String, ExpressibleByArgument, CaseIterable {
    case linear, simple, complex

    var words: String {
        switch self {
        case .linear: "linear units"
        case .simple: "simple cells (half-rectified)"
        case .complex: "complex cells (energy of quadrature pairs)"
        }
    }
}
