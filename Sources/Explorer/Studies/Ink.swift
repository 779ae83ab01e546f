import Inference
import Planes

/// A drawing made a digit as MNIST's were: the ink scaled, its shape kept, to 20 of 28 parts of the side, and its centre of
/// mass put in the middle.
///
/// - SeeAlso: LeCun, Bottou, Bengio & Haffner (1998), *Proc. IEEE* 86:2278.
struct Ink {
    /// White on black.
    let drawing: Plane

    /// Light below this is no ink.
    private static let faintest: Float = 0.02

    /// The drawing as a picture of a size.
    ///
    /// - Parameter centred: as MNIST's digits; else just brought to the size.
    func picture(of size: PixelSize, centred: Bool) -> Image {
        let whole = Image(grey: drawing, encoding: .sRGB)
        guard centred, let box else { return whole.resized(to: size, keeping: size) }
        let cut = Plane(size: PixelSize(height: box.rows.count, width: box.columns.count)) { row, column in
            drawing[box.rows.lowerBound + row, box.columns.lowerBound + column]
        }
        let side = Double(min(size.height, size.width)) * 20 / 28
        let scale = side / Double(max(cut.size.height, cut.size.width))
        let target = PixelSize(
            height: max(Int((Double(cut.size.height) * scale).rounded()), 1),
            width: max(Int((Double(cut.size.width) * scale).rounded()), 1))
        let small = Image(grey: cut, encoding: .sRGB).resized(to: target, keeping: target).planes[0]
        let (y, x) = Self.centre(of: small)
        let top = Int((Double(size.height - 1) / 2 - y).rounded())
        let left = Int((Double(size.width - 1) / 2 - x).rounded())
        return Image(
            grey: Plane(size: size) { row, column in
                let (row, column) = (row - top, column - left)
                guard (0..<target.height).contains(row), (0..<target.width).contains(column) else { return 0 }
                return small[row, column]
            }, encoding: .sRGB)
    }

    /// Rows and columns that hold ink; `nil` without any.
    private var box: (rows: Range<Int>, columns: Range<Int>)? {
        let size = drawing.size
        let inked = drawing.values.indices.filter { drawing.values[$0] > Self.faintest }
        guard let top = inked.first.map({ $0 / size.width }), let bottom = inked.last.map({ $0 / size.width }),
            let left = inked.lazy.map({ $0 % size.width }).min(), let right = inked.lazy.map({ $0 % size.width }).max()
        else { return nil }
        return (top..<bottom + 1, left..<right + 1)
    }

    private static func centre(of plane: Plane) -> (y: Double, x: Double) {
        var (mass, y, x) = (0.0, 0.0, 0.0)
        for row in 0..<plane.size.height {
            for column in 0..<plane.size.width {
                let value = Double(plane[row, column])
                mass += value
                y += value * Double(row)
                x += value * Double(column)
            }
        }
        return mass > 0 ? (y / mass, x / mass) : (plane.size.center.y, plane.size.center.x)
    }
}
