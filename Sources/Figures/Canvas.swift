import CCairo
public import Planes

/// A sheet of pixels to draw on: x to the right, y down, the top left corner at (0, 0), pixel edges at whole numbers.
///
/// It owns the drawing library's surface and is therefore a class; every figure is made on one and leaves it as PNG.
public final class Canvas {
    /// Rows and columns.
    public let size: PixelSize
    private let surface: OpaquePointer
    let context: OpaquePointer

    /// The most pixels that the drawing library holds on a side.
    public static let largestSide = 32_767

    /// An empty sheet.
    ///
    /// - Throws: ``FigureError/tooLarge(width:height:)`` or, where memory is short, ``FigureError/drawing(reason:)``.
    public init(size: PixelSize, background: Color = .white) throws(FigureError) {
        guard max(size.width, size.height) <= Self.largestSide else {
            throw .tooLarge(width: size.width, height: size.height)
        }
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(size.width), Int32(size.height))
        let context = cairo_create(surface)
        let status = cairo_status(context)
        guard let surface, let context, status == CAIRO_STATUS_SUCCESS else {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
            throw .drawing(reason: String(cString: cairo_status_to_string(status)))
        }
        self.size = size
        self.surface = surface
        self.context = context
        fill(Frame(x: 0, y: 0, width: size.width, height: size.height), with: background)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Fills a rectangle of whole pixels.
    public func fill(_ frame: Frame, with color: Color) {
        cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
        use(color)
        cairo_fill(context)
    }

    /// Draws text with its baseline at a point.
    public func draw(_ text: String, at point: Point, style: TextStyle) {
        let shift = style.shift(of: text)
        style.select(in: context)
        use(style.color)
        cairo_move_to(context, point.x - shift, point.y)
        cairo_show_text(context, TextStyle.printable(text))
        cairo_new_path(context)
    }

    /// Draws text with an edge of another colour about its letters, to be read on any picture.
    public func draw(_ text: String, at point: Point, style: TextStyle, edge: Color) {
        let shift = style.shift(of: text)
        style.select(in: context)
        cairo_move_to(context, point.x - shift, point.y)
        cairo_text_path(context, TextStyle.printable(text))
        use(edge)
        cairo_set_line_width(context, 3)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_stroke_preserve(context)
        use(style.color)
        cairo_fill(context)
    }

    /// Draws what `body` draws, but nothing outside a rectangle.
    public func draw(within frame: Frame, _ body: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
        cairo_clip(context)
        body()
        cairo_restore(context)
    }

    /// Draws a picture with every pixel enlarged to a square of `magnification` × `magnification`, no smoothing.
    ///
    /// What lies beyond the canvas is cut off.
    public func draw(_ picture: Picture, x: Int, y: Int, magnification: Int = 1) {
        cairo_surface_flush(surface)
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { return }
        let pixels = UnsafeMutableRawPointer(data)
        let rows = max(y, 0)..<max(min(y + picture.size.height * magnification, size.height), max(y, 0))
        let columns = max(x, 0)..<max(min(x + picture.size.width * magnification, size.width), max(x, 0))
        for row in rows {
            for column in columns {
                let (red, green, blue) = picture.pixel(
                    row: (row - y) / magnification, column: (column - x) / magnification)
                let packed = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
                pixels.storeBytes(of: packed, toByteOffset: row * stride + column * 4, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(surface)
    }

    /// The sheet as a PNG file: the same drawing gives the same bytes.
    ///
    /// - Throws: ``FigureError/drawing(reason:)`` where any step since the beginning has failed.
    ///
    /// - Parameter words: what it shows, for those who do not see it: kept in the file.
    public func png(showing words: String) throws(FigureError) -> [UInt8] {
        var bytes: [UInt8] = []
        var status = cairo_status(context)
        if status == CAIRO_STATUS_SUCCESS {
            status = withUnsafeMutablePointer(to: &bytes) { target in
                cairo_surface_write_to_png_stream(
                    surface,
                    { closure, data, count in
                        closure?.assumingMemoryBound(to: [UInt8].self).pointee
                            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                        return CAIRO_STATUS_SUCCESS
                    }, target)
            }
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .drawing(reason: String(cString: cairo_status_to_string(status)))
        }
        return PictureWords.adding(words, to: bytes)
    }

    func use(_ color: Color) {
        cairo_set_source_rgb(context, color.red, color.green, color.blue)
    }
}
