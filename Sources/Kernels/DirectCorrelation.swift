import Planes

/// The sum that defines a map, with every index written out and added up in double precision.
///
/// - Complexity: units · channels · kernel places.
enum DirectCorrelation {
    static func map(of image: [Plane], through kernel: Kernel, boundary: Boundary, stride: Int) -> Plane {
        let size = image[0].size
        let anchor = kernel.size.anchor
        return Plane(size: size.units(every: stride)) { unitRow, unitColumn in
            var sum = 0.0
            for i in 0..<kernel.size.height {
                let place = unitRow * stride + i - anchor.row
                guard let row = boundary.pixel(at: place, of: size.height) else { continue }
                for j in 0..<kernel.size.width {
                    let place = unitColumn * stride + j - anchor.column
                    guard let column = boundary.pixel(at: place, of: size.width) else { continue }
                    for (weights, pixels) in zip(kernel.channels, image) {
                        sum += Double(weights[i, j]) * Double(pixels[row, column])
                    }
                }
            }
            return Float(sum)
        }
    }
}

extension PixelSize {
    /// The place of a kernel that lies on the unit's pixel: the middle, or the one before the middle.
    var anchor: (row: Int, column: Int) { ((height - 1) / 2, (width - 1) / 2) }

    /// Units at every `stride`-th row and column, from the first on.
    func units(every stride: Int) -> PixelSize {
        PixelSize(height: (height + stride - 1) / stride, width: (width + stride - 1) / stride)
    }
}
