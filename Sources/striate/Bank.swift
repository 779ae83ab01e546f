public import ArgumentParser
import Foundation
public import GaborBanks
import Planes
import Reports
import Runs

/// `striate bank`: designs filters.
struct Bank: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract:
            "Designs a bank of filters: Gabors, log-Gabors, differences of Gaussians, steerable edges, or macaque V1's.",
        discussion: """
            Example:
              striate bank --orientations 8 --wavelengths 4,6,8 --out out/bank
              striate bank --preset macaque-v1 --count 256 --ppd 28
            """)

    @OptionGroup var design: BankOptions

    @Option(help: ArgumentHelp("Pixels per degree, assumed; presets need it.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var rows: RowOptions
    @OptionGroup var options: RunOptions

    func validate() throws { try design.refuseField() }

    func run() throws {
        let run = try Run(self, tables: ["bank", "bank_values"])
        let assumed = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let (plan, notes) = try design.plan(
            wavelengths: Self.wavelengths, at: assumed, known: ppd.flatMap { PixelsPerDegree($0) }, presetSide: nil,
            seed: options.seed)
        let resolution = ppd.flatMap { PixelsPerDegree($0) }
        let values = plan.count * plan.size.count
        let tooLong = try rows.leftOut([("bank_values", values, "take fewer filters, a smaller --size, ")], in: run)
        let bank = plan.bank
        let report = BankReport(bank, resolution: resolution, notes: notes)
        let hasValues = run.writes("bank_values") && tooLong.isEmpty
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures, tooLong: tooLong.map(\.sentence)),
                tables: [bank.table(at: resolution)] + (hasValues ? [bank.valuesTable] : []),
                title: "A bank of filters", figures: figures.files),
            inputs: [], settled: design.settled(wavelengths: Self.wavelengths).merging(rows.settled) { $1 })
    }

    /// Pixels, where none are given.
    static let wavelengths = [4.0, 6, 8]
}

extension FilterFamily: ExpressibleByArgument {}
