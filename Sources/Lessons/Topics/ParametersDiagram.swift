import Figures
import Foundation
import Planes

/// What the same output costs by each way to connect it: a bar for the parameters of each, on one logarithmic axis.
struct ParametersDiagram: Drawable {
    let title: String
    /// What is connected, and by which numbers.
    let ways: [(name: String, working: String, parameters: Int)]

    private static let row = 64
    private static let left = 32
    private static let width = 760

    /// The diagram.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    func drawn() throws(FigureError) -> Canvas {
        let plot = Frame(x: Self.left, y: 84, width: Self.width, height: Self.row * ways.count)
        let canvas = try Canvas(
            size: PixelSize(height: plot.bottom + 64, width: plot.right + Self.left), showing: title)
        canvas.draw(title, at: Point(x: 32, y: 48), style: TextStyle(size: 20, weight: .bold))
        let most = Double(ways.map(\.parameters).max() ?? 1)
        let axis = PanelAxis("parameters, logarithmic", from: 1, to: max(most, 10), isLogarithmic: true)
        for (index, way) in ways.enumerated() {
            let y = plot.y + index * Self.row
            canvas.draw(
                way.name, at: Point(x: Double(plot.x), y: Double(y + 16)), style: TextStyle(size: 14, weight: .bold))
            canvas.draw(
                "\(way.working) = \(Numeral.count(way.parameters))",
                at: Point(x: Double(plot.x + 110), y: Double(y + 16)), style: TextStyle(size: 13, color: .slate))
            let length = Int((axis.part(Double(way.parameters)) * Double(plot.width)).rounded())
            canvas.fill(Frame(x: plot.x, y: y + 26, width: max(length, 1), height: 22), with: .kernelBlue)
        }
        axis.drawBelow(plot, on: canvas)
        return canvas
    }
}
