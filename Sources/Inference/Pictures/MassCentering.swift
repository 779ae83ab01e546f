import Planes

/// A drawing placed as MNIST's digits are: scaled, its shape kept, until its box's longer side is 20/28 of the picture's,
/// and moved by whole pixels until its centre of mass is at the middle: pixel 14 of 28, counted from 0.
///
/// - SeeAlso: LeCun, Bottou, Bengio & Haffner (1998), *Proc. IEEE* 86:2278.
struct MassCentering {
    /// The drawing's box, beyond which nothing counts.
    private let box: (rows: ClosedRange<Int>, columns: ClosedRange<Int>)
    private let strokes: Plane

    /// A stroke is what is fuller than this.
    private static let least: Float = 0.1

    /// `nil` where nothing is drawn.
    init?(_ strokes: Plane) {
        let (height, width) = (strokes.size.height, strokes.size.width)
        func isDrawn(_ row: Int, _ column: Int) -> Bool { strokes[row, column] > Self.least }
        let rows = (0..<height).filter { row in (0..<width).contains { isDrawn(row, $0) } }
        let columns = (0..<width).filter { column in (0..<height).contains { isDrawn($0, column) } }
        guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last else {
            return nil
        }
        (box, self.strokes) = ((top...bottom, left...right), strokes)
    }

    /// The drawing, scaled, and its first row and column in a picture of a size.
    private func scaled(for size: PixelSize) -> (drawing: Plane, top: Int, left: Int) {
        let cut = PixelSize(height: box.rows.count, width: box.columns.count)
        let drawing = Image(
            grey: Plane(size: cut) { strokes[box.rows.lowerBound + $0, box.columns.lowerBound + $1] }, encoding: .sRGB)
        let scale =
            20 / 28 * min(Double(size.height) / Double(cut.height), Double(size.width) / Double(cut.width))
        let small = PixelSize(
            height: max(1, Int((Double(cut.height) * scale).rounded())),
            width: max(1, Int((Double(cut.width) * scale).rounded())))
        let scaled = drawing.resized(to: small, keeping: small).planes[0]
        let (row, column) = Self.centerOfMass(scaled)
        // Of all 5000 digits in `data/digits` the centre of mass lies between 13.5 and 14.5 along both axes: at pixel 14 of
        // 28, counted from 0, to half a pixel; the means are 13.99 and 14.00.
        return (scaled, Self.shift(of: row, in: size.height), Self.shift(of: column, in: size.width))
    }

    /// The drawing in a picture of a size, light on dark, its fullest place white.
    func picture(_ size: PixelSize) -> Image {
        let (scaled, top, left) = scaled(for: size)
        let peak = max(scaled.values.max() ?? 1, .leastNormalMagnitude)
        return Image(
            grey: Plane(size: size) { y, x in
                let (y, x) = (y - top, x - left)
                guard (0..<scaled.size.height).contains(y), (0..<scaled.size.width).contains(x) else { return 0 }
                return min(scaled[y, x] / peak, 1)
            }, encoding: .sRGB)
    }

    /// Where that picture lies on the one that the strokes were found on, which may have more pixels than they.
    func placement(_ size: PixelSize, on drawing: PixelSize) -> Placement {
        let (scaled, top, left) = scaled(for: size)
        func axis(_ box: ClosedRange<Int>, _ small: Int, _ shift: Int, _ length: Int, part: Double) -> Placement.Axis {
            let step = Double(box.count) / Double(small)
            let edge = Double(box.lowerBound) - Double(shift) * step
            return Placement.Axis(step: step / part, edge: edge / part, length: length)
        }
        return Placement(
            x: axis(
                box.columns, scaled.size.width, left, size.width,
                part: Double(strokes.size.width) / Double(drawing.width)),
            y: axis(
                box.rows, scaled.size.height, top, size.height,
                part: Double(strokes.size.height) / Double(drawing.height)))
    }

    /// Whole pixels that bring a place to the middle. What lies between two pixels, as of all that is even, goes to the lesser
    /// shift, whatever the last digits of its sums.
    private static func shift(of place: Double, in length: Int) -> Int {
        Int((Double(length) / 2 - place - 0.5 - 1e-3).rounded(.up))
    }

    private static func centerOfMass(_ plane: Plane) -> (row: Double, column: Double) {
        var (mass, down, right) = (0.0, 0.0, 0.0)
        for row in 0..<plane.size.height {
            for column in 0..<plane.size.width {
                let value = Double(plane[row, column])
                mass += value
                down += value * Double(row)
                right += value * Double(column)
            }
        }
        return mass > 0 ? (down / mass, right / mass) : (0, 0)
    }
}
