import Planes

/// Where a bank's kernels lie on an image: sizes, boundary and stride, and the image continued beyond its edges in memory.
///
/// The continued image has the place that weight (i, j) of unit (r, c) meets at (r·stride + i, c·stride + j). Its rows are
/// kept as `stride` phases, columns 0, s, 2s … then 1, s + 1 …, so that neighbouring units read neighbouring values.
struct Layout: Hashable, Sendable {
    let imageSize: PixelSize
    let kernelSize: PixelSize
    let channels: Int
    let boundary: Boundary
    let stride: Int

    /// One per value of a map.
    var units: PixelSize {
        PixelSize(height: (imageSize.height - 1) / stride + 1, width: (imageSize.width - 1) / stride + 1)
    }

    /// Rows and columns of the continued image: just what the units see.
    var continued: PixelSize {
        PixelSize(
            height: (units.height - 1) * stride + kernelSize.height,
            width: (units.width - 1) * stride + kernelSize.width)
    }

    /// Values of one phase of a row.
    var phaseLength: Int { (continued.width - 1) / stride + 1 }
    /// From one row to the next.
    var rowPitch: Int { phaseLength * stride }
    /// From one channel to the next.
    var channelPitch: Int { rowPitch * continued.height }

    /// From what a unit's first weight meets to what weight (i, j) of a channel meets.
    func offset(channel: Int, row: Int, column: Int) -> Int {
        channel * channelPitch + row * rowPitch + place(column: column)
    }

    /// Where a column stands in a row.
    func place(column: Int) -> Int { column % stride * phaseLength + column / stride }
}

extension PixelSize {
    /// The place of a kernel that lies on the unit's pixel: the middle, or the one before the middle.
    var anchor: (row: Int, column: Int) { ((height - 1) / 2, (width - 1) / 2) }
}
