import CCairo
internal import Files

/// How text is set: DejaVu Sans in a size, a weight, a colour, aligned to a point.
public struct TextStyle: Hashable, Sendable {
    /// Thin or thick letters.
    public enum Weight: Hashable, Sendable {
        /// For reading.
        case regular
        /// For headings.
        case bold
    }

    /// Which part of the text lies at the point it is drawn at.
    public enum Alignment: Hashable, Sendable {
        /// The left end.
        case left
        /// The middle.
        case center
        /// The right end.
        case right
    }

    /// The height of the letters' body in pixels.
    public let size: Double
    /// Thin or thick.
    public let weight: Weight
    /// Where the text begins.
    public let alignment: Alignment
    /// The ink.
    public let color: Color

    /// A style; by default black, regular, from the left.
    public init(size: Double, weight: Weight = .regular, alignment: Alignment = .left, color: Color = .black) {
        self.size = size
        self.weight = weight
        self.alignment = alignment
        self.color = color
    }

    /// From one baseline to the next, in whole pixels.
    public var lineHeight: Int { Int((size * 1.35).rounded(.up)) }
    /// From the top of a line to its baseline, in whole pixels.
    public var ascent: Int { Int(size.rounded(.up)) }

    /// How far the text reaches, in pixels.
    public func width(of text: String) -> Double {
        let surface = libcairo.cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
        let context = libcairo.cairo_create(surface)
        defer {
            libcairo.cairo_destroy(context)
            libcairo.cairo_surface_destroy(surface)
        }
        select(in: context)
        var extents = cairo_text_extents_t()
        libcairo.cairo_text_extents(context, Self.printable(text), &extents)
        return extents.x_advance
    }

    /// How far left of its point a text begins.
    func shift(of text: String) -> Double {
        switch alignment {
        case .left: 0
        case .center: width(of: text) / 2
        case .right: width(of: text)
        }
    }

    /// Makes the style the context's own.
    func select(in context: OpaquePointer?) {
        libcairo.cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
            weight == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        libcairo.cairo_set_font_size(context, size)
        let options = libcairo.cairo_font_options_create()
        libcairo.cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        libcairo.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        libcairo.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        libcairo.cairo_set_font_options(context, options)
        libcairo.cairo_font_options_destroy(options)
    }

    /// The text on one line, with what no font can show spelled out.
    static func printable(_ text: String) -> String { text.replacing("\n", with: " ").visible }
}

extension TextStyle {
    /// The text broken at spaces into lines no wider than `width`; a line break in the text stays one.
    ///
    /// What a line cannot hold, and what goes beyond `lines`, is cut and ends in an ellipsis.
    public func wrapped(_ text: String, width: Int, lines limit: Int = .max) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                let longer = line.isEmpty ? String(word) : line + " " + word
                if line.isEmpty || self.width(of: longer) <= Double(width) {
                    line = longer
                } else {
                    lines.append(line)
                    line = String(word)
                }
            }
            lines.append(line)
        }
        if lines.count > limit {
            lines = Array(lines.prefix(limit))
            lines[limit - 1] += " …"
        }
        return lines.map { shortened($0, width: width) }
    }

    /// The text, or as much of its beginning as the width holds and an ellipsis.
    func shortened(_ text: String, width: Int) -> String {
        guard self.width(of: text) > Double(width) else { return text }
        var kept = text.hasSuffix(" …") ? String(text.dropLast(2)) : text
        while !kept.isEmpty, self.width(of: kept + "…") > Double(width) { kept.removeLast() }
        return kept + "…"
    }
}
