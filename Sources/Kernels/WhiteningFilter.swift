internal import Foundation
public import Planes

/// The filter through which kernels learnt in whitened space see a picture.
///
/// A kernel k that is correlated with a whitened picture w ⋆ I weighs the picture itself with k filtered by w. Receptive
/// fields of cells are measured on the picture, so that is what is like them.
public enum WhiteningFilter: Hashable, Sendable {
    /// Amplitudes multiplied by f·exp(−(f/f₀)⁴), f₀ = 200/512 cycles per pixel: Olshausen & Field (1996), *Nature* 381:607.
    case olshausen
    /// A filter given pixel by pixel, symmetric or not, by which pictures were correlated.
    case weights(Plane)

    /// f₀ of Olshausen & Field's filter, cycles per pixel.
    public static let cutoff = 200.0 / 512

    /// The factor of Olshausen & Field's filter at a frequency in cycles per pixel.
    public static func olshausenGain(_ frequency: Double) -> Double {
        frequency * exp(-pow(frequency / cutoff, 4))
    }
}

extension KernelBank {
    /// The kernels as they weigh the picture itself, in windows of the same size: what the filter carries beyond is cut off.
    ///
    /// - Complexity: a Fourier transform of twice the window per plane, or O(pixels · the filter's pixels).
    public func seenThrough(_ filter: WhiteningFilter) -> KernelBank {
        KernelBank(
            name: name,
            kernels: kernels.map { kernel in
                Kernel(
                    channels: kernel.channels.map { plane in
                        switch filter {
                        case .olshausen: plane.filtered(by: WhiteningFilter.olshausenGain)
                        case .weights(let weights): plane.spread(by: weights)
                        }
                    })
            })
    }
}

extension Plane {
    /// Filtered on a lattice three times as wide, zeros around, so that nothing comes back at the other side.
    fileprivate func filtered(by gain: (Double) -> Double) -> Plane {
        let wide = PixelSize(height: 3 * size.height, width: 3 * size.width)
        var values = [Double](repeating: 0, count: wide.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                values[(row + size.height) * wide.width + column + size.width] = Double(self[row, column])
            }
        }
        let result = FourierTransform(size: wide).filtered(values, by: gain)
        return Plane(size: size) { Float(result[($0 + size.height) * wide.width + $1 + size.width]) }
    }

    /// Σ k(p)·w(q) at p + q, q from the filter's middle: the weights with which a correlation by w and then by k sees a picture.
    fileprivate func spread(by weights: Plane) -> Plane {
        let (middleRow, middleColumn) = (weights.size.height / 2, weights.size.width / 2)
        return Plane(size: size) { row, column in
            var sum = 0.0
            for v in 0..<weights.size.height {
                for u in 0..<weights.size.width {
                    let (y, x) = (row - (v - middleRow), column - (u - middleColumn))
                    guard (0..<size.height).contains(y), (0..<size.width).contains(x) else { continue }
                    sum += Double(self[y, x]) * Double(weights[v, u])
                }
            }
            return Float(sum)
        }
    }
}
