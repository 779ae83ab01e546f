public import Planes

/// A labelled grid of pictures in titled sections, with a note on its colours.
public struct Montage: Hashable, Drawable {
    /// One picture, or several side by side that belong together: kernel, fit, residual.
    public struct Tile: Hashable, Sendable {
        /// From left to right.
        public let pictures: [Picture]
        /// Beneath them; it wraps.
        public let caption: String
        /// Of the bars in them: the colour of their frames; a hairline without one.
        public let orientation: Orientation?

        /// A tile of pictures and the words beneath them.
        public init(pictures: [Picture], caption: String, orientation: Orientation? = nil) {
            self.pictures = pictures
            self.caption = caption
            self.orientation = orientation
        }
    }

    /// Tiles under one heading.
    public struct Section: Hashable, Sendable {
        /// Above the tiles; it wraps.
        public let heading: String
        /// From left to right, row by row.
        public let tiles: [Tile]
        /// Screen pixels per picture pixel, if other than the montage's.
        public let magnification: Int?

        /// A section of tiles; one without any says "none".
        public init(heading: String, tiles: [Tile], magnification: Int? = nil) {
            self.heading = heading
            self.tiles = tiles
            self.magnification = magnification
        }
    }

    /// A bar of the colours that values have, with what its ends and its middle stand for.
    public struct ScaleBar: Hashable, Sendable {
        /// The colours.
        public let scale: ColorScale
        /// At the left end, such as "−max".
        public let low: String
        /// In the middle.
        public let middle: String
        /// At the right end.
        public let high: String

        /// A bar and its three labels.
        public init(scale: ColorScale, low: String, middle: String = "0", high: String) {
            self.scale = scale
            self.low = low
            self.middle = middle
            self.high = high
        }
    }

    /// At the top.
    public let title: String
    /// From top to bottom.
    public let sections: [Section]
    /// The colour scale and its units in words, at the bottom.
    public let note: String
    /// The colour scales used, drawn beside the note.
    public let scaleBars: [ScaleBar]
    /// How many screen pixels a picture's pixel is wide and high.
    public let magnification: Int
    /// The greatest width of the whole, in pixels.
    public let width: Int

    /// A montage.
    ///
    /// - Parameters:
    ///   - title: at the top.
    ///   - sections: from top to bottom.
    ///   - note: on the colours and their units, at the bottom.
    ///   - scaleBars: of the colour scales used, beside the note.
    ///   - magnification: at least 1; where it is not given, the whole number that brings the largest picture nearest
    ///     to ``tileSide`` pixels.
    ///   - width: the greatest of the whole; a single tile wider than it makes the whole wider.
    public init(
        title: String, sections: [Section], note: String, scaleBars: [ScaleBar] = [], magnification: Int? = nil,
        width: Int = 1200
    ) {
        self.title = title
        self.sections = sections
        self.note = note
        self.scaleBars = scaleBars
        self.width = width
        let sides = sections.flatMap(\.tiles).flatMap(\.pictures).map { max($0.size.height, $0.size.width) }
        let fitting = (Double(Self.tileSide) / Double(sides.max() ?? Self.tileSide)).rounded()
        self.magnification = max(1, magnification ?? Int(fitting))
    }

    /// How large a picture should be on the screen, in pixels.
    public static let tileSide = 80

    /// Where everything goes.
    public var layout: MontageLayout { MontageLayout(of: self) }

    /// The montage.
    ///
    /// - Throws: ``FigureError`` where it is too large or memory is short.
    public func drawn() throws(FigureError) -> Canvas {
        let layout = layout
        let canvas = try Canvas(size: layout.size, showing: words)
        for placed in layout.pictures {
            canvas.draw(placed.picture, x: placed.frame.x, y: placed.frame.y, magnification: placed.magnification)
            if let orientation = placed.orientation {
                canvas.draw(.outline(placed.frame.enlarged(by: 1)), color: Color(orientation: orientation), width: 3)
            } else {
                canvas.draw(.outline(placed.frame), color: .hairline)
            }
        }
        if let center = layout.wheel { MontageLayout.key.draw(on: canvas, center: center) }
        for rule in layout.rules { canvas.fill(rule, with: .hairline) }
        for placed in layout.texts { canvas.draw(placed) }
        return canvas
    }

    /// The title, and what the first sections show.
    private var words: String {
        ([title] + sections.prefix(4).map(\.heading).filter { !$0.isEmpty }).joined(separator: ". ")
            + (sections.count > 4 ? ". …" : ".")
    }
}
