import Foundation
import Kernels
import Planes

/// A kernel as the fits see it: doubles over the places of its window, and what a perfect fit would have to explain.
final class Patch: Sendable {
    /// Rows and columns.
    let size: PixelSize
    /// Places from the window's centre, pixels, y down.
    let x, y: [Double]
    /// Weights, one row per channel.
    let channels: [[Double]]
    /// The sum over channels of squared differences from the channel's mean.
    let variation: Double

    init(size: PixelSize, channels: [[Double]]) {
        self.size = size
        self.channels = channels
        (x, y) = Patch.places(size)
        variation = channels.reduce(0) { sum, values in
            let mean = values.reduce(0, +) / Double(values.count)
            return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
    }

    /// The kernel at unit norm, so that no step of a fit depends on its scale.
    convenience init(_ kernel: Kernel) {
        let norm = kernel.norm
        let scale = norm > 0 ? 1 / norm : 0
        self.init(size: kernel.size, channels: kernel.channels.map { $0.values.map { Double($0) * scale } })
    }

    /// The patch as a kernel.
    var kernel: Kernel {
        Kernel(channels: channels.map { Plane(size: size, values: $0.map { Float($0) }) })
    }

    /// The patch with each channel's mean taken away.
    var centered: Patch {
        Patch(
            size: size,
            channels: channels.map { values in
                let mean = values.reduce(0, +) / Double(values.count)
                return values.map { $0 - mean }
            })
    }

    /// How many values a fit explains.
    var count: Int { channels.count * size.count }

    static func places(_ size: PixelSize) -> (x: [Double], y: [Double]) {
        let center = size.center
        var x: [Double] = []
        var y: [Double] = []
        for row in 0..<size.height {
            for column in 0..<size.width {
                x.append(Double(column) - center.x)
                y.append(Double(row) - center.y)
            }
        }
        return (x, y)
    }
}
