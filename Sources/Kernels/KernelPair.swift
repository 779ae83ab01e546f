import CCorrelation
import Planes

/// Two kernels' spectra as one that multiplies an image's: conj(F(f − i·g)) over the number of places, channel by channel.
///
/// Where f is even about the window's middle and g odd, as in quadrature, it is real, and half as long.
struct KernelPair: Sendable {
    /// Places in the bank.
    let first: Int
    let second: Int?
    private let kernels: (first: Kernel, second: Kernel?)
    private let tiles: FourierTiles
    private let isReal: Bool

    init(_ first: Int, _ second: Int?, of bank: KernelBank, tiles: FourierTiles) {
        (self.first, self.second, self.tiles) = (first, second, tiles)
        kernels = (bank.kernels[first], second.map { bank.kernels[$0] })
        isReal =
            kernels.first.isEven(in: tiles.window, sign: 1)
            && kernels.second?.isEven(in: tiles.window, sign: -1) ?? true
    }

    /// Values of a place.
    private var width: Int { isReal ? 1 : 2 }

    /// Values of all channels' spectra.
    var count: Int { kernels.first.channels.count * tiles.size.count * width }

    /// The spectra, channel by channel and column by column.
    func spectra(plane: FourierPlane, scratch: UnsafeMutablePointer<Float>) -> FloatBuffer {
        let spectra = FloatBuffer(count: count)
        let (size, window, center) = (tiles.size, tiles.window, tiles.center)
        let scale = 1 / Float(size.count)
        for (channel, real) in kernels.first.channels.enumerated() {
            let imaginary = kernels.second?.channels[channel]
            plane.forward(scratch: scratch) { place, line in
                let row = (place + center.row) % size.height + window.rows.lowerBound
                guard row < window.rows.upperBound else { return false }
                line.update(repeating: 0, count: 2 * size.width)
                for (index, column) in window.columns.enumerated() {
                    let turned = (index - center.column + size.width) % size.width
                    line[2 * turned] = real[row, column] * scale
                    line[2 * turned + 1] = imaginary.map { -$0[row, column] * scale } ?? 0
                }
                return true
            } read: { column, line in
                let values = spectra.start + (channel * size.width + column) * size.height * width
                for row in 0..<size.height {
                    values[width * row] = line[2 * row]
                    if !isReal { values[2 * row + 1] = -line[2 * row + 1] }
                }
            }
        }
        return spectra
    }

    /// Writes a column of the product of one channel's spectrum and the pair's, or adds it after the first channel.
    func multiply(
        _ spectrum: UnsafePointer<Float>, by spectra: FloatBuffer, column: Int, channel: Int,
        to line: UnsafeMutablePointer<Float>
    ) {
        let height = tiles.size.height
        let values = spectra.start + (channel * tiles.size.width + column) * height * width
        let multiply = isReal ? correlation_scale : correlation_multiply
        multiply(height, spectrum + 2 * height * column, values, channel == 0 ? 0 : 1, line)
    }
}

extension Kernel {
    /// Whether half a turn about a window's middle place multiplies all weights by a sign, but for rounding.
    fileprivate func isEven(in window: PixelWindow, sign: Float) -> Bool {
        guard window.rows.count % 2 == 1, window.columns.count % 2 == 1 else { return false }
        let last = window.columns.lowerBound + window.columns.upperBound - 1
        return channels.allSatisfy { plane in
            let rounding = 4 * Float.ulpOfOne * (plane.values.lazy.map(abs).max() ?? 0)
            return window.rows.allSatisfy { row in
                let opposite = window.rows.lowerBound + window.rows.upperBound - 1 - row
                return window.columns.allSatisfy {
                    abs(plane[row, $0] - sign * plane[opposite, last - $0]) <= rounding
                }
            }
        }
    }
}
