import GaborBanks
public import Figures
import GaborBanks
import Kernels
import Networks
import Physiology
import Planes

extension KernelSeries {
    /// The film strip and the curve.
    public func figures(gnuplot: Gnuplot?) -> FigureSet {
        var set = FigureSet()
        if isOfOneShape { set.add("film") { () throws(FigureError) in try film.drawn() } }
        set.add({ () throws(FigureError) in try curve }, by: gnuplot)
        return set
    }

    /// Kernels shown in the film at most.
    static let filmCount = 32

    /// The kernels of the last set, spread over all orientations: Gabor-like ones by angle, then the others.
    private var shown: [KernelStudy] {
        let kernels = last.study.kernels
        let gabors = kernels.filter(\.classification.kernelClass.isGabor).sorted {
            (orientation($0), $0.index) < (orientation($1), $1.index)
        }
        let all = gabors + kernels.filter { !$0.classification.kernelClass.isGabor }
        let count = min(Self.filmCount, all.count)
        return (0..<count).map { all[$0 * all.count / count] }
    }

    private func orientation(_ study: KernelStudy) -> Double { study.fit?.gabor.orientation.degrees ?? 0 }

    /// Each row a kernel, each column a set.
    private var film: Montage {
        let chosen = shown
        return Montage(
            title: "\(chosen.count) of \(last.layer.count) kernels, from \(snapshots[0].name) to \(last.name)",
            sections: [
                Montage.Section(
                    heading: "Each strip is one kernel; left to right: "
                        + snapshots.map(\.name).joined(separator: " · "),
                    tiles: chosen.map { study in
                        let name = study.classification.kernelClass
                        return Montage.Tile(
                            pictures: snapshots.map {
                                let kernel = $0.layer.kernels[study.index]
                                return kernel.picture(limit: kernel.largest)
                            },
                            caption: "#\(study.index) ends as \(name.words)"
                                + (name.isGabor ? " · \(wholeDegrees(orientation(study)))°" : ""))
                    })
            ],
            note:
                "Mid grey is weight 0; each picture is scaled to its own largest |weight|, so growth is not seen. Angle: of the bars.",
            scaleBars: [Montage.ScaleBar(scale: .grey, low: "−max", high: "+max |weight|")],
            magnification: max(1, 48 / max(last.layer.size.height, last.layer.size.width)))
    }

    /// Selectivity and the share of Gabor-like kernels, set by set.
    private var curve: Chart {
        get throws(FigureError) {
            let steps = steps
            let places = steps ?? snapshots.indices.map(Double.init)
            func line(_ value: (Snapshot) -> Double?) -> Chart.Marks {
                .line(zip(places, snapshots).compactMap { x, snapshot in value(snapshot).map { Point(x: x, y: $0) } })
            }
            return try Chart(
                name: "series", title: "Orientation selectivity over the series",
                subtitle:
                    "\(counted(snapshots.count, "snapshot", "snapshots")) from \(snapshots[0].name) to \(last.name)",
                xAxis: steps == nil
                    ? .init("snapshot, in order", ticks: places) : .init("step, the number in a snapshot's name"),
                yAxis: .init("fraction", range: 0...1),
                series: [
                    .init("Gabor-like noise (null)", line(\.nullGaborFraction), color: .slate),
                    .init("Gabor-like kernels", line(\.gaborFraction), color: .kernelBlue),
                    .init("1 − circular variance, median", line(\.orientationSelectivity), color: .cellOrange),
                ])
        }
    }
}
