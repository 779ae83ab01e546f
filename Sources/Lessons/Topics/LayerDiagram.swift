import Figures
import Networks
import Planes
import ReceptiveFields

/// A network as a row of slabs, as high as their maps and wider with more of them; beneath each what one unit sees.
struct LayerDiagram: Drawable {
    let title: String
    let summary: NetworkSummary

    private static let slot = 86
    private static let tallest = 160.0
    /// The side of the little image in which a unit's field is shown.
    private static let image = 60.0
    private static let name = TextStyle(size: 11, weight: .bold, alignment: .center)
    private static let small = TextStyle(size: 10, alignment: .center, color: .slate)

    /// The diagram.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    func drawn() throws(FigureError) -> Canvas {
        let layers = summary.shown
        let canvas = try Canvas(size: PixelSize(height: 460, width: 64 + Self.slot * layers.count), showing: title)
        canvas.draw(title, at: Point(x: 32, y: 46), style: TextStyle(size: 20, weight: .bold))
        let note = TextStyle(size: 12, color: .slate)
        canvas.draw(
            "Each layer's maps: height is their side, width grows with their number; blue ones learn.",
            at: Point(x: 32, y: 72), style: note)
        canvas.draw(
            "Orange: the pixels of the image that one unit in the middle sees.", at: Point(x: 32, y: 438), style: note)
        for (index, layer) in layers.enumerated() {
            draw(layer, on: canvas, x: 32 + Double(Self.slot) * (Double(index) + 0.5))
        }
        return canvas
    }

    private func draw(_ layer: TensorField, on canvas: Canvas, x: Double) {
        let shape = (layer.shape ?? []).dropFirst()
        let maps = shape.first ?? 1
        let side = shape.count == 3 ? Double(shape.last ?? 1) : 1
        let height = max(Self.tallest * side / Double(layer.rows.pixels), 3)
        let width = 6 + 3 * Double(Int.bitWidth - maps.leadingZeroBitCount)
        let slab = Frame(
            x: Int(x - width / 2), y: Int(180 - height / 2), width: Int(width), height: Int(height))
        canvas.fill(slab, with: layer.cost.parameters > 0 ? Color(hex: 0x9CC5E0) : Color(hex: 0xE6E6E6))
        canvas.draw(.outline(slab), color: .slate)
        canvas.draw(layer.node.name, at: Point(x: x, y: 288), style: Self.name)
        canvas.draw(NetworkSummary.shape(layer), at: Point(x: x, y: 304), style: Self.small)
        let whole = square(Self.image, x: x)
        let share = min(Double(layer.rows.strictSize) / Double(layer.rows.pixels), 1)
        canvas.draw(.outline(whole), color: .slate)
        canvas.fill(square(max(Self.image * share, 2), x: x), with: .cellOrange)
        canvas.draw("sees \(layer.rows.strictSize)", at: Point(x: x, y: 408), style: Self.small)
    }

    private func square(_ side: Double, x: Double) -> Frame {
        Frame(x: Int(x - side / 2), y: Int(356 - side / 2), width: Int(side), height: Int(side))
    }
}
