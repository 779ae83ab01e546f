import Foundation
public import GSL
public import Planes

/// Cells whose rate is a power of their drive: R = max(D, 0)ⁿ.
///
/// A threshold alone leaves tuning as broad as the filter's; cells' rates grow faster than their drive and are tuned the more
/// sharply. n = 2 is half-squaring (Heeger 1992, *Vis. Neurosci.* 9:427).
public struct PowerUnits<Base: Units>: Units {
    private let base: Base
    private let exponent: Double

    /// The same units with an exponent at their output.
    ///
    /// - Precondition: a positive, finite exponent.
    public init(_ base: Base, exponent: Double) {
        precondition(exponent > 0 && exponent.isFinite, "an exponent is positive")
        (self.base, self.exponent) = (base, exponent)
    }

    /// As the base.
    public var count: Int { base.count }
    /// As the base.
    public var window: PixelSize { base.window }
    /// As the base.
    public func center(of unit: Int) -> (x: Double, y: Double) { base.center(of: unit) }
    /// As the base.
    public var hasMemory: Bool { base.hasMemory }
    /// max(0, r)ⁿ.
    public func responses(to stimuli: [Plane]) throws -> Matrix { raised(try base.responses(to: stimuli)) }
    /// max(0, r)ⁿ.
    public func responses(toDrifts frames: [Plane], moments: Int) throws -> Matrix {
        raised(try base.responses(toDrifts: frames, moments: moments))
    }

    private func raised(_ answers: Matrix) -> Matrix {
        var answers = answers
        for index in answers.elements.indices {
            answers.elements[index] = pow(max(answers.elements[index], 0), exponent)
        }
        return answers
    }
}
