import Figures
import Planes

/// Grids of numbers as a picture for the whole room: a coloured cell for each value, the number in it.
struct NumberGrid: Drawable {
    /// A grid and its name.
    struct Panel: Sendable {
        let name: String
        let plane: Plane
        /// The value of the strongest colours.
        let limit: Float

        init(_ name: String, _ plane: Plane, limit: Float? = nil) {
            self.name = name
            self.plane = plane
            self.limit = limit ?? plane.largest
        }
    }

    let title: String
    let panels: [Panel]
    let note: String

    private static let margin = 32
    private static let gap = 40
    private static let widest = 1330
    private static let heading = TextStyle(size: 16, weight: .bold)
    private static let noteStyle = TextStyle(size: 12, color: .slate)

    /// The side of a cell: as large as lets the widest grid in, up to 56 pixels.
    private var cell: Int {
        let columns = panels.map(\.plane.size.width).max() ?? 1
        return max(8, min(56, Self.widest / max(columns, 1)))
    }

    /// Where each panel's cells begin, and how large the whole is.
    private var layout: (corners: [(x: Int, y: Int)], size: PixelSize) {
        var (x, y, rowHeight, right) = (Self.margin, 80, 0, 0)
        var corners: [(x: Int, y: Int)] = []
        for panel in panels {
            let width = max(panel.plane.size.width * cell, Int(Self.heading.width(of: panel.name)))
            if x > Self.margin, x + width > Self.margin + Self.widest {
                (x, y, rowHeight) = (Self.margin, y + rowHeight + Self.gap, 0)
            }
            corners.append((x, y + 30))
            rowHeight = max(rowHeight, panel.plane.size.height * cell + 30)
            right = max(right, x + width)
            x += width + Self.gap
        }
        let bottom = y + rowHeight + 46
        let noteWidth = Int(Self.noteStyle.width(of: note)) + Self.margin
        return (corners, PixelSize(height: bottom + Self.margin, width: max(right, noteWidth, 480) + Self.margin))
    }

    /// The picture.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    func drawn() throws(FigureError) -> Canvas {
        let (corners, size) = layout
        let canvas = try Canvas(size: size, showing: title)
        canvas.draw(title, at: Point(x: 32, y: 48), style: TextStyle(size: 22, weight: .bold))
        for (panel, corner) in zip(panels, corners) { draw(panel, at: corner, on: canvas) }
        canvas.draw(note, at: Point(x: 32, y: Double(size.height - 28)), style: Self.noteStyle)
        return canvas
    }

    private func draw(_ panel: Panel, at corner: (x: Int, y: Int), on canvas: Canvas) {
        let (plane, cell) = (panel.plane, cell)
        canvas.draw(
            panel.name, at: Point(x: Double(corner.x), y: Double(corner.y - 10)), style: Self.heading)
        for row in 0..<plane.size.height {
            for column in 0..<plane.size.width {
                let value = plane[row, column]
                let part = panel.limit > 0 ? Double(value / panel.limit) : 0
                let frame = Frame(x: corner.x + column * cell, y: corner.y + row * cell, width: cell, height: cell)
                canvas.fill(frame, with: ColorScale.diverging.color(at: part))
                canvas.draw(.outline(frame), color: .hairline)
                write(Numeral.text(value, decimals: 2), in: frame, isDark: abs(part) > 0.6, on: canvas)
            }
        }
    }

    /// The number in the middle of its cell, where the cell holds it.
    private func write(_ text: String, in frame: Frame, isDark: Bool, on canvas: Canvas) {
        let size = min(Double(frame.height) * 0.42, Double(frame.width) * 1.5 / Double(max(text.count, 2)))
        guard size >= 7 else { return }
        let style = TextStyle(size: size, alignment: .center, color: isDark ? .white : .black)
        canvas.draw(
            text,
            at: Point(
                x: Double(frame.x) + Double(frame.width) / 2,
                y: Double(frame.y) + Double(frame.height) / 2 + size * 0.36), style: style)
    }
}
