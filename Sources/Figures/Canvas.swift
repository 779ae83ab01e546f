import CCairo
public import Planes

/// A sheet to draw on: x to the right, y down, the top left corner at (0, 0), pixel edges at whole numbers.
///
/// What is drawn is remembered, and leaves the sheet as PNG, PDF and SVG (``png()``, ``pdf()``, ``svg()``). It owns the
/// drawing library's surface and is therefore a class.
public final class Canvas {
    /// Rows and columns.
    public let size: PixelSize
    /// What it shows, for those who do not see it: kept in its files.
    public let words: String
    let surface: OpaquePointer
    let context: OpaquePointer

    /// The most pixels that the drawing library holds on a side.
    public static let largestSide = 32_767

    /// An empty sheet.
    ///
    /// - Parameters:
    ///   - size: in pixels.
    ///   - background: what it is filled with.
    ///   - words: what it shows, for those who do not see it.
    /// - Throws: ``FigureError/tooLarge(width:height:)`` or, where memory is short, ``FigureError/drawing(reason:)``.
    public init(size: PixelSize, background: Color = .white, showing words: String = "") throws(FigureError) {
        guard max(size.width, size.height) <= Self.largestSide else {
            throw .tooLarge(width: size.width, height: size.height)
        }
        var extents = cairo_rectangle_t(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let surface = libcairo.cairo_recording_surface_create(CAIRO_CONTENT_COLOR, &extents)
        let context = libcairo.cairo_create(surface)
        let status = libcairo.cairo_status(context)
        guard let surface, let context, status == CAIRO_STATUS_SUCCESS else {
            libcairo.cairo_destroy(context)
            libcairo.cairo_surface_destroy(surface)
            throw Self.failure(status)
        }
        self.size = size
        self.words = words
        self.surface = surface
        self.context = context
        fill(Frame(x: 0, y: 0, width: size.width, height: size.height), with: background)
    }

    deinit {
        libcairo.cairo_destroy(context)
        libcairo.cairo_surface_destroy(surface)
    }

    /// Fills a rectangle of whole pixels.
    public func fill(_ frame: Frame, with color: Color) {
        libcairo.cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
        use(color)
        libcairo.cairo_fill(context)
    }

    /// Draws text with its baseline at a point.
    public func draw(_ text: String, at point: Point, style: TextStyle) {
        let shift = style.shift(of: text)
        style.select(in: context)
        use(style.color)
        libcairo.cairo_move_to(context, point.x - shift, point.y)
        libcairo.cairo_show_text(context, TextStyle.printable(text))
        libcairo.cairo_new_path(context)
    }

    /// Draws text with an edge of another colour about its letters, to be read on any picture.
    public func draw(_ text: String, at point: Point, style: TextStyle, edge: Color) {
        let shift = style.shift(of: text)
        style.select(in: context)
        libcairo.cairo_move_to(context, point.x - shift, point.y)
        libcairo.cairo_text_path(context, TextStyle.printable(text))
        use(edge)
        libcairo.cairo_set_line_width(context, 3)
        libcairo.cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        libcairo.cairo_stroke_preserve(context)
        use(style.color)
        libcairo.cairo_fill(context)
    }

    /// Draws what `body` draws, but nothing outside a rectangle.
    public func draw(within frame: Frame, _ body: () -> Void) {
        libcairo.cairo_save(context)
        libcairo.cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
        libcairo.cairo_clip(context)
        body()
        libcairo.cairo_restore(context)
    }

    /// Draws a picture with every pixel enlarged to a square of `magnification` × `magnification`, no smoothing.
    ///
    /// What lies beyond the canvas is cut off.
    public func draw(_ picture: Picture, x: Int, y: Int, magnification: Int = 1) {
        let (height, width) = (picture.size.height, picture.size.width)
        let image = libcairo.cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { libcairo.cairo_surface_destroy(image) }
        guard let data = libcairo.cairo_image_surface_get_data(image) else { return }
        let (pixels, stride) = (UnsafeMutableRawPointer(data), Int(libcairo.cairo_image_surface_get_stride(image)))
        for row in 0..<height {
            for column in 0..<width {
                let (red, green, blue) = picture.pixel(row: row, column: column)
                let packed = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
                pixels.storeBytes(of: packed, toByteOffset: row * stride + column * 4, as: UInt32.self)
            }
        }
        libcairo.cairo_surface_mark_dirty(image)
        libcairo.cairo_save(context)
        libcairo.cairo_translate(context, Double(x), Double(y))
        libcairo.cairo_scale(context, Double(magnification), Double(magnification))
        libcairo.cairo_set_source_surface(context, image, 0, 0)
        libcairo.cairo_pattern_set_filter(libcairo.cairo_get_source(context), CAIRO_FILTER_NEAREST)
        libcairo.cairo_paint(context)
        libcairo.cairo_restore(context)
    }

    func use(_ color: Color) {
        libcairo.cairo_set_source_rgb(context, color.red, color.green, color.blue)
    }
}
