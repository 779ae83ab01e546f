import Foundation
public import Kernels
public import Planes

/// What is known of one kernel after the whole examination.
public struct KernelStudy: Hashable, Sendable {
    /// Place in its layer, 0-based.
    public let index: Int
    /// The kernel itself.
    public let kernel: Kernel
    /// Its class and how well that describes it.
    public let classification: Classification
    /// The best Gabor; `nil` for dead kernels.
    public let fit: GaborFit?
    /// Of the null kernels drawn for this one, the parts that the same rule calls Gabor and edge; `nil` where none were drawn.
    public let nullFractions: NullFractions?
    /// 95 % limits of nx and ny; `nil` unless the class is Gabor.
    public let intervals: Intervals?
    /// Bayesian information criterion of each model, less is better; `nil` for dead kernels.
    public let criteria: Criteria?
    /// Colours of the weights.
    public let colors: ColorAxes
    /// Null kernels drawn for this one.
    public let nullCount: Int
    /// Answers to gratings of the principal colour.
    public let tuning: LinearTuning
    /// What to know before believing the numbers, in alphabetical order.
    public let flags: [KernelFlag]

    /// How far a Gabor's numbers may be off.
    public struct Intervals: Hashable, Sendable {
        /// Of the width across the bars and of the length along them, in periods.
        public let nx, ny: ProfileInterval
    }

    /// Parts of null kernels, 0…1.
    public struct NullFractions: Hashable, Sendable {
        /// Called Gabor, and called edge.
        public let gabor, edge: Double
    }

    /// Bayesian information criteria of the rival models.
    public struct Criteria: Hashable, Sendable {
        /// Of each model; the smallest describes the kernel best for its number of parameters.
        public let gabor, edge, centerSurround, blob, plane: Double
    }

    /// Whether one null kernel more or less that does as well would change the class: a last digit could decide it.
    public var isOnTheBorder: Bool {
        guard let p = classification.nullP else { return false }
        let step = 1 / Double(1 + nullCount)
        return (p <= Classification.significance) != (p + step <= Classification.significance)
            || (p <= Classification.significance) != (p - step <= Classification.significance)
    }

    /// The kernel as a grating of its principal colour meets it.
    public var seenThroughColor: Plane { kernel.seen(through: colors.principal) }
}

extension KernelStudy.Criteria {
    init(_ rivals: Rivals) {
        self.init(
            gabor: rivals.gabor.bic, edge: rivals.edge.bic, centerSurround: rivals.centerSurround.bic,
            blob: rivals.blob.bic, plane: rivals.plane.bic)
    }
}
