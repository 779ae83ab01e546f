/// What a kernel looks like to a physiologist.
public enum KernelClass: String, Hashable, Sendable, CaseIterable {
    /// Oriented, as a simple cell.
    case gabor
    /// Oriented, most of its energy in colour.
    case colorGabor = "color_gabor"
    /// Round centre and surround, as a cell of the retina or the LGN.
    case centerSurround = "center_surround"
    /// One Gaussian bump.
    case blob
    /// A bump or a centre with surround, most of its energy in colour.
    case colorBlob = "color_blob"
    /// Not told from noise of its own spectrum, or explained by no model.
    case unstructured
    /// Next to no weights at all.
    case dead

    /// Whether the kernel is oriented: a Gabor, grey or coloured.
    public var isGabor: Bool { self == .gabor || self == .colorGabor }
}

/// What the reader should know before believing a number of a kernel.
public enum KernelFlag: String, Hashable, Sendable, Comparable {
    /// nx = σ·f below 0.18739: low-pass, without a bandwidth, so that frequency and width cannot be told apart.
    case lowPass = "low_pass"
    /// Frequency above 0.5 cycles/pixel, as only oblique gratings on a lattice have.
    case aboveNyquist = "above_nyquist"
    /// The envelope's centre is outside the window: the kernel shows a flank of the fitted Gabor.
    case centerOutside = "center_outside"
    /// Less than half of the envelope's energy is inside the window.
    case cutByWindow = "cut_by_window"
    /// Most of the energy is the same everywhere in the window: the kernel weighs the mean.
    case mostlyMean = "mostly_mean"
    /// A ramp of luminance or colour explains the kernel best: too low a frequency for this window.
    case ramp
    /// All but the same as another kernel of the layer, up to a scale.
    case duplicate
    /// Responses to all orientations alike: circular variance above 0.9.
    case untuned

    /// By name.
    public static func < (a: KernelFlag, b: KernelFlag) -> Bool { a.rawValue < b.rawValue }
}

/// The rule that names a kernel's class.
///
/// The model of least BIC names it, if it explains two thirds of the variation. A Gabor has to be more than a fit: tuned for
/// orientation, wide enough for the lattice to show, and better fitted than noise of the kernel's own spectrum. A kernel
/// that is best fitted by a Gabor but is not tuned goes to the best round model. Round models have their centre in the
/// window.
public struct Classification: Hashable, Sendable {
    /// The class.
    public let kernelClass: KernelClass
    /// Part of the variation that the class's own model explains; for unstructured kernels what no model explains.
    public let score: Double

    /// Chance of a null kernel doing as well, at most.
    public static let significance = 0.05
    /// A model explains at least this part of a kernel's variation, or does not describe it.
    public static let leastExplained = 2.0 / 3
    /// A kernel of larger circular variance has no orientation.
    public static let untuned = 0.9
    /// An envelope narrower than this many pixels (σ) is a spot, whatever wave a fit puts under it.
    public static let narrowest = 0.7
    /// A kernel whose norm is below this part of the layer's median is dead.
    public static let deadNorm = 0.01

    static let dead = Classification(kernelClass: .dead, score: 1)

    private init(kernelClass: KernelClass, score: Double) {
        self.kernelClass = kernelClass
        self.score = score
    }

    init(_ choice: ModelChoice, nullP: Double, chromaticFraction: Double, circularVariance: Double) {
        let isColored = chromaticFraction > 0.5
        let isOriented = circularVariance <= Self.untuned && choice.narrowestGaborWidth >= Self.narrowest
        let rivals: [(fit: ShapeFit, kernelClass: KernelClass?, isAllowed: Bool)] = [
            (choice.gabor, isColored ? .colorGabor : .gabor, isOriented),
            (choice.centerSurround, isColored ? .colorBlob : .centerSurround, choice.isInside(choice.centerSurround)),
            (choice.blob, isColored ? .colorBlob : .blob, choice.isInside(choice.blob)),
            (choice.plane, nil, true),
        ]
        let explained = rivals.map(\.fit.r2).max() ?? 0
        guard let best = rivals.filter(\.isAllowed).min(by: { $0.fit.bic < $1.fit.bic }),
            let kernelClass = best.kernelClass, best.fit.r2 >= Self.leastExplained,
            !kernelClass.isGabor || nullP <= Self.significance
        else {
            self.init(kernelClass: .unstructured, score: 1 - explained)
            return
        }
        self.init(kernelClass: kernelClass, score: best.fit.r2)
    }
}
