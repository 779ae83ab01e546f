import ArgumentParser
import Archives
import Physiology
import Planes
import Reports
import Runs

/// `striate tune`: shows bars, edges and gratings to units and records.
struct Tune: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
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
            "The first convolution's kernels, or any map of a network, which is then run, by name (with *) or index; repeat it to compare layers.",
            valueName: "name|index"))
    var layer: [String] = []

    @Option(help: ArgumentHelp("Units of a layer that is run, such as 0,4-7 (default: all).", valueName: "list"))
    var units: IndexList?

    @OptionGroup var reading: WeightReadingOptions
    @OptionGroup var input: InputOptions

    @Option(
        help: ArgumentHelp(
            "linear, simple (half-rectified; the default), complex (quadrature energy) or directional (quadrature in space and time); or recorded cells to set them beside: a file as compare takes it, or 'list'. Twice for both.",
            valueName: "kind|file|list"))
    var cells: [CellChoice] = []

    @OptionGroup var columns: CellColumnOptions

    @Option(
        help: ArgumentHelp(
            "Let the units divide each other's answers (Heeger 1992), with this part of their median best answer as σ.",
            valueName: "part"))
    var normalize: Double?

    @Option(
        help: ArgumentHelp(
            "With --normalize: places of the pool on each side, half a window apart; from 1 on what is beside a field suppresses.",
            valueName: "n"))
    var surround = 0

    @Option(
        help: ArgumentHelp(
            "Exponent of the drive at the cells' output (default: 1, with --normalize 2).", valueName: "n"))
    var exponent: Double?

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var design: BankOptions
    @OptionGroup var part: ShardOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try part.validate(options)
        try expectPositive("--ppd", ppd)
        try expectPositive("--normalize", normalize)
        try expectPositive("--exponent", exponent)
        try expect("--surround", surround, 0...4)
        if surround > 0, normalize == nil {
            throw ValidationError("--surround: the pool of what? add --normalize 0.1")
        }
        if kind == .linear, exponent != nil {
            throw ValidationError("--exponent: a linear unit answers with its sign; --cells simple")
        }
        for choices in [kinds.map(\.rawValue), files] where choices.count > 1 {
            throw ValidationError("--cells: \(choices.joined(separator: " and ")) are one too many")
        }
        if model != nil, kind.needsPairs {
            throw ValidationError(
                "--cells: \(kind.rawValue) is not possible for a learned layer, which has no quadrature pairs; linear or simple"
            )
        }
        if model == nil {
            try design.refuseField()
            if !layer.isEmpty { throw ValidationError("--layer: a layer is of a model; name its file") }
            try refuseTyped(["--layout", "--channels"], "it is for the weights of a model; name its file")
        } else {
            try refuseTyped(BankOptions.typed, "it designs a bank, which is recorded from if no model is named")
        }
        if Set(layer).count < layer.count { throw ValidationError("--layer: each layer once") }
    }

    private var kinds: [FilterCells.Kind] { cells.compactMap { if case .kind(let kind) = $0 { kind } else { nil } } }
    private var files: [String] { cells.compactMap { if case .file(let path) = $0 { path } else { nil } } }
    /// What cells make of what their filters give.
    var kind: FilterCells.Kind { kinds.first ?? .simple }
    /// Whether it was asked for.
    var isKindChosen: Bool { !kinds.isEmpty }

    /// Pixels per degree, where they are said.
    var resolution: PixelsPerDegree? { ppd.flatMap { PixelsPerDegree($0) } }

    func run(from parts: MergedParts?) throws {
        let population = try columns.population(of: files.first, options)
        let run = try Run(self, tables: TuningStudy.tableNames, from: parts)
        let sources = try model.map { try self.sources(from: reading.open($0)) } ?? [designed()]
        let chosen = sources.map { units?.indices ?? $0.layer.all }
        let settled = [
            "layer": sources.map(\.layer.name).joined(separator: ","),
            "cells": ([kind.rawValue] + files).joined(separator: " "),
        ].merging(model == nil ? design.settled(wavelengths: Bank.wavelengths) : [:]) { $1 }
        let unused: [any ParsableArguments] = model == nil ? [] : [design]
        let inputs = (model.map { [$0] } ?? []) + files
        let work = try part.work(
            self, run, settled: settled, files: ["model": model, "cells": files.first],
            items: chosen.reduce(0) { $0 + $1.count })
        var items = try run.items(of: work, as: TunedUnit.self, "units")
        try record(sources.map(\.layer), chosen, &items)
        if items.isPart {
            return try run.finishPart(items, "units", inputs: inputs, settled: settled, unused: unused)
        }
        let studies = try studies(sources.map(\.layer), chosen, items.findings, beside: population)
        let figures = run.drawsFigures ? TuningStudy.figures(of: studies) : FigureSet()
        let report = TuningReport(studies, sources: sources.map(\.words))
        try run.finish(
            items.draft,
            RunContents(
                report: report.text(place: options.out, figures: figures), tables: TuningStudy.tables(of: studies),
                title: "Recordings from \(studies.map(\.name).joined(separator: ", "))", figures: figures.files),
            inputs: inputs, settled: settled, unused: unused)
    }

    /// Records from the units of each layer that are still to be recorded from.
    private func record(
        _ layers: [any TunableUnits], _ chosen: [[Int]], _ items: inout RunItems<TunedUnit>
    ) throws {
        var first = 0
        for (layer, units) in zip(layers, chosen) {
            let own = items.todo.filter { first..<first + units.count ~= $0 }.map { units[$0 - first] }
            first += units.count
            guard !own.isEmpty else { continue }
            let progress = Progress(layer.steps(units: own.count), "steps of \(layer.name)", quiet: options.quiet)
            try naming(model ?? "") {
                try layer.record(own, seed: options.seed, finished: progress.done) { try items.finish($0) }
            }
        }
    }

    private func studies(
        _ layers: [any TunableUnits], _ chosen: [[Int]], _ units: [TunedUnit], beside population: CellPopulation?
    ) throws -> [TuningStudy] {
        var rest = units[...]
        return try zip(layers, chosen).map { layer, chosen in
            defer { rest = rest.dropFirst(chosen.count) }
            return try layer.study(
                of: Array(rest.prefix(chosen.count)), resolution: resolution,
                seed: options.seed, population: population)
        }
    }
}
