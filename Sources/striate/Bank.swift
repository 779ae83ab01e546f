public import ArgumentParser
import Foundation
import GSL
public import GaborBanks
import Planes
import Reports

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

    @Option(help: ArgumentHelp("gabor, log-gabor, dog or steerable.", valueName: "family"))
    var family: FilterFamily = .gabor

    @Option(help: ArgumentHelp("Orientations over half a turn, from 0°.", valueName: "n"))
    var orientations = 8

    @Option(help: ArgumentHelp("Pixels, with commas.", valueName: "list"))
    var wavelengths = NumberList(values: [4, 6, 8])

    @Option(help: ArgumentHelp("Degrees, with commas.", valueName: "list"))
    var phases = NumberList(values: [0, 90])

    @Option(help: ArgumentHelp("Octaves at half amplitude.", valueName: "n"))
    var bandwidth = 1.0

    @Option(help: ArgumentHelp("Width across the bars over length along them.", valueName: "n"))
    var aspect = 0.5

    @Option(
        help: ArgumentHelp("Rows and columns of every filter; auto holds ±3 standard deviations.", valueName: "n|auto"))
    var size = "auto"

    @Option(
        help: ArgumentHelp("macaque-v1 draws orientation, frequency and shape from recorded cells.", valueName: "name"))
    var preset: String?

    @Option(help: ArgumentHelp("Filters of a preset (even: quadrature pairs).", valueName: "n"))
    var count = 256

    @Option(help: ArgumentHelp("Pixels per degree, assumed; presets need it.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var options: RunOptions

    func run() throws {
        let run = try Run(options, tables: ["bank", "bank_values"])
        let side = try size == "auto" ? nil : Int(size).orUsage("--size")
        let (bank, notes) = try preset.map { try drawn($0, side: side) } ?? designed(side: side)
        let resolution = ppd.flatMap { PixelsPerDegree($0) }
        let report = BankReport(bank, resolution: resolution, notes: notes)
        let figures = run.drawsFigures ? report.figures : FigureSet()
        try run.finish(
            RunContents(
                report: report.text(place: options.out, figures: figures),
                tables: [bank.table(at: resolution), bank.valuesTable], title: "A bank of filters",
                figures: figures.files),
            inputs: [],
            resolved: [
                "family": family.rawValue, "orientations": "\(orientations)", "wavelengths": "\(wavelengths)",
                "phases": "\(phases)", "bandwidth": "\(bandwidth)", "aspect": "\(aspect)", "size": size,
                "preset": preset ?? "", "count": "\(count)", "ppd": ppd.map { "\($0)" } ?? "",
            ])
    }

    private func designed(side: Int?) throws -> (DesignedBank, [String]) {
        let design = try BankDesign(
            family: family, orientations: orientations, wavelengths: wavelengths.values, phases: phases.values,
            bandwidthOctaves: bandwidth, aspectRatio: aspect, side: side)
        return (design.bank, [])
    }

    private func drawn(_ preset: String, side: Int?) throws -> (DesignedBank, [String]) {
        guard preset == "macaque-v1" else {
            throw ValidationError("--preset: there is no preset '\(preset)'; did you mean 'macaque-v1'?")
        }
        let resolution = try PixelsPerDegree(ppd ?? Compare.customaryResolution).orUsage("--ppd")
        let design = try MacaqueBank(count: count, at: resolution, size: PixelSize(side: side ?? 25))
        var generator = MersenneTwister(seed: options.seed)
        let drawn = try design.drawn(using: &generator)
        let percent = Int((100 * drawn.discarded).rounded())
        return (
            drawn.bank,
            [
                "Drawn from macaque V1 at \(resolution.value) pixels/degree, seed \(options.seed): orientation and peak frequency (De Valois 1982), nx × ny (Ringach 2002), phase uniform.",
                "Drawn again because the lattice cannot carry them (above 0.5 cycles/pixel): \(percent) %.",
            ]
        )
    }
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

    var description: String { values.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",") }
    var defaultValueDescription: String { description }
}
