import Foundation
public import Planes

/// A sine grating: contrast · cos(2πf·u + φ), *u* along ``Planes/Orientation/waveDirection``, through an aperture.
///
/// Sampled at pixel centres, which is exact below the lattice's limit: a linear unit's answer to a grating without a
/// border is its kernel's Fourier transform.
public struct Grating: Hashable, Sendable, Codable {
    /// Of the bars.
    public let orientation: Orientation
    /// Cycles per pixel.
    public let frequency: SpatialFrequency
    /// In the middle of the pattern.
    public let phase: Phase
    /// Michelson contrast, 0…1.
    public let contrast: Double
    /// What it is seen through.
    public let aperture: Aperture
    /// Cosine and sine of the wave's direction on the image: they are needed at every pixel.
    private let across, down: Double

    /// A grating.
    ///
    /// - Throws: ``StimulusError`` for a frequency that the lattice does not carry, or a contrast outside 0…1.
    public init(
        orientation: Orientation, frequency: SpatialFrequency, phase: Phase = Phase(degrees: 0), contrast: Double = 1,
        aperture: Aperture = .full
    ) throws(StimulusError) {
        let angle = orientation.imageWaveAngle
        (across, down) = (cos(angle), sin(angle))
        let along = frequency.cyclesPerPixel * max(abs(across), abs(down))
        // Rounding of the sine of a right angle is no alias.
        guard along <= 0.5 + 1e-12 else {
            throw .aliased(frequency: frequency.cyclesPerPixel, orientation: orientation.degrees)
        }
        try check((0...1).contains(contrast), "contrast", contrast, "from 0 to 1 is expected")
        self.orientation = orientation
        self.frequency = frequency
        self.phase = phase
        self.contrast = contrast
        self.aperture = aperture
    }

    private init(_ other: Grating, phase: Phase? = nil, contrast: Double? = nil, aperture: Aperture? = nil) {
        (orientation, across, down) = (other.orientation, other.across, other.down)
        frequency = other.frequency
        self.phase = phase ?? other.phase
        self.contrast = contrast ?? other.contrast
        self.aperture = aperture ?? other.aperture
    }

    /// The same grating through another aperture.
    public func seen(through aperture: Aperture) -> Grating { Grating(self, aperture: aperture) }

    /// The same grating at a part of its contrast.
    ///
    /// - Precondition: `part` in 0…1.
    public func dimmed(to part: Double) -> Grating {
        precondition((0...1).contains(part), "a part of a contrast")
        return Grating(self, contrast: contrast * part)
    }

    /// Moments of one period of a drift, evenly spaced from now on.
    ///
    /// - Parameters:
    ///   - count: how many moments.
    ///   - isReversed: against ``Planes/Orientation/waveDirection`` instead of along it.
    public func frames(_ count: Int, isReversed: Bool = false) -> [Grating] {
        let step = (isReversed ? 360.0 : -360.0) / Double(count)
        return (0..<count).map { Grating(self, phase: Phase(degrees: phase.degrees + step * Double($0))) }
    }
}

extension Grating: Stimulus {
    /// As ``Stimulus``.
    public func contrast(x: Double, y: Double) -> Double {
        let opacity = aperture.outer.isFinite ? aperture.opacity(at: (x * x + y * y).squareRoot()) : 1
        guard opacity > 0 else { return 0 }
        let u = x * across + y * down
        return opacity * contrast * cos(2 * .pi * frequency.cyclesPerPixel * u + phase.radians)
    }

    /// The wave of a row and a column is made of one along each axis: cos(a + b) = cos a·cos b − sin a·sin b, so that
    /// waves are computed once for each row and each column.
    public func drawn(on size: PixelSize, centerX: Double, centerY: Double) -> Plane {
        let center = size.center
        let wave = 2 * Double.pi * frequency.cyclesPerPixel
        let xs = (0..<size.width).map { Double($0) - center.x - centerX }
        let columns = xs.map { (cosine: contrast * cos(wave * $0 * across), sine: contrast * sin(wave * $0 * across)) }
        var values: [Float] = []
        values.reserveCapacity(size.count)
        for row in 0..<size.height {
            let y = Double(row) - center.y - centerY
            let (cosine, sine) = (cos(wave * y * down + phase.radians), sin(wave * y * down + phase.radians))
            for column in 0..<size.width {
                let value = columns[column].cosine * cosine - columns[column].sine * sine
                let x = xs[column]
                let opacity = aperture.outer.isFinite ? aperture.opacity(at: (x * x + y * y).squareRoot()) : 1
                values.append(Float(opacity * value))
            }
        }
        return Plane(size: size, values: values)
    }

    /// As ``Stimulus``: contrast · (cos φ · cos 2πfu − sin φ · sin 2πfu).
    public var parts: [(pattern: any Stimulus, weight: Double)] {
        [
            (Grating(self, phase: Phase(degrees: 0), contrast: 1), contrast * cos(phase.radians)),
            (Grating(self, phase: Phase(degrees: -90), contrast: 1), -contrast * sin(phase.radians)),
        ]
    }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures {
        StimulusMeasures(
            orientation: orientation, frequency: frequency, phase: phase, contrast: contrast,
            diameter: aperture.outer.isFinite ? aperture.outer : nil)
    }

    /// As ``Stimulus``.
    public var summary: String {
        "sine grating, bars at \(orientation.degrees)° (wave \(orientation.waveDirection)°), "
            + "\(frequency.cyclesPerPixel) cycles/pixel, phase \(phase.degrees)°, contrast \(contrast)\(aperture.summary)"
    }
}

/// Two gratings added.
public struct Plaid: Hashable, Sendable, Stimulus {
    /// The gratings.
    public let components: [Grating]

    /// A plaid of two gratings whose contrasts add to at most 1.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(_ first: Grating, _ second: Grating) throws(StimulusError) {
        let sum = first.contrast + second.contrast
        try check(sum <= 1 + 1e-12, "summed contrast", sum, "at most 1 is expected")
        components = [first, second]
    }

    /// As ``Stimulus``.
    public func contrast(x: Double, y: Double) -> Double { components.reduce(0) { $0 + $1.contrast(x: x, y: y) } }

    /// As ``Stimulus``: those of the gratings.
    public var parts: [(pattern: any Stimulus, weight: Double)] { components.flatMap(\.parts) }

    /// As ``Stimulus``: those of the first grating, with the contrast of both.
    public var measures: StimulusMeasures {
        let first = components[0].measures
        return StimulusMeasures(
            orientation: first.orientation, frequency: first.frequency, phase: first.phase,
            contrast: components.reduce(0) { $0 + $1.contrast }, diameter: first.diameter)
    }

    /// As ``Stimulus``.
    public var summary: String { "plaid of " + components.map(\.summary).joined(separator: " and ") }
}
