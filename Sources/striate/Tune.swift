import ArgumentParser
import Archives
import Foundation
import GSL
import GaborBanks
import Kernels
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
        help: ArgumentHelp("A convolution by name (with *) or index; the first otherwise.", valueName: "name|index"))
    var layer: String?

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
    }

    func run() throws {
        let run = try Run(options, tables: ["tuning", "tuning_curves", "population"])
        let subject = try model.map { try learned($0) } ?? designed()
        let search = GratingSearch(window: subject.window)
        let study = try TuningStudy(
            name: subject.name, window: subject.window, cells: cellsInWords, recordings: record(subject, search),
            check: TransformCheck(of: subject.planes, search: search), resolution: ppd.flatMap { PixelsPerDegree($0) },
            fields: cells == .complex ? nil : subject.planes, seed: options.seed)
        let figures = run.drawsFigures ? study.figures : FigureSet()
        try run.finish(
            RunContents(
                report: TuningReport(study, source: subject.source).text(place: options.out, figures: figures),
                tables: study.tables, title: "\(subject.name), recorded from", figures: figures.files),
            inputs: model.map { [$0] } ?? [], resolved: resolved(subject))
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

    private func resolved(_ subject: TuningSubject) -> [String: String] {
        let own = [
            "layer": subject.name, "cells": cells.rawValue, "normalize": normalize.map { "\($0)" } ?? "",
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
