import Inference
import Planes

/// What is drawn on the page's canvas, white on black.
struct Ink {
    /// White on black.
    let drawing: Plane

    /// The drawing as a picture of a size.
    ///
    /// - Parameter centred: placed as MNIST's digits are; else just brought to the size.
    /// - Throws: `PreprocessingError`.
    func picture(of size: PixelSize, centred: Bool) throws(PreprocessingError) -> Image {
        try Self.preprocessing(centred).fitted(Image(grey: drawing, encoding: .sRGB), to: size)
    }

    /// What was done to it.
    ///
    /// - Throws: `PreprocessingError`.
    func reading(centred: Bool) throws(PreprocessingError) -> DrawingReading {
        try Self.preprocessing(centred).reading(of: Image(grey: drawing, encoding: .sRGB))
    }

    /// Where that picture lies on the drawing.
    ///
    /// - Throws: `PreprocessingError`.
    func placement(of size: PixelSize, centred: Bool) throws(PreprocessingError) -> Placement {
        try Self.preprocessing(centred).placement(of: size, onDrawing: Image(grey: drawing, encoding: .sRGB))
    }

    private static func preprocessing(_ isCentred: Bool) throws(PreprocessingError) -> Preprocessing {
        try Preprocessing("mnist,invert=off,center=\(isCentred ? "mass" : "off")")
    }
}
