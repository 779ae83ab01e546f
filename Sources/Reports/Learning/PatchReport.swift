public import Figures
import GaborBanks
import Kernels
public import Learning
import Networks
import Physiology
public import Tables

/// The text, tables and pictures of `learn sparse`.
public struct PatchReport: Sendable {
    private let training: PatchTraining
    private let series: KernelSeries
    private let photographs: Int
    private let population: Population

    /// A report on a finished training run, whose snapshots are the series.
    public init(_ training: PatchTraining, series: KernelSeries, photographs: Int) {
        self.training = training
        self.series = series
        self.photographs = photographs
        population = Population(series.last.study, seed: training.settings.seed)
    }

    /// Names of the tables.
    public static let tableNames = [TrainingRecord.tableName, KernelSeries.tableName, "population"]

    /// As ``tableNames``.
    public var tables: [Table] { [TrainingRecord.table(records), series.table, population.table] }

    private var records: [TrainingRecord] {
        zip(training.snapshots, series.snapshots).map { snapshot, examined in
            TrainingRecord(
                step: snapshot.step, epoch: nil, loss: snapshot.loss, accuracy: nil, kernels: examined)
        }
    }

    /// All kernels at the end, the film strip, the curve, and nx over ny beside recorded cells.
    public func figures(gnuplot: Gnuplot?) -> FigureSet {
        let last = series.last
        var set = series.figures(gnuplot: gnuplot)
        set.add("kernels") { () throws(FigureError) in try last.study.montage(of: last.layer).drawn() }
        set.add({ () throws(FigureError) in try last.study.nxnyChart }, by: gnuplot)
        return set
    }

    /// The report; `place` names where all lies, if it was written.
    public func text(place: String?, figures: FigureSet) -> String {
        let blocks = [answer, SeriesReport.lines(series), shapes, population.lines, way, whereabouts(place, figures)]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var answer: [String] {
        let last = series.last
        return wrapped(
            "\(share(last.gaborCount, of: last.layer.count)) kernels learnt from \(counted(photographs, "photograph", "photographs")) are Gabor-like, as simple cells of V1 are; before learning, as noise, \(series.snapshots[0].gaborCount) \(series.snapshots[0].gaborCount == 1 ? "was" : "were"). Noise with the learnt kernels' spectra gives \(rounded(100 * last.nullGaborFraction, 1)) %."
        )
    }

    private func measured(_ property: String) -> PopulationComparison? {
        population.comparisons.first { $0.property == property }
    }

    /// What nx and ny say, and what they do not.
    private var shapes: [String] {
        guard let nx = measured("nx"), let ny = measured("ny"), nx.median != nil else { return [] }
        return wrapped(
            "Shape: nx \(rounded(nx.median, 2)) and ny \(rounded(ny.median, 2)) in the median, beside \(rounded(nx.cells.median, 2)) and \(rounded(ny.cells.median, 2)) of Ringach's 79 macaque cells (2002). Gabor-like is not yet like V1: see the KS distances below, where 0 is the same population."
        ) + stubby
    }

    /// Cells near nx = ny = 0, which such kernels have been found to lack.
    private var stubby: [String] {
        let gabors = series.last.study.kernels.filter { $0.classification.kernelClass.isGabor }
        let shapes = gabors.compactMap(\.fit?.gabor)
        let map = MacaqueV1.nxny
        // Whole bins only, so that cells and kernels are counted alike.
        let range = map.rowEdges[0]..<map.rowEdges[2]
        let cells = map.counts.prefix(2).reduce(0) { $0 + $1.prefix(2).reduce(0, +) }
        let kernels = shapes.count { range.contains($0.nx) && range.contains($0.ny) }
        let edges = series.last.study.kernels.count(where: \.classification.kernelClass.isEdge)
        let cut = gabors.count { $0.intervals.map { $0.nx.isCensored || $0.ny.isCensored } ?? false }
        return wrapped(
            "Short fields of one or two bars (nx and ny from \(rounded(range.lowerBound, 2)) to \(rounded(range.upperBound, 2))): \(share(cells, of: MacaqueV1.nx.cells)) of the cells, \(share(kernels, of: shapes.count)) of the kernels. Ringach found sparse codes and independent components to lack such cells."
        )
            + wrapped(
                "What the numbers cannot tell: \(counted(edges, "kernel is an oriented edge or bar", "kernels are oriented edges or bars")) whose wave the patch does not show, and have no nx and ny; of the Gabor-like ones the patch cuts \(share(cut, of: gabors.count)), whose nx or ny may be larger."
            )
    }

    private var way: [String] {
        let settings = training.settings
        let goal =
            switch settings.goal {
            case .sparse:
                "Sparse coding (Olshausen & Field 1996): the cost of a coefficient a is \(settings.penalty)·|a|, kernels keep norm 1. The kernels are basis functions."
            case .ica:
                "Independent components by infomax (Bell & Sejnowski 1997) of the first \(settings.count) principal components. The kernels are filters."
            }
        let losses = training.snapshots.compactMap(\.loss)
        return wrapped(
            goal
                + " Photographs whitened by f·exp(−(f/f₀)⁴) with f₀ 0.39 cycles/pixel; \(settings.steps) updates of \(counted(settings.batch, "patch", "patches")) of \(settings.side) × \(settings.side)."
        )
            + wrapped(
                "Mean cost of a patch: \(rounded(losses.first, 1)) at first, \(rounded(losses.last, 1)) at the end.")
            + SeriesReport.reading
    }

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else {
            return wrapped(
                "Tables: --table \(Self.tableNames.joined(separator: "|")), or all, kernels and pictures with --out DIR."
            )
        }
        return wrapped(
            "Kernels: \(place)/kernels.npy; look at them with striate compare \(place)/kernels.npy --whitening olshausen, as this report does."
        )
            + wrapped("On the way: \(place)/snapshots. Tables are in \(place)/tables.")
            + wrapped("Pictures are in \(place)/figures: \(figures.pictures.joined(separator: ", ")).")
            + figures.leftOut.flatMap { wrapped($0) }
    }
}
