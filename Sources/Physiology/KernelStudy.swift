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
    /// Chance that noise of the same size, colours and spectrum is fitted as well, (1 + better)/(1 + drawn); `nil` for
    /// dead kernels.
    public let nullP: Double?
    /// Of the null kernels drawn for this one, the part that the same rule calls Gabor.
    public let nullGaborFraction: Double?
    /// Bayesian information criterion of each model, less is better; `nil` for dead kernels.
    public let criteria: Criteria?
    /// Colours of the weights.
    public let colors: ColorAxes
    /// Answers to gratings of the principal colour.
    public let tuning: LinearTuning
    /// What to know before believing the numbers, in alphabetical order.
    public let flags: [KernelFlag]

    /// Bayesian information criteria of the rival models.
    public struct Criteria: Hashable, Sendable {
        /// Of each model; the smallest describes the kernel best for its number of parameters.
        public let gabor, centerSurround, blob, plane: Double
    }

    /// The kernel as a grating of its principal colour meets it.
    public var seenThroughColor: Plane { kernel.seen(through: colors.principal) }
}

extension KernelStudy.Criteria {
    init(_ choice: ModelChoice) {
        self.init(
            gabor: choice.gabor.bic, centerSurround: choice.centerSurround.bic, blob: choice.blob.bic,
            plane: choice.plane.bic)
    }
}
