import GSL
package import Kernels
import Planes

/// The Gabor fit alone, for measuring its speed: many descents per kernel, as a plain multi-start fit would do.
package enum FitTrial {
    /// R² of the best of `starts` descents for each kernel seen as luminance, the channels' mean.
    package static func r2(_ bank: KernelBank, starts: Int) -> [Double] {
        let grid = StartingGrid(size: bank.size)
        let shape = GaborShape(bounds: FitBounds(bank.size))
        let weights = [Double](repeating: 1 / Double(bank.channelCount), count: bank.channelCount)
        let patches = bank.kernels.map { Patch(Kernel(channels: [$0.seen(through: weights)])) }
        let chosen = grid.starts(for: patches, count: starts)
        return zip(patches, chosen).map { ShapeFit.best(shape, to: $0, from: $1).polished(shape, to: $0).r2 }
    }
}
