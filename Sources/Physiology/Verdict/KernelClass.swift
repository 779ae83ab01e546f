/// What a kernel looks like to a physiologist.
public enum KernelClass: String, Hashable, Sendable, CaseIterable {
    /// Oriented, with a wave that the window shows, as a simple cell.
    case gabor
    /// A Gabor with most of its energy in colour.
    case colorGabor = "color_gabor"
    /// Oriented, without a wave that the window shows: a step, a bar, the flank of something larger.
    case edge
    /// An edge with most of its energy in colour.
    case colorEdge = "color_edge"
    /// A slope of brightness from one side of the window to the other.
    case ramp
    /// A slope of colour.
    case colorRamp = "color_ramp"
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
    /// One pixel wide: without an orientation, and without a class.
    case unclassed = ""

    /// Whether the kernel is a Gabor, grey or coloured.
    public var isGabor: Bool { self == .gabor || self == .colorGabor }
    /// Whether the kernel is an edge, grey or coloured.
    public var isEdge: Bool { self == .edge || self == .colorEdge }
    /// Whether gratings of all orientations tell something: not of kernels without weights, nor of those one pixel wide.
    public var hasTuning: Bool { self != .dead && self != .unclassed }
    /// Whether the kernel has an orientation: a Gabor or an edge.
    public var isOriented: Bool { isGabor || isEdge }
}

/// What the reader should know before believing a number of a kernel.
public enum KernelFlag: String, Hashable, Sendable, Comparable {
    /// nx = σ·f below ``GaborBanks/Bandwidth/leastPeriods``: low-pass, without a bandwidth, so that frequency and width
    /// cannot be told apart.
    case lowPass = "low_pass"
    /// Frequency above 0.5 cycles/pixel, as only oblique gratings on a lattice have.
    case aboveNyquist = "above_nyquist"
    /// Less than half of the envelope's energy is inside the window.
    case cutByWindow = "cut_by_window"
    /// Most of the energy is the same everywhere in the window: the kernel weighs the mean.
    case mostlyMean = "mostly_mean"
    /// All but the same as another kernel of the layer, up to a scale.
    case duplicate
    /// No orientation: at the preferred frequency the response does not fall to half on both sides, or not across.
    case untuned

    /// By name.
    public static func < (a: KernelFlag, b: KernelFlag) -> Bool { a.rawValue < b.rawValue }
}

/// What a kernel is called: its shape, and its class, which is the shape where noise would not have it.
///
/// The model of least BIC among those that the kernel's tuning allows names the shape, if it explains two thirds of the
/// variation. The class is the shape if structureless isotropic noise of the kernel's size, colours and spectrum, put through
/// the same decision, has that shape and is explained as well in at most one case of twenty.
public struct Classification: Hashable, Sendable {
    /// What the kernel looks like.
    public let shape: KernelClass
    /// The shape where it is more than chance, else unstructured.
    public let kernelClass: KernelClass
    /// Part of the variation that the shape's own model explains; for unstructured kernels what no model explains; `nil` for
    /// kernels without a class.
    public let score: Double?
    /// Chance that noise has this shape and is explained as well, (1 + such)/(1 + drawn); `nil` without a shape.
    public let nullP: Double?

    /// Chance of a null kernel doing as well, at most.
    public static let significance = 0.05
    /// A kernel whose norm is below this part of the layer's median is dead.
    public static let deadNorm = 0.01

    static let dead = Classification(shape: .dead, kernelClass: .dead, score: 1, nullP: nil)
    static let unclassed = Classification(shape: .unclassed, kernelClass: .unclassed, score: nil, nullP: nil)

    private init(shape: KernelClass, kernelClass: KernelClass, score: Double?, nullP: Double?) {
        self.shape = shape
        self.kernelClass = kernelClass
        self.score = score
        self.nullP = nullP
    }

    init(_ look: Look, nullP: Double, isChromatic: Bool) {
        guard let form = look.form else {
            self.init(shape: .unstructured, kernelClass: .unstructured, score: 1 - look.r2, nullP: nil)
            return
        }
        let shape = form.named(isColored: isChromatic)
        self.init(
            shape: shape, kernelClass: nullP <= Self.significance ? shape : .unstructured, score: look.r2, nullP: nullP)
    }
}
