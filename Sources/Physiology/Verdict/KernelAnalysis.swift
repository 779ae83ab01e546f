import GSL
import GaborBanks
import Kernels
import Planes
import Workers

/// What the kernels of one layer share while each is fitted, compared with rivals, and compared with its null.
struct KernelAnalysis: Sendable {
    private let grid: StartingGrid
    private let bounds: FitBounds
    private let gratings: PolarGratings
    private let noise: IsotropicNoise
    private let kernels: [Kernel]
    private let patches: [Patch]
    private let size: PixelSize
    private let nullCount: Int
    private let seed: UInt64

    struct Result {
        let classification: Classification
        let fit: GaborFit
        let intervals: KernelStudy.Intervals?
        let criteria: KernelStudy.Criteria
        let nullFractions: KernelStudy.NullFractions?
    }

    /// - Precondition: windows of more than one row and column.
    init(of kernels: [Kernel], size: PixelSize, nullCount: Int, seed: UInt64, workers: Workers) {
        self.size = size
        grid = StartingGrid(size: size)
        bounds = FitBounds(size)
        gratings = PolarGratings(size: size)
        self.kernels = kernels
        patches = kernels.map { Patch($0) }
        noise = IsotropicNoise(like: patches, size: size, workers: workers)
        self.nullCount = nullCount
        self.seed = seed
    }

    /// The examination of the kernel of a place, with draws from the random stream `index`.
    func result(of place: Int, index: Int, isChromatic: Bool) -> Result {
        let generator = MersenneTwister(seed: seed, stream: UInt64(index))
        let nulls = (0..<nullCount).map { _ in noise.next(like: place, using: generator) }
        let patch = patches[place]
        let looks = looks(at: [patch] + nulls)
        let (own, drawn) = (looks[0].look, looks.dropFirst().map(\.look))
        let rivals = looks[0].rivals ?? rivals(of: patch, gabor: gabors(of: [patch])[0])
        let gabor = rivals.gabor.polished(GaborShape(bounds: bounds), to: patch)
        let classification = Classification(own, nullP: pValue(of: own, among: drawn), isChromatic: isChromatic)
        return Result(
            classification: classification, fit: GaborFit(gabor, of: kernels[place], bounds: bounds),
            intervals: classification.kernelClass.isGabor
                ? KernelStudy.Intervals(
                    nx: ProfileInterval(.across, of: gabor, patch: patch, bounds: bounds),
                    ny: ProfileInterval(.along, of: gabor, patch: patch, bounds: bounds)) : nil,
            criteria: KernelStudy.Criteria(rivals),
            nullFractions: nullCount > 0
                ? KernelStudy.NullFractions(
                    gabor: part(of: drawn, calledAs: .gabor, beside: own),
                    edge: part(of: drawn, calledAs: .edge, beside: own)) : nil)
    }

    /// The part of null patches that the rule for kernels calls of a form, each judged among the others and the kernel.
    private func part(of drawn: [Look], calledAs form: KernelForm, beside own: Look) -> Double {
        let called = drawn.indices.count { index in
            guard drawn[index].form == form else { return false }
            var others = drawn
            others[index] = own
            return pValue(of: drawn[index], among: others) <= Classification.significance
        }
        return Double(called) / Double(drawn.count)
    }

    /// (1 + how many have the same form and are explained as well)/(1 + how many): Davison & Hinkley (1997), *Bootstrap
    /// Methods*, §4.2. A look without a form has no chance to speak of: 1.
    private func pValue(of look: Look, among others: [Look]) -> Double {
        guard let form = look.form else { return 1 }
        let better = others.count { $0.form == form && $0.r2 >= look.r2 }
        return Double(1 + better) / Double(1 + others.count)
    }

    private func gabors(of patches: [Patch]) -> [ShapeFit] {
        let shape = GaborShape(bounds: bounds)
        return zip(patches, grid.starts(for: patches, count: LayerStudy.starts)).map {
            ShapeFit.best(shape, to: $0, from: $1)
        }
    }

    private func rivals(of patch: Patch, gabor: ShapeFit) -> Rivals {
        Rivals(gabor: gabor, patch: patch, bounds: bounds)
    }

    /// The looks of patches, the first of which keeps its rivals.
    private func looks(at patches: [Patch]) -> [(look: Look, rivals: Rivals?)] {
        if size.count < Look.fewestPixels {
            let tuned = tuned(patches)
            return zip(patches, tuned).map { (Look(tiny: $0, bounds: bounds, isTuned: $1), nil) }
        }
        let fits = gabors(of: patches)
        // A Gabor includes edges and blobs, and a blob is half of a centre with its surround: where it explains little, nothing
        // else explains two thirds but a plane.
        let open = fits.indices.filter { index in
            index == 0 || fits[index].r2 >= Self.leastOpen
                || ShapeFit.best(PlaneShape(), to: patches[index], from: []).r2 >= Look.leastExplained
        }
        let rivals = open.map { self.rivals(of: patches[$0], gabor: fits[$0]) }
        let tuned = tuned(open.map { patches[$0] })
        var looks = fits.map { (look: Look(among: [], explained: $0.r2), rivals: Rivals?.none) }
        for (place, index) in open.enumerated() {
            looks[index] = (Look(rivals[place], isTuned: tuned[place]), index == 0 ? rivals[place] : nil)
        }
        return looks
    }

    private static let leastOpen = 0.5

    private func tuned(_ patches: [Patch]) -> [Bool] {
        gratings.tunings(
            of: patches.map { patch in
                let kernel = patch.centered.kernel
                return kernel.seen(through: ColorAxes(kernel).principal)
            }
        ).map(\.orientation.isTuned)
    }
}
