import Planes
import Workers

/// An image continued beyond its edges, each channel less its mean, as ``Layout`` says.
///
/// What is beyond an edge of nothing is 0 less the mean. Without its mean an image leaves the digits to what filters answer
/// to; a filter's sum times the mean is added to its map again.
struct ContinuedImage: Sendable {
    let layout: Layout
    /// Of every channel.
    let means: [Float]
    /// Channel by channel, row by row, phase by phase.
    let values: FloatBuffer

    init(_ image: [Plane], layout: Layout, workers: Workers) {
        let means = image.map { Float($0.mean) }
        let values = FloatBuffer(count: layout.channelPitch * layout.channels + ShiftedSums.slack)
        (self.layout, self.means, self.values) = (layout, means, values)
        (values.start + values.count - ShiftedSums.slack).update(repeating: 0, count: ShiftedSums.slack)
        let (size, anchor, continued) = (layout.imageSize, layout.kernelSize.anchor, layout.continued)
        // Beyond an edge of nothing stands the place after a row's last pixel, where a zero is put.
        let columns = (0..<continued.width).map {
            layout.boundary.pixel(at: $0 - anchor.column, of: size.width) ?? size.width
        }
        let places = (0..<continued.width).map { layout.place(column: $0) }
        workers.share(continued.height * layout.channels, scratch: size.width + 1) { item, line in
            let (channel, row) = item.quotientAndRemainder(dividingBy: continued.height)
            line.update(repeating: 0, count: size.width + 1)
            if let source = layout.boundary.pixel(at: row - anchor.row, of: size.height) {
                image[channel].values.withUnsafeBufferPointer { pixels in
                    guard let start = pixels.baseAddress else { return }
                    line.update(from: start + source * size.width, count: size.width)
                }
            }
            let start = values.start + layout.offset(channel: channel, row: row, column: 0)
            if layout.rowPitch > continued.width { start.update(repeating: 0, count: layout.rowPitch) }
            for index in places.indices { start[places[index]] = line[columns[index]] - means[channel] }
        }
    }
}
