import Archives
import ArgumentParser
import Figures
import Foundation
import Kernels
import Reports
import Runs
import Workers

extension Compare {
    /// `striate compare A B C --series`: kernel sets in the order given, such as snapshots of one network.
    func followSeries() throws {
        var run = try Run(self, tables: [KernelSeries.tableName])
        let paths = [model.model] + later
        let names = SeriesNames(paths).names
        var sets: [(name: String, layer: KernelBank)] = []
        for (path, name) in zip(paths, names) {
            var one = model
            one.model = path
            let (file, choice) = try one.open(in: &run)
            let stored = try file.kernels(of: choice.layer)
            sets.append((name, try learning.filter.map(stored.seenThrough) ?? stored))
        }
        let progress = Progress(sets.reduce(0) { $0 + $1.layer.count }, "kernels", quiet: options.quiet)
        let series = KernelSeries(
            sets, seed: options.seed, nullCount: null.nulls, workers: Workers(options.jobs), finished: progress.done)
        let figures = run.drawsFigures ? series.figures(gnuplot: Gnuplot.find()) : FigureSet()
        try run.finish(
            RunContents(
                report: SeriesReport(series).text(place: options.out, figures: figures), tables: [series.table],
                title: "\(sets.count) kernel sets in a row", figures: figures.files),
            inputs: paths)
    }
}

/// What files of a series are called: their names without what all share at the beginning and the end of them.
struct SeriesNames {
    let names: [String]

    init(_ paths: [String]) {
        let files = paths.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
        let apart = Set(files).count == files.count ? files : paths
        let start = Self.shared(apart)
        let cut = apart.map { String($0.dropFirst(start)) }
        names = cut.contains("") || cut.count == 1 || Set(cut).count < cut.count ? apart : cut
    }

    /// The length of the common beginning up to its last separator.
    private static func shared(_ names: [String]) -> Int {
        guard var common = names.first else { return 0 }
        for name in names { common = common.commonPrefix(with: name) }
        guard let last = common.lastIndex(where: { "_-./".contains($0) }) else { return 0 }
        return common.distance(from: common.startIndex, to: last) + 1
    }
}
