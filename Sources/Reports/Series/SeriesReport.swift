import Kernels
import Physiology
import Tables

/// The text of `compare --series`: what changed first, then snapshot by snapshot, at most 80 columns wide.
public struct SeriesReport: Sendable {
    private let series: KernelSeries

    /// A report on a series.
    public init(_ series: KernelSeries) {
        self.series = series
    }

    /// The report; `place` names where tables and pictures lie, if they were written.
    public func text(place: String?, figures: FigureSet = FigureSet()) -> String {
        let sections = [answer, Self.lines(series), Self.reading] + [whereabouts(place, figures)]
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var answer: [String] {
        let (first, last) = (series.snapshots[0], series.last)
        return wrapped(
            "From \(first.name) to \(last.name), Gabor-like kernels go from \(share(first.gaborCount, of: first.layer.count)) to \(share(last.gaborCount, of: last.layer.count)); noise like the last would give \(rounded(100 * last.nullGaborFraction, 1)) %."
        )
            + wrapped(
                "Orientation selectivity (median 1 − circular variance) goes from \(rounded(first.orientationSelectivity, 2)) to \(rounded(last.orientationSelectivity, 2))."
            )
    }

    /// One line per snapshot.
    static func lines(_ series: KernelSeries) -> [String] {
        TextTable(
            columns: [
                ("snapshot", .left), ("kernels", .right), ("Gabor-like", .right), ("by chance", .right),
                ("selectivity", .right), ("OSI", .right), ("Gabor R²", .right),
            ],
            rows: series.snapshots.map {
                [
                    $0.name.count > 19 ? "…" + $0.name.suffix(18) : $0.name, String($0.layer.count),
                    "\(rounded(100 * $0.gaborFraction, 0)) %", "\(rounded(100 * $0.nullGaborFraction, 0)) %",
                    rounded($0.orientationSelectivity, 2), rounded($0.selectivityIndex, 2), rounded($0.gaborR2, 2),
                ]
            }
        ).lines
    }

    /// How to read them.
    static let reading = wrapped(
        "By chance: the part of noise kernels of the same size and spectrum that the same rule calls Gabor. Selectivity: 1 − circular variance; OSI: (preferred − orthogonal)/(preferred + orthogonal); both medians over kernels that are not dead, as is R²."
    )

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else {
            return wrapped("Table: --table snapshots, or with pictures and a film strip by --out DIR.")
        }
        return wrapped("The table is \(place)/tables/snapshots.csv, described in \(place)/datapackage.json.")
            + wrapped("Pictures are in \(place)/figures: \(figures.pictures.joined(separator: ", ")).")
            + figures.leftOut.flatMap { wrapped($0) }
    }
}
