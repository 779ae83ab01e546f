public import Figures
import GaborBanks
import Kernels
import Networks
import Physiology
import Planes
import Workers

/// Pictures of a run, and what could not be drawn.
public struct FigureSet: Sendable {
    /// File names and bytes.
    public private(set) var files: [(name: String, data: [UInt8])] = []
    /// One line each.
    public private(set) var leftOut: [String] = []

    /// No pictures yet.
    public init() {}

    /// The names of what people look at.
    public var pictures: [String] { files.map(\.name).filter { $0.hasSuffix(".png") } }

    /// A drawing as PNG, SVG and PDF.
    ///
    /// - Parameter name: of the files, without an ending.
    mutating func add(_ name: String, _ draw: () throws(FigureError) -> Canvas) {
        do throws(FigureError) {
            files += try draw().files(named: name)
        } catch {
            leftOut.append("Left out: \(name).png (\(error)).")
        }
    }

    /// Drawings as ``add(_:_:)`` adds them, several at once; the last is begun first.
    mutating func add(
        _ drawings: [(name: String, draw: @Sendable () throws(FigureError) -> Canvas)], workers: Workers
    ) {
        let sets = workers.map(drawings.count) { index in
            let drawing = drawings[drawings.count - 1 - index]
            var set = FigureSet()
            set.add(drawing.name, drawing.draw)
            return set
        }
        for set in sets.reversed() { add(set) }
    }

    /// All of another set.
    mutating func add(_ others: FigureSet) {
        files += others.files
        leftOut += others.leftOut
    }

    /// A chart as PNG, SVG, PDF and source; without gnuplot it is named as missing.
    mutating func add(_ plot: () throws(FigureError) -> some Plot, by gnuplot: Gnuplot?) {
        do throws(FigureError) {
            let plot = try plot()
            guard let gnuplot else {
                leftOut.append("Left out: \(plot.name).png, as gnuplot is not installed.")
                return
            }
            let result = try gnuplot.render(plot)
            files += [
                ("\(plot.name).png", result.png), ("\(plot.name).svg", result.svg), ("\(plot.name).pdf", result.pdf),
                ("\(plot.name).gp", Array(result.script.utf8)),
            ]
        } catch {
            leftOut.append("Left out: a chart (\(error)).")
        }
    }
}

extension Canvas {
    /// The drawing as PNG, SVG and PDF.
    func files(named name: String) throws(FigureError) -> [(name: String, data: [UInt8])] {
        [("\(name).png", try png()), ("\(name).svg", try svg()), ("\(name).pdf", try pdf())]
    }
}

extension Comparison {
    /// Montage, fits, bank, and the charts if gnuplot is there.
    public func figures(gnuplot: Gnuplot?) -> FigureSet {
        var set = FigureSet()
        set.add("kernels") { () throws(FigureError) in try study.montage(of: layer).drawn() }
        set.add("fits") { () throws(FigureError) in try fits.drawn() }
        set.add("bank") { () throws(FigureError) in try bank.montage.drawn() }
        set.add({ () throws(FigureError) in try orientationRose }, by: gnuplot)
        set.add({ () throws(FigureError) in try study.nxnyChart }, by: gnuplot)
        set.add({ () throws(FigureError) in try circularVarianceChart }, by: gnuplot)
        return set
    }

    /// Kernel, Gabor and what is left, one scale for the three.
    private var fits: Montage {
        let fitted = study.kernels.compactMap { study in study.fit.map { (study, $0) } }
            .sorted { ($0.1.r2, $1.0.index) > ($1.1.r2, $0.0.index) }
        return Montage(
            title: "\(layer.name): kernel | best Gabor | residual",
            sections: [
                Montage.Section(
                    heading: "By R² of the Gabor, best first",
                    tiles: fitted.map { study, fit in
                        let limit = study.kernel.largest
                        return Montage.Tile(
                            pictures: [study.kernel, fit.drawn, study.kernel.minus(fit.drawn)].map {
                                $0.picture(limit: limit)
                            },
                            caption:
                                "#\(study.index)  R² \(rounded(fit.r2, 2))  \(study.classification.kernelClass.words)"
                        )
                    })
            ],
            note: "One scale for the three pictures of a kernel: mid grey is weight 0, ends are its largest |weight|.",
            scaleBars: [Montage.ScaleBar(scale: .grey, low: "−max", high: "+max |weight|")])
    }

    private var orientationRose: PolarHistogram {
        get throws(FigureError) {
            let oriented = study.kernels.filter(\.classification.kernelClass.isOriented)
            let bins = 12
            var counts = [Double](repeating: 0, count: bins)
            for study in oriented {
                // The first bin is centred on horizontal.
                let degrees = study.tuning.orientation.preferred.degrees + 7.5
                counts[Int(degrees / 15) % bins] += 1
            }
            let cells = MacaqueV1.preferredOrientation(of: settings.cellType)
            return try PolarHistogram(
                name: "orientation", title: "Orientation of the bars",
                subtitle:
                    "\(oriented.count) Gabors and edges of \(layer.name); \(cells.cells) \(settings.cellType == .all ? "" : settings.cellType.rawValue + " ")macaque cells (De Valois 1982)",
                roses: [
                    .init("kernels (bins of 15°)", counts: counts, start: -7.5, isFilled: true, color: .kernelBlue),
                    .init(
                        "macaque V1 (bins of 45°)", counts: cells.histogram.counts.map(Double.init), start: -22.5,
                        isFilled: false, color: .cellOrange),
                ])
        }
    }

    private var circularVarianceChart: Chart {
        get throws(FigureError) {
            let cells = MacaqueV1.circularVariance.histogram
            let values = study.kernels.filter { $0.classification.kernelClass.hasTuning }
                .map(\.tuning.orientation.circularVariance)
            var counts = [Double](repeating: 0, count: cells.counts.count)
            for value in values {
                let bin = min(
                    max((cells.edges.firstIndex { $0 > value } ?? cells.edges.count) - 1, 0), counts.count - 1)
                counts[bin] += 1
            }
            let all = Double(max(values.count, 1))
            return try Chart(
                name: "circular_variance", title: "How sharply tuned for orientation",
                subtitle:
                    "\(counted(values.count, "kernel", "kernels")) of \(layer.name); 308 macaque cells (Ringach, Shapley & Hawken 2002)",
                xAxis: .init("circular variance (0: one orientation alone, 1: all alike)", range: 0...1),
                yAxis: .init("share, percent"),
                series: [
                    .init(
                        "kernels",
                        .histogram(edges: cells.edges, heights: counts.map { 100 * $0 / all }, isFilled: true),
                        color: .kernelBlue),
                    .init(
                        "macaque V1",
                        .histogram(
                            edges: cells.edges, heights: cells.counts.map { 100 * Double($0) / Double(cells.total) },
                            isFilled: false), color: .cellOrange),
                ])
        }
    }
}

extension LayerStudy {
    /// The kernels in true colour, by class, within a class by orientation.
    func montage(of layer: KernelBank) -> Montage {
        Montage(
            title:
                "\(layer.name): \(counted(layer.count, "kernel", "kernels")) of \(layer.channelCount) × \(layer.size)",
            sections: KernelClass.allCases.compactMap { name in
                let members = kernels.filter { $0.classification.kernelClass == name }
                guard !members.isEmpty else { return nil }
                return Montage.Section(
                    heading: "\(name.words) (\(members.count))"
                        + (name.isOriented ? ", by orientation of the bars" : ""),
                    tiles: LayerStudy.inOrder(members).map { study in
                        let (shape, degrees) = (study.classification.shape, study.tuning.orientation.preferred.degrees)
                        let angle = shape.isOriented ? " · \(wholeDegrees(degrees))°" : ""
                        let doubt = shape == name ? "" : "\n\(shape.words)?"
                        return Montage.Tile(
                            pictures: [study.kernel.picture(limit: study.kernel.largest)],
                            caption: "#\(study.index)\(angle)\(doubt)",
                            orientation: name.isOriented ? study.tuning.orientation.preferred : nil)
                    })
            },
            note: layer.channelCount == 3
                ? "True colour: mid grey is weight 0, each kernel scaled to its own largest |weight|, channels as red, green, blue."
                : KernelBank.scaleNote(channels: layer.channelCount),
            scaleBars: [Montage.ScaleBar(scale: .grey, low: "−max", high: "+max |weight|")])
    }

    /// By shape; oriented shapes by orientation, round the circle from its widest gap, so that 179° and 0° are neighbours.
    private static func inOrder(_ members: [KernelStudy]) -> [KernelStudy] {
        KernelClass.allCases.flatMap { shape -> [KernelStudy] in
            let alike = members.filter { $0.classification.shape == shape }
            guard shape.isOriented, alike.count > 1 else { return alike }
            func degrees(_ study: KernelStudy) -> Double { study.tuning.orientation.preferred.degrees }
            let sorted = alike.sorted { (degrees($0), $0.index) < (degrees($1), $1.index) }
            let gaps = sorted.indices.map { place in
                place == 0
                    ? degrees(sorted[0]) + 180 - degrees(sorted[sorted.count - 1])
                    : degrees(sorted[place]) - degrees(sorted[place - 1])
            }
            let start = gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
            return Array(sorted[start...] + sorted[..<start])
        }
    }

    /// The Gabor-like kernels' widths and lengths over those of recorded cells.
    var nxnyChart: Chart {
        get throws(FigureError) {
            let points = kernels.filter { $0.classification.kernelClass.isGabor }.compactMap(\.fit?.gabor)
            let shown = points.filter { (0.05...5).contains($0.nx) && (0.05...5).contains($0.ny) }
            let cells = MacaqueV1.nxny
            let blocks = cells.counts.indices.flatMap { row in
                cells.counts[row].indices.compactMap { column -> Chart.Block? in
                    let count = cells.counts[row][column]
                    guard count > 0 else { return nil }
                    return Chart.Block(
                        x: cells.rowEdges[row]...cells.rowEdges[row + 1],
                        y: cells.columnEdges[column]...cells.columnEdges[column + 1], count: count)
                }
            }
            let hidden = points.count - shown.count
            return try Chart(
                name: "nx_ny", title: "Shape of the receptive fields",
                subtitle: "\(shown.count) Gabor-like kernels, 79 macaque cells (Ringach 2002)"
                    + (hidden > 0 ? "; \(counted(hidden, "kernel", "kernels")) outside the axes" : ""),
                xAxis: .init("nx = width across the bars × frequency", range: 0.05...5, isLogarithmic: true),
                yAxis: .init("ny = length along the bars × frequency", range: 0.05...5, isLogarithmic: true),
                series: [
                    .init("macaque V1, cells per bin", .blocks(blocks), color: .cellOrange),
                    .init("kernels", .points(shown.map { Point(x: $0.nx, y: $0.ny) }), color: .kernelBlue),
                ])
        }
    }
}

extension DesignedBank {
    /// Every filter, by wavelength.
    var montage: Montage {
        Montage(
            title: "\(name): \(counted(filters.count, "filter", "filters")) of \(size)",
            sections: [
                Montage.Section(
                    heading: "In the bank's order",
                    tiles: filters.enumerated().map { index, filter in
                        let plane = filter.kernel.channels[0]
                        let angle = filter.orientation.map { " · \(wholeDegrees($0.degrees))°" } ?? ""
                        return Montage.Tile(
                            pictures: [Picture(signed: plane, limit: filter.kernel.largest, scale: .grey)],
                            caption:
                                "#\(index)\(angle)\nλ \(rounded(filter.spatialFrequency.wavelength, 1)) φ \(rounded(filter.phase.degrees, 0))°",
                            orientation: filter.orientation)
                    })
            ],
            note:
                "Mid grey is 0, each filter scaled to its own largest |value|. Angle: of the bars; λ wavelength in pixels; φ phase.",
            scaleBars: [Montage.ScaleBar(scale: .grey, low: "−max", high: "+max |value|")])
    }
}

extension KernelBank {
    /// What the greys of its kernels mean, each drawn by its own scale.
    static func scaleNote(channels: Int) -> String {
        channels == 1 || channels == 3
            ? "Mid grey is weight 0, each kernel scaled to its own largest |weight|."
            : "Shown is the mean of a kernel's \(channels) channels: mid grey is 0, each kernel scaled to its own largest |mean|, which is smaller than its largest weight."
    }
}

extension Kernel {
    /// The planes that are drawn: one channel, or three as colours; of others their mean, as many small weights do not
    /// show beside one large.
    private var drawnPlanes: [Plane] {
        guard channels.count != 3, channels.count != 1 else { return channels }
        return [seen(through: [Double](repeating: 1 / Double(channels.count), count: channels.count))]
    }

    /// The largest size of what is drawn, to which a picture is scaled.
    var largest: Float { drawnPlanes.flatMap(\.values).reduce(0) { max($0, abs($1)) } }

    func minus(_ other: Kernel) -> Kernel {
        Kernel(
            channels: zip(channels, other.channels).map { a, b in
                Plane(size: size, values: zip(a.values, b.values).map { $0 - $1 })
            })
    }

    /// True colour for three channels, grey for one, the channels' mean for others.
    func picture(limit: Float) -> Picture {
        let planes = drawnPlanes
        guard planes.count == 3 else { return Picture(signed: planes[0], limit: limit, scale: .grey) }
        return Picture(red: channels[0], green: channels[1], blue: channels[2], limit: limit)
    }
}
