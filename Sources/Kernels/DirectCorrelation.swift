import Planes

/// The sum that defines a map, with every index written out and added up in double precision.
///
/// - Complexity: units · channels · kernel places.
enum DirectCorrelation {
    static func map(of image: [Plane], through kernel: Kernel, boundary: Boundary, stride: Int) -> Plane {
        let size = image[0].size
        let anchor = kernel.size.anchor
        let units = PixelSize(height: (size.height + stride - 1) / stride, width: (size.width + stride - 1) / stride)
        return Plane(size: units) { unitRow, unitColumn in
            let columns = (0..<kernel.size.width).map { j in
                boundary.pixel(at: unitColumn * stride + j - anchor.column, of: size.width)
            }
            var sum = 0.0
            for i in 0..<kernel.size.height {
                guard let row = boundary.pixel(at: unitRow * stride + i - anchor.row, of: size.height) else { continue }
                for channel in image.indices {
                    for (j, column) in columns.enumerated() {
                        guard let column else { continue }
                        sum += Double(kernel.channels[channel][i, j]) * Double(image[channel][row, column])
                    }
                }
            }
            return Float(sum)
        }
    }
}
