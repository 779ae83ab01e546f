import CCairo
import Planes

/// What can be drawn on a canvas of its own.
public protocol Drawable: Sendable {
    /// The drawing.
    ///
    /// - Throws: ``FigureError`` where it is too large or memory is short.
    func drawn() throws(FigureError) -> Canvas
}

extension Drawable {
    /// The drawing as a PNG file.
    ///
    /// - Throws: as ``drawn()``.
    public func png() throws(FigureError) -> [UInt8] { try drawn().png() }
}

extension Canvas {
    /// The sheet as a PNG file: the same drawing gives the same bytes.
    ///
    /// - Throws: ``FigureError/drawing(reason:)`` where any step since the beginning has failed.
    public func png() throws(FigureError) -> [UInt8] {
        let sheet = libcairo.cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(size.width), Int32(size.height))
        defer { libcairo.cairo_surface_destroy(sheet) }
        var bytes: [UInt8] = []
        try replay(on: sheet, scale: 1)
        try Self.check(
            withUnsafeMutablePointer(to: &bytes) { libcairo.cairo_surface_write_to_png_stream(sheet, Self.append, $0) })
        return PictureWords.adding(words, to: bytes)
    }

    /// The sheet as a PDF file of one page, 96 pixels an inch: lines and letters as curves, pictures as their pixels.
    ///
    /// It bears no date: the same drawing gives the same bytes.
    ///
    /// - Throws: as ``png()``.
    public func pdf() throws(FigureError) -> [UInt8] {
        let points = 0.75
        return try bytes(scale: points) { target in
            let page = libcairo.cairo_pdf_surface_create_for_stream(
                Self.append, target, points * Double(size.width), points * Double(size.height))
            if !words.isEmpty { libcairo.cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_TITLE, words) }
            libcairo.cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_CREATE_DATE, PrintedFile.date)
            return page
        }
    }

    /// The sheet as an SVG file: lines and letters as curves, pictures as their pixels, not smoothed.
    ///
    /// The same drawing gives the same bytes.
    ///
    /// - Throws: as ``png()``.
    public func svg() throws(FigureError) -> [UInt8] {
        let drawn = try bytes(scale: 1) { target in
            let page = libcairo.cairo_svg_surface_create_for_stream(
                Self.append, target, Double(size.width), Double(size.height))
            libcairo.cairo_svg_surface_set_document_unit(page, CAIRO_SVG_UNIT_PX)
            return page
        }
        return PrintedFile.settled(svg: drawn, words: words)
    }

    /// What a surface writes when the drawing has been repeated on it.
    private func bytes(
        scale: Double, on surface: (UnsafeMutablePointer<[UInt8]>) -> OpaquePointer?
    ) throws(FigureError) -> [UInt8] {
        let target = UnsafeMutablePointer<[UInt8]>.allocate(capacity: 1)
        target.initialize(to: [])
        defer {
            target.deinitialize(count: 1)
            target.deallocate()
        }
        let page = surface(target)
        defer { libcairo.cairo_surface_destroy(page) }
        try replay(on: page, scale: scale)
        libcairo.cairo_surface_finish(page)
        try Self.check(libcairo.cairo_surface_status(page))
        return target.pointee
    }

    private func replay(on page: OpaquePointer?, scale: Double) throws(FigureError) {
        try Self.check(libcairo.cairo_status(context))
        let pen = libcairo.cairo_create(page)
        defer { libcairo.cairo_destroy(pen) }
        libcairo.cairo_scale(pen, scale, scale)
        libcairo.cairo_set_source_surface(pen, surface, 0, 0)
        libcairo.cairo_paint(pen)
        try Self.check(libcairo.cairo_status(pen))
    }

    private static let append: cairo_write_func_t = { target, data, count in
        target?.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
    }

    private static func check(_ status: cairo_status_t) throws(FigureError) {
        guard status == CAIRO_STATUS_SUCCESS else { throw failure(status) }
    }

    /// What the drawing library says of a step that failed.
    static func failure(_ status: cairo_status_t) -> FigureError {
        .drawing(reason: libcairo.cairo_status_to_string(status).map { String(cString: $0) } ?? "")
    }
}
