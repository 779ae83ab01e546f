import Foundation
public import Planes

/// A Gabor function: a cosine grating under an elliptical Gaussian.
///
///     g(x, y) = exp(−½(u²/σ² + v²/τ²)) · cos(2πf·u + φ)
///
/// *u* crosses the bars (σ, pixels), growing along ``Planes/Orientation/waveDirection``; *v* follows them (τ). Half a
/// turn leaves an even Gabor unchanged and flips the sign of an odd one.
///
/// - Note: `orientation` is that of the bars. Image libraries often give the wave direction, 90° away:
///   ``Planes/Orientation/init(waveDirection:)``.
/// - SeeAlso: Daugman (1985), *J. Opt. Soc. Am. A* 2:1160; Ringach (2002), *J. Neurophysiol.* 88:455.
public struct Gabor: Hashable, Sendable {
    /// Of the bars.
    public let orientation: Orientation
    /// Of the grating.
    public let spatialFrequency: SpatialFrequency
    /// Of the grating at the centre.
    public let phase: Phase
    /// Standard deviation of the envelope across the bars, pixels.
    public let sigmaAcross: Double
    /// Standard deviation of the envelope along the bars, pixels.
    public let sigmaAlong: Double
    /// Centre of the envelope from the window's centre, pixels to the right and **down**.
    public let centerX, centerY: Double

    /// A Gabor of given geometry.
    ///
    /// - Precondition: both widths are positive.
    public init(
        orientation: Orientation, spatialFrequency: SpatialFrequency, phase: Phase, sigmaAcross: Double,
        sigmaAlong: Double, centerX: Double = 0, centerY: Double = 0
    ) {
        precondition(sigmaAcross > 0 && sigmaAlong > 0, "an envelope has positive widths")
        self.orientation = orientation
        self.spatialFrequency = spatialFrequency
        self.phase = phase
        self.sigmaAcross = sigmaAcross
        self.sigmaAlong = sigmaAlong
        self.centerX = centerX
        self.centerY = centerY
    }

    /// A Gabor whose wave vector may have any angle (image axes, y **down**, radians) and its frequency either sign: the same
    /// function, named by the wave direction in [0°, 180°) and a frequency of at least 0.
    ///
    /// - Precondition: both widths are positive.
    public init(
        imageWaveAngle angle: Double, frequency: Double, phase: Phase, sigmaAcross: Double, sigmaAlong: Double,
        centerX: Double = 0, centerY: Double = 0
    ) {
        let orientation = Orientation(imageWaveAngle: angle)
        // Seen against its wave, cos(2πfu + φ) is cos(2πfu − φ).
        let isReversed = frequency * cos(angle - orientation.imageWaveAngle) < 0
        self.init(
            orientation: orientation, spatialFrequency: SpatialFrequency(cyclesPerPixel: frequency),
            phase: isReversed ? phase.reversed : phase, sigmaAcross: sigmaAcross, sigmaAlong: sigmaAlong,
            centerX: centerX, centerY: centerY)
    }

    /// σ_across · f: how many periods one standard deviation spans across the bars (Ringach 2002).
    public var nx: Double { sigmaAcross * spatialFrequency.cyclesPerPixel }

    /// σ_along · f: the envelope's length in periods (Ringach 2002).
    public var ny: Double { sigmaAlong * spatialFrequency.cyclesPerPixel }

    /// σ_across/σ_along; below 1 for the elongated envelopes of most simple cells.
    public var aspectRatio: Double { sigmaAcross / sigmaAlong }

    /// Frequency bandwidth at half amplitude, octaves; `nil` where the filter is low-pass.
    public var bandwidthOctaves: Double? { Bandwidth.octaves(n: nx) }

    /// Orientation half-width at half height, degrees: atan(c/(π·ny)), c = √(ln 2/2); `nil` at frequency 0.
    public var orientationHalfWidth: Double? {
        ny > 0 ? atan(Bandwidth.halfAmplitude / (.pi * ny)) * 180 / .pi : nil
    }

    /// The value at a place from the window's centre, pixels, y down; the envelope's peak is 1.
    public func value(x: Double, y: Double) -> Double {
        let (u, v) = axes(x: x, y: y)
        return envelope(u, v) * cos(2 * .pi * spatialFrequency.cyclesPerPixel * u + phase.radians)
    }

    /// The value on every pixel of a window.
    public func drawn(on size: PixelSize) -> Plane {
        let center = size.center
        return Plane(size: size) { row, column in
            Float(value(x: Double(column) - center.x, y: Double(row) - center.y))
        }
    }

    private func axes(x: Double, y: Double) -> (u: Double, v: Double) {
        let angle = orientation.imageWaveAngle
        let (dx, dy) = (x - centerX, y - centerY)
        return (dx * cos(angle) + dy * sin(angle), dy * cos(angle) - dx * sin(angle))
    }

    private func envelope(_ u: Double, _ v: Double) -> Double {
        exp(-0.5 * (u * u / (sigmaAcross * sigmaAcross) + v * v / (sigmaAlong * sigmaAlong)))
    }

    /// As a filter: free of a mean as a Morlet wavelet is, by taking away a multiple of the envelope, and of unit energy.
    ///
    /// Taking away a constant instead would leave a step at the window's edge.
    public func filter(on size: PixelSize) -> Plane {
        let center = size.center
        var wave: [Double] = []
        var bump: [Double] = []
        for row in 0..<size.height {
            for column in 0..<size.width {
                let (u, v) = axes(x: Double(column) - center.x, y: Double(row) - center.y)
                let envelope = envelope(u, v)
                bump.append(envelope)
                wave.append(envelope * cos(2 * .pi * spatialFrequency.cyclesPerPixel * u + phase.radians))
            }
        }
        let mass = bump.reduce(0, +)
        let part = mass > 0 ? wave.reduce(0, +) / mass : 0
        return Plane(size: size, values: zip(wave, bump).map { Float($0 - part * $1) }).centeredToUnitEnergy
    }
}
