public import Planes

/// Where each part of a montage lies, worked out before anything is drawn.
public struct MontageLayout: Hashable, Sendable {
    /// A picture and the pixels it covers.
    public struct PlacedPicture: Hashable, Sendable {
        /// What is drawn.
        public let picture: Picture
        /// Where.
        public let frame: Frame
        /// Screen pixels per picture pixel.
        public let magnification: Int
        /// Of the bars in it: the colour of its frame; a hairline without one.
        public let orientation: Orientation?
    }

    /// The whole.
    public private(set) var size = PixelSize(side: 1)
    /// Every picture, the scale bars last.
    public private(set) var pictures: [PlacedPicture] = []
    /// Every line of text.
    public private(set) var texts: [PlacedText] = []
    /// Thin lines between the parts.
    public private(set) var rules: [Frame] = []
    /// The middle of the key to the frames' colours, where there are any.
    public private(set) var wheel: Point?

    private var bottom = Self.margin
    private var width: Int

    static let margin = 32
    static let leastWidth = 480
    static let tileGap = 14
    static let pictureGap = 4
    static let title = TextStyle(size: 18, weight: .bold)
    static let heading = TextStyle(size: 13, weight: .bold)
    static let caption = TextStyle(size: 10, alignment: .center, color: .slate)
    static let note = TextStyle(size: 11, color: .slate)
    static let captionLines = 3
    static let key = OrientationWheel(radius: 34)

    init(of montage: Montage) {
        let most = montage.width - 2 * Self.margin
        // As wide as the widest row of tiles, the title and a note that is easily read.
        width = montage.sections.reduce(min(most, max(Self.leastWidth, Int(Self.title.width(of: montage.title)) + 1))) {
            let cell = Self.cell(of: $1, magnification: $1.magnification ?? montage.magnification).width
            let columns = min(max(1, (most + Self.tileGap) / (cell + Self.tileGap)), $1.tiles.count)
            return max($0, columns * (cell + Self.tileGap) - Self.tileGap)
        }
        place(montage.title, style: Self.title, x: Self.margin, width: width)
        bottom += 6
        for section in montage.sections {
            place(section, magnification: section.magnification ?? montage.magnification)
        }
        placeFoot(montage)
        size = PixelSize(height: bottom + Self.margin, width: width + 2 * Self.margin)
    }

    /// The room for one tile's pictures.
    private static func cell(of section: Montage.Section, magnification: Int) -> (width: Int, height: Int) {
        let widths = section.tiles.map { tile in
            tile.pictures.reduce(0) { $0 + $1.size.width * magnification } + pictureGap
                * max(tile.pictures.count - 1, 0)
        }
        let heights = section.tiles.flatMap(\.pictures).map { $0.size.height * magnification }
        return (max(widths.max() ?? 0, 60), heights.max() ?? 0)
    }

    private mutating func place(_ section: Montage.Section, magnification: Int) {
        bottom += 16
        place(section.heading, style: Self.heading, x: Self.margin, width: width)
        bottom += 6
        guard !section.tiles.isEmpty else {
            return place("none", style: Self.note, x: Self.margin, width: width)
        }
        let cell = Self.cell(of: section, magnification: magnification)
        let columns = max(1, (width + Self.tileGap) / (cell.width + Self.tileGap))
        for start in stride(from: 0, to: section.tiles.count, by: columns) {
            let row = section.tiles[start..<min(start + columns, section.tiles.count)]
            var deepest = bottom
            for (column, tile) in row.enumerated() {
                let x = Self.margin + column * (cell.width + Self.tileGap)
                deepest = max(deepest, place(tile, x: x, cell: cell, magnification: magnification))
            }
            bottom = deepest + 10
        }
    }

    /// Places one tile and says where it ends.
    private mutating func place(
        _ tile: Montage.Tile, x: Int, cell: (width: Int, height: Int), magnification: Int
    ) -> Int {
        let taken =
            tile.pictures.reduce(0) { $0 + $1.size.width * magnification }
            + Self.pictureGap * max(tile.pictures.count - 1, 0)
        var left = x + (cell.width - taken) / 2
        for picture in tile.pictures {
            let height = picture.size.height * magnification
            let frame = Frame(
                x: left, y: bottom + (cell.height - height) / 2, width: picture.size.width * magnification,
                height: height)
            pictures.append(
                PlacedPicture(
                    picture: picture, frame: frame, magnification: magnification, orientation: tile.orientation))
            left = frame.right + Self.pictureGap
        }
        // A caption may use a third of the gap on either side, so that neighbours stay apart.
        let room = Frame(
            x: x - Self.tileGap / 3, y: bottom + cell.height + 4, width: cell.width + 2 * (Self.tileGap / 3), height: 0)
        let lines = PlacedText.lines(of: tile.caption, style: Self.caption, in: room, atMost: Self.captionLines)
        texts += lines
        return lines.last?.frame.bottom ?? room.y
    }

    private mutating func place(_ text: String, style: TextStyle, x: Int, width: Int) {
        guard !text.isEmpty else { return }
        let lines = PlacedText.lines(
            of: text, style: style, in: Frame(x: x, y: bottom, width: width, height: 0), atMost: 4)
        texts += lines
        bottom = lines.last?.frame.bottom ?? bottom
    }

    private mutating func placeFoot(_ montage: Montage) {
        let hasKey = pictures.contains { $0.orientation != nil }
        guard hasKey || !montage.note.isEmpty || !montage.scaleBars.isEmpty else { return }
        bottom += 14
        rules.append(Frame(x: Self.margin, y: bottom, width: width, height: 1))
        bottom += 14
        for bar in montage.scaleBars { place(bar) }
        if hasKey { placeKey() }
        place(montage.note, style: Self.note, x: Self.margin, width: width)
    }

    /// The wheel of orientations, said to be the frames'.
    private mutating func placeKey() {
        let (side, height) = (2 * Self.key.reach, Self.key.reach + Self.key.radius)
        let words = Frame(
            x: Self.margin + side + 8, y: bottom + Self.key.reach - Self.note.lineHeight / 2, width: width - side - 8,
            height: 0)
        texts += PlacedText.lines(of: "Frames: orientation of the bars.", style: Self.note, in: words, atMost: 2)
        wheel = Point(x: Double(Self.margin + Self.key.reach), y: Double(bottom + Self.key.reach))
        bottom += height + 8
    }

    /// A bar of 241 colours, so that its middle column is exactly 0, with its labels to the left, above and to the right.
    private mutating func place(_ bar: Montage.ScaleBar) {
        let half = 120
        let low = Self.note.wrapped(bar.low, width: width / 3, lines: 1).first ?? ""
        let lowWidth = Int(Self.note.width(of: low).rounded(.up))
        let picture = Picture(size: PixelSize(height: 12, width: 2 * half + 1)) { _, column in
            bar.scale.color(at: Double(column - half) / Double(half))
        }
        let frame = Frame(
            x: Self.margin + lowWidth + 8, y: bottom, width: picture.size.width, height: picture.size.height)
        pictures.append(PlacedPicture(picture: picture, frame: frame, magnification: 1, orientation: nil))
        let line = Self.note.lineHeight
        texts.append(
            PlacedText(
                text: low, style: Self.note, frame: Frame(x: Self.margin, y: bottom - 1, width: lowWidth, height: line))
        )
        texts += PlacedText.lines(
            of: bar.high, style: Self.note,
            in: Frame(x: frame.right + 8, y: bottom - 1, width: width + Self.margin - frame.right - 8, height: 0),
            atMost: 1)
        let middle = Frame(x: frame.x, y: frame.bottom + 3, width: frame.width, height: 0)
        texts += PlacedText.lines(of: bar.middle, style: Self.caption, in: middle, atMost: 1)
        bottom = frame.bottom + 3 + Self.caption.lineHeight + 8
    }
}
