public import ArgumentParser
import Archives
import Figures
import Foundation
import GSL
public import GaborBanks
import Kernels
import Physiology
import Planes
import Reports
import Runs
import Workers

/// `striate compare`: a layer beside a V1 bank and recorded cells.
struct Compare: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares a learned first layer with Gabors, a V1 bank and cells recorded in macaque V1.",
        discussion: """
            Example:
              striate compare data/alexnet/alexnet-features.onnx --out out/alexnet
              striate compare data/kernels/sparse_code/step-0000.npy data/kernels/sparse_code/step-1500.npy --series
            """)

    @OptionGroup var model: ModelOptions

    @Argument(help: "With --series: the files that follow.")
    var later: [String] = []

    @Flag(help: "Follow one layer through snapshots, given first to last.")
    var series = false

    @Option(
        help: ArgumentHelp("Pixels per degree, assumed, to compare peak frequencies in cycles/degree.", valueName: "n"))
    var ppd: Double?

    @Option(help: ArgumentHelp("Filters of the macaque-v1 bank to match with (even).", valueName: "n"))
    var count = 256

    @Option(help: ArgumentHelp("Best matches kept per kernel.", valueName: "k"))
    var top = 3

    @Flag(help: "Let a filter turn its phase within its quadrature pair.")
    var bestPhase = false

    @Option(help: ArgumentHelp("Recorded cells to set the kernels beside: simple, complex or all.", valueName: "type"))
    var cellType = CellType.simple

    @OptionGroup var recorded: CellOptions
    @OptionGroup var learning: WhiteningOptions
    @OptionGroup var null: NullOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--top", top, 1...1000)
        if !series, let extra = later.first {
            throw ValidationError("'\(extra)' is one file too many; one model, or several in order with --series")
        }
        try expectPositive("--ppd", ppd)
        if series {
            try refuseTyped(["--cells", "--cells-columns"], "a series has no comparison with cells; one model")
        }
    }

    func run() throws {
        let population = try recorded.population(options, nulls: null.nulls)
        if series { return try followSeries() }
        var run = try Run(self, tables: ["kernels", "matches", "tuning_curves", "population", "bank"])
        let (file, choice) = try model.open(in: &run)
        let stored = try file.kernels(of: choice.layer)
        let filter = try learning.filter
        let kernels = filter.map(stored.seenThrough) ?? stored
        let resolution = ppd.flatMap { PixelsPerDegree($0) }
        let bankResolution = try resolution ?? PixelsPerDegree(Self.customaryResolution).orUsage("--ppd")
        var generator = MersenneTwister(seed: options.seed)
        let bank = try MacaqueBank(count: count, at: bankResolution, size: kernels.size).drawn(using: &generator).bank
        let progress = Progress(kernels.count, "kernels", quiet: options.quiet)
        let comparison = Comparison(
            of: kernels, with: bank,
            settings: Comparison.Settings(
                seed: options.seed, nullCount: null.nulls, matchCount: top, bestPhase: bestPhase, cellType: cellType,
                resolution: resolution, bankResolution: bankResolution, cells: population),
            workers: Workers(options.jobs), finished: progress.done)
        let figures = run.drawsFigures ? comparison.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let report = ComparisonReport(
            comparison, file: model.name, format: file.format.displayName,
            layer: choice.layer.name, reason: choice.reason,
            notes: file.cautions(on: choice.layer, kernels: stored) + learning.notes,
            readings: file.readingsInWords(of: choice.layer)
        ).text(place: options.out, figures: figures.pictures, leftOut: figures.leftOut)
        try run.finish(
            RunContents(
                report: report, tables: comparison.tables, title: "\(choice.layer.name) compared with V1",
                figures: figures.files),
            inputs: [model.model] + (learning.file.map { [$0] } ?? []) + (recorded.cells.map { [$0] } ?? []),
            settled: model.settled(choice.layer))
    }

    /// 8° across 224 pixels, as model comparisons with V1 assume (Marques, Schrimpf & DiCarlo 2021).
    static let customaryResolution = 28.0
}

extension CellType: ExpressibleByArgument {}
