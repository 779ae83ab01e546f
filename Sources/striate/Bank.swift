public import ArgumentParser
import Foundation
public import GaborBanks
import Planes
import Reports
import Runs

/// `striate bank`: designs filters.
struct Bank: ParsableCommand {
    static let configuration = CommandConfiguration(
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

    @OptionGroup var options: RunOptions

    func run() throws {
        let run = try Run(options, tables: ["bank", "bank_values"])
        let assumed = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let (bank, notes) = try design.bank(
            wavelengths: Self.wavelengths, at: assumed, presetSide: 25, seed: options.seed)
        let resolution = ppd.flatMap { PixelsPerDegree($0) }
        let report = BankReport(bank, resolution: resolution, notes: notes)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures),
                tables: [bank.table(at: resolution), bank.valuesTable], title: "A bank of filters",
                figures: figures.files),
            inputs: [],
            resolved: design.resolved(wavelengths: Self.wavelengths)
                .merging(["ppd": ppd.map { "\($0)" } ?? ""]) { a, _ in a })
    }

    /// Pixels, where none are given.
    static let wavelengths = [4.0, 6, 8]
}

extension FilterFamily: ExpressibleByArgument {}

/// Numbers with commas between them.
struct NumberList: ExpressibleByArgument, CustomStringConvertible {
    let values: [Double]

    init(values: [Double]) { self.values = values }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let values = parts.compactMap(\.self)
        guard values.count == parts.count, !values.isEmpty else { return nil }
        self.values = values
    }

    var description: String { values.map { Int(exactly: $0).map(String.init) ?? "\($0)" }.joined(separator: ",") }
    var defaultValueDescription: String { description }
}
