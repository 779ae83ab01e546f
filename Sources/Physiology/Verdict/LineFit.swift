import Foundation
import GaborBanks
import Kernels
import Planes

/// Kernels one pixel wide: a Gabor of one dimension is fitted along their axis. They have no orientation and no class.
enum LineFit {
    /// Fewer pixels than this do not tell a Gabor of one dimension (place, frequency, width, two amplitudes, a constant).
    static let fewestPixels = 8

    /// Whether a window is a line, or a point.
    static func isLine(_ size: PixelSize) -> Bool { min(size.height, size.width) == 1 }

    /// The best Gabor along the line; `nil` where it is too short.
    static func gabor(of kernel: Kernel) -> GaborFit? {
        let size = kernel.size
        guard isLine(size), size.count >= fewestPixels else { return nil }
        let (bounds, patch) = (FitBounds(size), Patch(kernel))
        let shape = LineGaborShape(bounds: bounds, angle: size.height == 1 ? 0 : .pi / 2)
        let problem = VariableProjection(shape, to: patch)
        let starts = starts(size, shape).map { start -> (start: [Double], value: Double) in
            start.withUnsafeBufferPointer { problem.move(to: $0) }
            return (start, problem.sumOfSquares)
        }
        let best = starts.sorted { $0.value < $1.value }.prefix(LayerStudy.starts).map(\.start)
        let fit = ShapeFit.best(shape, to: patch, from: best).polished(shape, to: patch)
        return GaborFit(fit.placed(at: shape.gabor(fit.parameters)), of: kernel, bounds: bounds)
    }

    private static func starts(_ size: PixelSize, _ shape: LineGaborShape) -> [[Double]] {
        let length = Double(size.count)
        let low = 0.6 / length
        let count = max(8, Int(4 * log2(0.45 / low)))
        return (0..<count).flatMap { step -> [[Double]] in
            let frequency = low * pow(0.45 / low, Double(step) / Double(count - 1))
            return [0.1, 0.25].flatMap { width in
                [-0.25, 0, 0.25].map { place in
                    [
                        asin(2 * place), LatticeFrequency.parameter(frequency, angle: shape.angle),
                        shape.bounds.widths.parameter(max(width * length, 0.6)),
                    ]
                }
            }
        }
    }
}
