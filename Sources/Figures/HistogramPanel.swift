import Foundation
import Planes

/// Two histograms over the same bins, each as shares of its own: one filled, one an outline.
public struct HistogramPanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let edges: [Double]
    private let isLogarithmic: Bool
    private let units, cells: [Int]

    /// Counts of units and of cells.
    ///
    /// - Precondition: edges rise, one more than counts of either, above 0 if logarithmic.
    public init(_ title: String, edges: [Double], isLogarithmic: Bool, units: [Int], cells: [Int]) {
        precondition(edges.count == units.count + 1 && units.count == cells.count, "counts lie between edges")
        (self.title, self.edges, self.isLogarithmic) = (title, edges, isLogarithmic)
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
        let plot = Frame(x: frame.x + 2, y: frame.y + 2, width: frame.width - 8, height: frame.height - 22)
        let scale: (Double) -> Double = isLogarithmic ? { log($0) } : { $0 }
        let (low, high) = (scale(edges[0]), scale(edges[edges.count - 1]))
        func x(_ edge: Double) -> Double {
            Double(plot.x) + (scale(edge) - low) / (high - low) * Double(plot.width)
        }
        func y(_ share: Double) -> Double { Double(plot.bottom) - share / top * Double(plot.height) }
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
        let bottom = Double(plot.bottom)
        canvas.draw(
            .line(from: Point(x: Double(plot.x), y: bottom), to: Point(x: Double(plot.right), y: bottom)),
            color: .cellGrey)
        let style = PanelSheet.label
        let ends: [(Double, TextStyle.Alignment)] = [(edges[0], .left), (edges[edges.count - 1], .right)]
        for (edge, alignment) in ends {
            canvas.draw(
                Self.label(edge), at: Point(x: x(edge), y: bottom + Double(style.ascent + 3)),
                style: TextStyle(size: style.size, alignment: alignment, color: style.color))
        }
    }

    private static func label(_ edge: Double) -> String { String(format: "%.3g", edge) }
}
