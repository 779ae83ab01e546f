import Figures
import Planes

/// The stages as boxes with arrows, the circle in each as wide as its field, to one scale of logarithms.
struct PathwayDiagram: Drawable {
    let stages: [PathwayStage]
    let eccentricity: Double

    private static let box = (width: 190, height: 220)
    private static let name = TextStyle(size: 17, weight: .bold, alignment: .center)
    private static let small = TextStyle(size: 11, alignment: .center, color: .slate)
    private static let command = TextStyle(size: 10, alignment: .center, color: .kernelBlue)

    /// Where the boxes stand, in columns and half rows: one row to V2, then two branches.
    private static let places = [(0, 1), (1, 1), (2, 1), (3, 1), (4, 0), (4, 2), (5, 2)]

    /// The diagram.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    func drawn() throws(FigureError) -> Canvas {
        let title = "From the retina to where and what"
        let canvas = try Canvas(
            size: PixelSize(height: 590, width: 1514),
            showing: "\(title): \(stages.map(\.name).joined(separator: ", ")).")
        canvas.draw(title, at: Point(x: 32, y: 48), style: TextStyle(size: 18, weight: .bold))
        canvas.draw(
            "The disc is a unit's field at \(Numeral.text(eccentricity))° of eccentricity, or where it was recorded; its size follows the logarithm of the width.",
            at: Point(x: 32, y: 74), style: TextStyle(size: 11, color: .slate))
        for (from, to) in [(0, 1), (1, 2), (2, 3), (3, 4), (3, 5), (5, 6)] { arrow(from, to, on: canvas) }
        for index in stages.indices { draw(index, on: canvas) }
        canvas.draw("WHERE", at: Point(x: 1244, y: 215), style: TextStyle(size: 20, weight: .bold, color: .cellOrange))
        canvas.draw("WHAT", at: Point(x: 1282, y: 322), style: TextStyle(size: 20, weight: .bold, color: .cellOrange))
        return canvas
    }

    private static func frame(_ index: Int) -> Frame {
        let (column, row) = places[index]
        return Frame(x: 32 + column * 252, y: 104 + row * 115, width: box.width, height: box.height)
    }

    private func draw(_ index: Int, on canvas: Canvas) {
        let (frame, stage) = (Self.frame(index), stages[index])
        canvas.fill(frame, with: .white)
        canvas.draw(.outline(frame), color: .slate, width: 1.5)
        let x = Double(frame.x) + Double(frame.width) / 2
        canvas.draw(stage.name, at: Point(x: x, y: Double(frame.y + 26)), style: Self.name)
        var y = Double(frame.y + 46)
        for line in Self.small.wrapped(stage.answers, width: frame.width - 16, lines: 3) {
            canvas.draw(line, at: Point(x: x, y: y), style: Self.small)
            y += Double(Self.small.lineHeight)
        }
        let disc = Stroke.circle(center: Point(x: x, y: Double(frame.y + 136)), radius: Self.radius(stage.width))
        canvas.fill(disc, with: Color(hex: 0xBFD9EA))
        canvas.draw(disc, color: .kernelBlue)
        canvas.draw(
            "\(Numeral.fixed(stage.width, 2))°  \(stage.cells)", at: Point(x: x, y: Double(frame.bottom - 26)),
            style: TextStyle(size: 12, weight: .bold, alignment: .center))
        let words = Self.command.wrapped(stage.command, width: frame.width - 8, lines: 1)
        canvas.draw(words.first ?? "", at: Point(x: x, y: Double(frame.bottom - 8)), style: Self.command)
    }

    /// Pixels of radius for every doubling above a hundredth of a degree.
    private static let growth = 3.6

    private static func radius(_ degrees: Double) -> Double {
        var (radius, width) = (0.0, 0.01)
        while width * 2 <= degrees, radius < 60 {
            (radius, width) = (radius + growth, width * 2)
        }
        return radius + growth * (degrees / width - 1)
    }

    private func arrow(_ from: Int, _ to: Int, on canvas: Canvas) {
        let (a, b) = (Self.frame(from), Self.frame(to))
        let start = Point(x: Double(a.right), y: Double(a.y) + Double(a.height) / 2)
        let end = Point(x: Double(b.x), y: Double(b.y) + Double(b.height) / 2)
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        let (ux, uy) = (dx / length, dy / length)
        let base = Point(x: end.x - 11 * ux, y: end.y - 11 * uy)
        canvas.draw(.line(from: start, to: base), color: .black, width: 2)
        let head = [
            end, Point(x: base.x - 5 * uy, y: base.y + 5 * ux), Point(x: base.x + 5 * uy, y: base.y - 5 * ux),
        ]
        canvas.fill(.polyline(head, closed: true), with: .black)
    }
}
