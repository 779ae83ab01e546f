import Kernels
import Planes

/// A kernel laid over an image at every place where it is wholly inside, padding included, as on paper.
struct ByHand {
    /// What the kernel slides over: the image with zeros around it.
    let padded: Plane
    let kernel: Plane
    /// Down the image.
    let rows: Sliding
    /// Along it.
    let columns: Sliding

    /// A kernel, an image, and how the one moves over the other.
    ///
    /// - Throws: ``LessonError/doesNotFit(kernel:into:)``.
    init(image: Plane, kernel: Plane, stride: Int = 1, padding: Int = 0) throws(LessonError) {
        self.kernel = kernel
        rows = try Sliding(
            size: image.size.height, kernel: kernel.size.height, stride: stride, padding: padding)
        columns = try Sliding(size: image.size.width, kernel: kernel.size.width, stride: stride, padding: padding)
        let inside = (rows: 0..<image.size.height, columns: 0..<image.size.width)
        padded = Plane(size: PixelSize(height: rows.padded, width: columns.padded)) { row, column in
            let (row, column) = (row - padding, column - padding)
            return inside.rows.contains(row) && inside.columns.contains(column) ? image[row, column] : 0
        }
    }

    /// Rows and columns of the map.
    var size: PixelSize { PixelSize(height: rows.count, width: columns.count) }

    /// What networks call a convolution: the kernel as it is, multiplied and added.
    var correlation: Plane { map(through: kernel) }

    /// What mathematics calls one: the kernel turned by half a turn.
    var convolution: Plane { map(through: kernel.halfTurned) }

    private func map(through kernel: Plane) -> Plane {
        let bank = KernelBank(name: "kernel", kernels: [Kernel(channels: [kernel])])
        let everywhere = bank.apply(to: padded, boundary: .zero, by: .direct)[0]
        // The bank's unit of a pixel has the kernel's middle there, rounded down.
        let center = (row: (kernel.size.height - 1) / 2, column: (kernel.size.width - 1) / 2)
        return Plane(size: size) { everywhere[$0 * rows.stride + center.row, $1 * columns.stride + center.column] }
    }

    /// One product of the sum of a unit.
    struct Term: Hashable {
        let row, column: Int
        let pixel, weight: Float

        /// `3·(-1)`.
        var text: String { "\(Numeral.factor(pixel))·\(Numeral.factor(weight))" }
    }

    /// What a unit adds up, kernel row by kernel row.
    func terms(_ row: Int, _ column: Int) -> [Term] {
        (0..<kernel.size.height).flatMap { i in
            (0..<kernel.size.width).map { j in
                Term(
                    row: i, column: j, pixel: padded[row * rows.stride + i, column * columns.stride + j],
                    weight: kernel[i, j])
            }
        }
    }

    /// The image with the pixels under a unit marked.
    func marked(_ row: Int, _ column: Int) -> Grid {
        let (top, left) = (row * rows.stride, column * columns.stride)
        return Grid(padded) { i, j in
            (top..<top + kernel.size.height).contains(i) && (left..<left + kernel.size.width).contains(j)
        }
    }
}

extension Plane {
    /// Row by row: rows with semicolons between them are how planes are typed.
    init(rows: [[Float]]) {
        self.init(size: PixelSize(height: rows.count, width: rows[0].count), values: Array(rows.joined()))
    }

    /// Turned by half a turn: upside down and mirrored.
    var halfTurned: Plane {
        Plane(size: size) { self[size.height - 1 - $0, size.width - 1 - $1] }
    }

    /// The largest |value|.
    var largest: Float { values.map { abs($0) }.max() ?? 0 }
}
