import Planes

/// Two histograms over the same bins, each as shares of its own: one filled, one an outline.
public struct HistogramPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let name: String
    private let edges: [Double]
    private let isLogarithmic: Bool
    private let units, cells: [Int]

    /// Counts of units and of cells, over a named axis.
    ///
    /// - Precondition: edges rise, one more than counts of either, above 0 if logarithmic.
    public init(_ title: String, axis name: String, edges: [Double], isLogarithmic: Bool, units: [Int], cells: [Int]) {
        precondition(edges.count == units.count + 1 && units.count == cells.count, "counts lie between edges")
        (self.title, self.name, self.edges, self.isLogarithmic) = (title, name, edges, isLogarithmic)
        (self.units, self.cells) = (units, cells)
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        func shares(_ counts: [Int]) -> [Double] {
            let sum = max(counts.reduce(0, +), 1)
            return counts.map { Double($0) / Double(sum) }
        }
        let (own, theirs) = (shares(units), shares(cells))
        let top = max(own.max() ?? 0, theirs.max() ?? 0, 0.01)
        let plot = PanelAxis.plot(in: frame)
        let across = PanelAxis(name, from: edges[0], to: edges[edges.count - 1], isLogarithmic: isLogarithmic)
        let up = PanelAxis("share, %", from: 0, to: 100 * top)
        func x(_ edge: Double) -> Double { Double(plot.x) + across.part(edge) * Double(plot.width) }
        func y(_ share: Double) -> Double { Double(plot.bottom) - up.part(100 * share) * Double(plot.height) }
        let pale = Color.white.mixed(with: .kernelBlue, part: 0.55)
        for (bin, share) in own.enumerated() where share > 0 {
            let (left, right) = (Int(x(edges[bin]).rounded()), Int(x(edges[bin + 1]).rounded()))
            let height = plot.bottom - Int(y(share).rounded())
            canvas.fill(
                Frame(x: left, y: plot.bottom - height, width: max(right - left - 1, 1), height: height), with: pale)
        }
        let outline = theirs.enumerated().flatMap { bin, share in
            [Point(x: x(edges[bin]), y: y(share)), Point(x: x(edges[bin + 1]), y: y(share))]
        }
        canvas.draw(.polyline(outline), color: .cellOrange, width: 1.5)
        up.drawLeft(plot, on: canvas)
        across.drawBelow(plot, on: canvas)
    }
}
