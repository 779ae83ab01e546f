/// A line of text and the room it has.
public struct PlacedText: Hashable, Sendable {
    /// One line.
    public let text: String
    /// How it is set, and to which side of its room.
    public let style: TextStyle
    /// Its room on the canvas.
    public let frame: Frame

    /// The lines of a text from the top of a room downwards, each as wide as the room; the room's height is not used.
    static func lines(of text: String, style: TextStyle, in room: Frame, atMost limit: Int) -> [PlacedText] {
        guard !text.isEmpty else { return [] }
        return style.wrapped(text, width: room.width, lines: limit).enumerated().map { index, line in
            let frame = Frame(
                x: room.x, y: room.y + index * style.lineHeight, width: room.width, height: style.lineHeight)
            return PlacedText(text: line, style: style, frame: frame)
        }
    }
}

extension Canvas {
    /// Draws a line of text in its room.
    func draw(_ placed: PlacedText) {
        let x =
            switch placed.style.alignment {
            case .left: Double(placed.frame.x)
            case .center: Double(placed.frame.x) + Double(placed.frame.width) / 2
            case .right: Double(placed.frame.right)
            }
        draw(placed.text, at: Point(x: x, y: Double(placed.frame.y + placed.style.ascent)), style: placed.style)
    }
}
