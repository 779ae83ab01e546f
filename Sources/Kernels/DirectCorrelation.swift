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
            var sum = 0.0
            for i in 0..<kernel.size.height {
                let place = unitRow * stride + i - anchor.row
                guard let row = boundary.pixel(at: place, of: size.height) else { continue }
                for j in 0..<kernel.size.width {
                    let place = unitColumn * stride + j - anchor.column
                    guard let column = boundary.pixel(at: place, of: size.width) else { continue }
                    for channel in image.indices {
                        sum += Double(kernel.channels[channel][i, j]) * Double(image[channel][row, column])
                    }
                }
            }
            return Float(sum)
        }
    }
}
