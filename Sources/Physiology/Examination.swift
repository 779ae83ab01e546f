import Foundation
import GSL
import Kernels
import Planes

/// What the kernels of one layer share while each is fitted, compared with rivals, and compared with its null.
struct Examination: Sendable {
    private let grid: StartingGrid
    private let shape: GaborShape
    private let transform: FourierTransform
    private let nullCount: Int
    private let seed: UInt64

    struct Result {
        let classification: Classification
        let fit: GaborFit
        let choice: ModelChoice
        let nullP: Double
        let nullGaborFraction: Double
    }

    init(size: PixelSize, nullCount: Int, seed: UInt64) {
        grid = StartingGrid(size: size)
        shape = GaborShape(widths: WidthRange(size))
        transform = FourierTransform(size: size)
        self.nullCount = nullCount
        self.seed = seed
    }

    func result(_ kernel: Kernel, index: Int, colors: ColorAxes, circularVariance: Double) -> Result {
        let patch = Patch(kernel)
        let noise = NoiseKernels(like: patch, transform: transform)
        let generator = MersenneTwister(seed: seed, stream: UInt64(index))
        let nulls = (0..<nullCount).map { _ in noise.next(using: generator) }
        let descents = zip([patch] + nulls, grid.starts(for: [patch] + nulls, count: LayerStudy.starts)).map {
            ShapeFit.best(shape, to: $0, from: $1)
        }
        let own = descents[0]
        let others = Array(descents.dropFirst())
        let choice = ModelChoice(gabor: own.polished(shape, to: patch), patch: patch)
        let nullP = LayerStudy.chance(own.r2, among: others.map(\.r2))
        return Result(
            classification: Classification(
                choice, nullP: nullP, chromaticFraction: kernel.hasImageChannels ? colors.chromaticFraction : 0,
                circularVariance: circularVariance),
            fit: GaborFit(choice.gabor, of: kernel, widths: shape.widths), choice: choice, nullP: nullP,
            nullGaborFraction: gaborFraction(nulls, others, own))
    }

    /// The part of the null kernels that the rule for kernels calls Gabor, each judged among the others and the kernel.
    private func gaborFraction(_ nulls: [Patch], _ fits: [ShapeFit], _ own: ShapeFit) -> Double {
        guard !nulls.isEmpty else { return 0 }
        let called = nulls.indices.filter { index in
            let rest = fits.indices.filter { $0 != index }.map { fits[$0].r2 }
            let chance = LayerStudy.chance(fits[index].r2, among: rest + [own.r2])
            // Rivals are fitted only where they can still decide.
            guard chance <= Classification.significance, fits[index].r2 >= Classification.leastExplained else {
                return false
            }
            let choice = ModelChoice(gabor: fits[index], patch: nulls[index])
            let kernel = nulls[index].kernel
            let tuning = LinearTuning.measured([kernel.seen(through: ColorAxes(kernel).principal)])[0]
            return Classification(
                choice, nullP: chance, chromaticFraction: 0, circularVariance: tuning.orientation.circularVariance
            ).kernelClass.isGabor
        }
        return Double(called.count) / Double(nulls.count)
    }
}

extension LayerStudy {
    /// (1 + how many are as large)/(1 + how many): Davison & Hinkley (1997), *Bootstrap Methods*, §4.2.
    static func chance(_ value: Double, among null: [Double]) -> Double {
        Double(1 + null.count { $0 >= value }) / Double(1 + null.count)
    }
}
