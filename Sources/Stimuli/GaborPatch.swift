import Foundation

/// A grating that fades outwards as a Gaussian: contrast · exp(−(x² + y²)/2σ²) · cos(2πf·u + φ).
public struct GaborPatch: Hashable, Sendable {
    /// The grating, without a border of its own.
    public let carrier: Grating
    /// Standard deviation of the envelope, pixels.
    public let sigma: Double

    /// A patch.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(_ carrier: Grating, sigma: Double) throws(StimulusError) {
        try check(sigma > 0 && sigma.isFinite, "sigma", sigma, "above 0 pixels is expected")
        self.init(unchecked: carrier.seen(through: .full), sigma)
    }

    private init(unchecked carrier: Grating, _ sigma: Double) { (self.carrier, self.sigma) = (carrier, sigma) }

    /// Moments of one period of a drift under the envelope that stands still.
    public func frames(_ count: Int) -> [GaborPatch] {
        carrier.frames(count).map { GaborPatch(unchecked: $0, sigma) }
    }
}

extension GaborPatch: Stimulus {
    /// As ``Stimulus``, at the pixel's centre.
    public func contrast(x: Double, y: Double) -> Double {
        exp(-(x * x + y * y) / (2 * sigma * sigma)) * carrier.contrast(x: x, y: y)
    }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures {
        StimulusMeasures(
            orientation: carrier.orientation, frequency: carrier.frequency, phase: carrier.phase,
            contrast: carrier.contrast, width: 2 * sigma * (2 * log(2.0)).squareRoot())
    }

    /// As ``Stimulus``.
    public var summary: String { "Gabor patch of sigma \(sigma) px: \(carrier.summary)" }
}
