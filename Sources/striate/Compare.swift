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
        abstract: "Compares a learned first layer with Gabors, a V1 bank and cells recorded in macaque V1.",
        discussion: """
            Example:
              striate compare data/alexnet/alexnet-features.onnx --out out/alexnet
              striate compare step-0.npy step-100.npy step-1000.npy --series
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

    @Option(
        help: ArgumentHelp(
            "The filter that pictures went through before they met the kernels: olshausen, or a file whose first kernel it is.",
            valueName: "olshausen|file"))
    var whitening: String?

    @Option(help: ArgumentHelp("Noise kernels per kernel for the null.", valueName: "n"))
    var nulls = LayerStudy.defaultNullCount

    @OptionGroup var options: RunOptions

    func validate() throws {
        if !(1...1000).contains(top) { throw ValidationError("--top: \(top) is not possible; from 1 to 1000") }
        if !(19...9999).contains(nulls) {
            throw ValidationError("--nulls: \(nulls) is not possible; from 19 (for p = 0.05) to 9999")
        }
        if !series, let extra = later.first {
            throw ValidationError("'\(extra)' is one file too many; one model, or several in order with --series")
        }
        if let ppd, PixelsPerDegree(ppd) == nil { throw ValidationError("--ppd: \(ppd) is not possible; above 0") }
    }

    func run() throws {
        if series { return try followSeries() }
        var run = try Run(self, tables: ["kernels", "matches", "tuning_curves", "population", "bank"])
        let (file, choice) = try model.open(in: &run)
        let stored = try file.kernels(of: choice.layer)
        let filter = try whiteningFilter
        let kernels = filter.map(stored.seenThrough) ?? stored
        let resolution = ppd.flatMap { PixelsPerDegree($0) }
        let bankResolution = try resolution ?? PixelsPerDegree(Self.customaryResolution).orUsage("--ppd")
        var generator = MersenneTwister(seed: options.seed)
        let bank = try MacaqueBank(count: count, at: bankResolution, size: kernels.size).drawn(using: &generator).bank
        let progress = Progress(kernels.count, "kernels", quiet: options.quiet)
        let comparison = Comparison(
            of: kernels, with: bank,
            settings: Comparison.Settings(
                seed: options.seed, nullCount: nulls, matchCount: top, bestPhase: bestPhase, cellType: cellType,
                resolution: resolution, bankResolution: bankResolution),
            workers: Workers(options.jobs), finished: progress.done)
        let figures = run.drawsFigures ? comparison.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let report = ComparisonReport(
            comparison, file: model.name, format: file.format.displayName,
            layer: choice.layer.name, reason: choice.reason,
            readings: file.cautions(on: choice.layer, kernels: stored) + file.readings(of: choice.layer) + filterInWords
        ).text(place: options.out, figures: figures.pictures, leftOut: figures.leftOut)
        try run.finish(
            RunContents(
                report: report, tables: comparison.tables, title: "\(choice.layer.name) compared with V1",
                figures: figures.files),
            inputs: [model.model] + whiteningFile,
            settled: model.settled(choice.layer))
    }

    private var whiteningFile: [String] { whitening.flatMap { $0 == "olshausen" ? nil : [$0] } ?? [] }

    /// The filter that the kernels are looked at through, if they were learnt behind one.
    var whiteningFilter: WhiteningFilter? {
        get throws {
            guard let whitening, whitening != "olshausen" else { return whitening.map { _ in .olshausen } }
            let file = try ModelFile(path: whitening)
            return .weights(try file.kernels(of: file.choice(of: nil).layer).kernels[0].channels[0])
        }
    }

    private var filterInWords: [String] {
        guard let whitening else { return [] }
        let filter = whitening == "olshausen" ? "Olshausen & Field's whitening filter" : "the filter in \(whitening)"
        return ["Kernels are shown and compared as they weigh the picture itself, behind \(filter)."]
    }

    /// 8° across 224 pixels, as model comparisons with V1 assume (Marques, Schrimpf & DiCarlo 2021).
    static let customaryResolution = 28.0
}

extension CellType: ExpressibleByArgument {}

extension Optional {
    /// The value, or an error of usage that names the option.
    func orUsage(_ option: String) throws -> Wrapped {
        guard let self else { throw ValidationError("\(option): not possible; above 0") }
        return self
    }
}
