import Foundation
import GSL
import Kernels
import Planes

/// Noise as coloured and as coarse as a kernel: Gaussian noise with the kernel's radially averaged spectrum.
///
/// The average is of the channels' cross-spectrum, so that the noise keeps the kernel's colours too: a kernel of one
/// colour is compared with noise of that colour. All that is lost is what orientation and place would carry.
struct NoiseKernels {
    private let size: PixelSize
    private let transform: FourierTransform
    /// For each ring of spatial frequency a lower triangle L with LLᵀ the cross-spectrum there.
    private let roots: [[[Double]]]
    /// The ring of each frequency of the lattice.
    private let rings: [Int]
    private let channels: Int

    init(like patch: Patch, transform: FourierTransform) {
        size = patch.size
        self.transform = transform
        channels = patch.channels.count
        rings = Self.rings(size)
        let spectra = patch.channels.map { values -> [Double] in
            let mean = values.reduce(0, +) / Double(values.count)
            var complex: [Double] = values.flatMap { [$0 - mean, 0.0] }
            transform.transform(&complex)
            return complex
        }
        let ringCount = (rings.max() ?? 0) + 1
        var sums = [[[Double]]](
            repeating: [[Double]](repeating: [Double](repeating: 0, count: channels), count: channels), count: ringCount
        )
        var members = [Double](repeating: 0, count: ringCount)
        for (place, ring) in rings.enumerated() {
            members[ring] += 1
            for a in 0..<channels {
                for b in 0...a {
                    let real = spectra[a][2 * place] * spectra[b][2 * place]
                    let imaginary = spectra[a][2 * place + 1] * spectra[b][2 * place + 1]
                    sums[ring][a][b] += real + imaginary
                }
            }
        }
        roots = zip(sums, members).map { sum, count in
            Self.root(sum.map { $0.map { count > 0 ? $0 / count : 0 } })
        }
    }

    /// Distance from frequency 0 in cycles per window, rounded.
    private static func rings(_ size: PixelSize) -> [Int] {
        (0..<size.height).flatMap { row in
            (0..<size.width).map { column in
                let side = Double(min(size.height, size.width))
                let fy = Double(min(row, size.height - row)) / Double(size.height)
                let fx = Double(min(column, size.width - column)) / Double(size.width)
                return Int(((fx * fx + fy * fy).squareRoot() * side).rounded())
            }
        }
    }

    /// The Cholesky root of a positive semidefinite matrix given by its lower triangle.
    private static func root(_ matrix: [[Double]]) -> [[Double]] {
        let size = matrix.count
        let scale = (0..<size).map { matrix[$0][$0] }.max() ?? 0
        var root = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for row in 0..<size {
            for column in 0...row {
                let known = (0..<column).reduce(0) { $0 + root[row][$1] * root[column][$1] }
                let rest = matrix[row][column] - known
                if row == column {
                    root[row][row] = rest > 1e-12 * scale ? rest.squareRoot() : 0
                } else {
                    root[row][column] = root[column][column] > 0 ? rest / root[column][column] : 0
                }
            }
        }
        return root
    }

    /// One noise kernel.
    func next(using generator: MersenneTwister) -> Patch {
        let white = (0..<channels).map { _ -> [Double] in
            var values: [Double] = (0..<size.count).flatMap { _ in [generator.gaussian(), 0.0] }
            transform.transform(&values)
            return values
        }
        let colored = (0..<channels).map { channel -> [Double] in
            var values = [Double](repeating: 0, count: 2 * size.count)
            for (place, ring) in rings.enumerated() {
                for source in 0...channel {
                    let weight = roots[ring][channel][source]
                    values[2 * place] += weight * white[source][2 * place]
                    values[2 * place + 1] += weight * white[source][2 * place + 1]
                }
            }
            transform.transform(&values, inverse: true)
            return (0..<size.count).map { values[2 * $0] / Double(size.count) }
        }
        return Patch(size: size, channels: colored)
    }
}
