public import Planes

/// One part of a sheet: a small drawing with a title, in a frame that the sheet gives it.
public protocol Panel: Sendable {
    /// Above the drawing.
    var title: String { get }
    /// Draws into a frame, the title's line already taken off.
    func draw(on canvas: Canvas, in frame: Frame)
}

/// Panels of one size in rows under a title, with a note at the bottom.
public struct PanelSheet: Drawable {
    /// At the top.
    public let title: String
    /// Row by row.
    public let panels: [any Panel]
    /// How many stand side by side.
    public let columns: Int
    /// Rows and columns of pixels for a panel and its title.
    public let panelSize: PixelSize
    /// What the drawings mean, at the bottom; it wraps.
    public let note: String

    /// A sheet.
    ///
    /// - Precondition: at least one panel and one column.
    public init(title: String, panels: [any Panel], columns: Int, panelSize: PixelSize, note: String) {
        precondition(!panels.isEmpty && columns > 0, "a sheet has panels")
        self.title = title
        self.panels = panels
        self.columns = columns
        self.panelSize = panelSize
        self.note = note
    }

    static let gap = 18
    static let heading = TextStyle(size: 12, weight: .bold)
    static let label = TextStyle(size: 10, color: .slate)

    /// The sheet.
    ///
    /// - Throws: ``FigureError`` where it is too large or memory is short.
    public func drawn() throws(FigureError) -> Canvas {
        let margin = MontageLayout.margin
        let rows = (panels.count + columns - 1) / columns
        let width = columns * (panelSize.width + Self.gap) - Self.gap
        let lines = MontageLayout.note.wrapped(note, width: width)
        let top = margin + MontageLayout.title.lineHeight + 8
        let foot = top + rows * (panelSize.height + Self.gap)
        let height = foot + lines.count * MontageLayout.note.lineHeight + margin
        let canvas = try Canvas(size: PixelSize(height: height, width: width + 2 * margin), showing: words)
        canvas.draw(
            title, at: Point(x: Double(margin), y: Double(margin + MontageLayout.title.ascent)),
            style: MontageLayout.title)
        for (index, panel) in panels.enumerated() {
            let x = margin + index % columns * (panelSize.width + Self.gap)
            let y = top + index / columns * (panelSize.height + Self.gap)
            canvas.draw(panel.title, at: Point(x: Double(x), y: Double(y + Self.heading.ascent)), style: Self.heading)
            let taken = Self.heading.lineHeight + 4
            panel.draw(
                on: canvas, in: Frame(x: x, y: y + taken, width: panelSize.width, height: panelSize.height - taken))
        }
        for (index, line) in lines.enumerated() {
            let y = foot + index * MontageLayout.note.lineHeight + MontageLayout.note.ascent
            canvas.draw(line, at: Point(x: Double(margin), y: Double(y)), style: MontageLayout.note)
        }
        return canvas
    }

    /// The title, what the first panels are, and what they mean.
    private var words: String {
        let names = panels.prefix(8).map(\.title).filter { !$0.isEmpty }
        return "\(title). \(names.joined(separator: "; "))\(panels.count > 8 ? "; …" : ""). \(note)"
    }
}

/// A picture as large as its frame allows in whole magnifications, with a caption beneath.
public struct PicturePanel: Panel {
    /// As ``Panel``.
    public let title: String
    private let picture: Picture
    private let caption: String

    /// A picture and what to know of it.
    public init(_ title: String, picture: Picture, caption: String = "") {
        self.title = title
        self.picture = picture
        self.caption = caption
    }

    /// As ``Panel``.
    public func draw(on canvas: Canvas, in frame: Frame) {
        let room = frame.height - (caption.isEmpty ? 0 : 2 * PanelSheet.label.lineHeight)
        let magnification = max(1, min(frame.width / picture.size.width, room / picture.size.height))
        let place = Frame(
            x: frame.x, y: frame.y, width: picture.size.width * magnification,
            height: picture.size.height * magnification)
        canvas.draw(picture, x: place.x, y: place.y, magnification: magnification)
        canvas.draw(.outline(place), color: .hairline)
        for (index, line) in PanelSheet.label.wrapped(caption, width: frame.width, lines: 2).enumerated() {
            let y = place.bottom + index * PanelSheet.label.lineHeight + PanelSheet.label.ascent + 4
            canvas.draw(line, at: Point(x: Double(frame.x), y: Double(y)), style: PanelSheet.label)
        }
    }
}
