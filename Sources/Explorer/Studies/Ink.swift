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
        try Preprocessing("mnist,invert=off,center=\(centred ? "mass" : "off")")
            .fitted(Image(grey: drawing, encoding: .sRGB), to: size)
    }
}
