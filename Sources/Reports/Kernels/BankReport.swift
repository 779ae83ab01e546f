import Figures
public import GaborBanks
import Networks
public import Planes
import Tables

/// What `bank` shows: the filters as designed, and the convention of angles drawn.
public struct BankReport: Sendable {
    private let bank: DesignedBank
    private let resolution: PixelsPerDegree?
    private let notes: [String]

    /// A report on a bank; `notes` say how it was drawn.
    public init(_ bank: DesignedBank, resolution: PixelsPerDegree?, notes: [String]) {
        self.bank = bank
        self.resolution = resolution
        self.notes = notes
    }

    /// The filters, and a legend of the angles.
    public var figures: FigureSet {
        var set = FigureSet()
        set.add("bank") { () throws(FigureError) in try bank.montage.drawn() }
        set.add("angles") { () throws(FigureError) in try AngleLegend().drawn() }
        return set
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - place: of the folder, if any.
    ///   - figures: the pictures there are.
    ///   - tooLong: a sentence if the table of values would have been too long.
    public func text(place: String?, figures: FigureSet, tooLong: [String] = []) -> String {
        let shown = bank.filters.prefix(16)
        let table = TextTable(
            columns: [
                ("filter", .right), ("bars°", .right), ("wave°", .right), ("λ px", .right), ("cyc/px", .right),
                ("phase°", .right), ("octaves", .right), ("σ across", .right), ("σ along", .right),
            ] + (resolution == nil ? [] : [("cyc/°", .right)]),
            rows: shown.enumerated().map { index, filter in
                [
                    "\(index)", rounded(filter.orientation?.degrees, 1), rounded(filter.orientation?.waveDirection, 1),
                    rounded(filter.spatialFrequency.wavelength, 2), rounded(filter.spatialFrequency.cyclesPerPixel, 3),
                    rounded(filter.phase.degrees, 0), rounded(filter.bandwidthOctaves, 2),
                    rounded(filter.sigmaAcross, 2), rounded(filter.sigmaAlong, 2),
                ] + (resolution.map { [rounded(filter.spatialFrequency.cyclesPerDegree(at: $0), 2)] } ?? [])
            })
        let rest = bank.filters.count - shown.count
        let pairs = bank.quadraturePairs.count
        let end =
            place.map {
                wrapped(
                    "Tables are in \($0)/tables (\(tooLong.isEmpty ? "bank, bank_values" : "bank")); pictures in \($0)/figures: \(figures.pictures.joined(separator: ", "))."
                )
            } ?? wrapped("Tables: --table bank|bank_values, or both and pictures with --out DIR.")
        let lines =
            wrapped(
                "Bank \(bank.name): \(counted(bank.filters.count, "filter", "filters")) of \(bank.size) pixels, \(counted(pairs, "quadrature pair", "quadrature pairs")). Each has zero mean and unit energy."
            )
            + notes.flatMap { wrapped($0) } + [""] + table.lines
            + (rest > 0 ? ["… and \(rest) more in the table bank."] : [])
            + [""]
            + wrapped(
                "Bars: orientation of the bars, counter-clockwise as seen, 0° horizontal; wave: 90° on. Phase 0° is even with a bright bar in the middle, 90° odd."
            )
            + end + tooLong.flatMap { wrapped($0) } + figures.leftOut
        return lines.joined(separator: "\n") + "\n"
    }
}
