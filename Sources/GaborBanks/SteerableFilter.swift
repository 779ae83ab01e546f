import Foundation
public import Planes

/// A derivative of a Gaussian across its bars: the second, a bar, where the phase is even, the first, an edge, where it is
/// odd. All orientations are mixtures of two (first) or three (second) of them.
///
/// - SeeAlso: Freeman & Adelson (1991), *IEEE PAMI* 13:891.
public struct SteerableFilter: Hashable, Sendable {
    /// Of the bars or the edge.
    public let orientation: Orientation
    /// Where the transform is largest: 1/(2πσ) for the edge, √2/(2πσ) for the bar.
    public let spatialFrequency: SpatialFrequency
    /// Phases mix the two: cos φ of the bar and −sin φ of the edge, as cos(2πfu + φ) does.
    public let phase: Phase

    /// A filter of given tuning.
    public init(orientation: Orientation, spatialFrequency: SpatialFrequency, phase: Phase) {
        self.orientation = orientation
        self.spatialFrequency = spatialFrequency
        self.phase = phase
    }

    /// The filter in a window, zero mean, unit energy.
    public func filter(on size: PixelSize) -> DesignedFilter {
        let center = size.center
        let angle = orientation.imageWaveAngle
        func sampled(_ value: (_ u: Double, _ v: Double) -> Double) -> Plane {
            Plane(size: size) { row, column in
                let (x, y) = (Double(column) - center.x, Double(row) - center.y)
                return Float(value(x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)))
            }.centeredToUnitEnergy
        }
        let omega = 2 * .pi * spatialFrequency.cyclesPerPixel
        let (bar, edge) = (2.0.squareRoot() / omega, 1 / omega)
        let even = sampled { u, v in (1 - u * u / (bar * bar)) * exp(-(u * u + v * v) / (2 * bar * bar)) }
        let odd = sampled { u, v in u * exp(-(u * u + v * v) / (2 * edge * edge)) }
        let (cosine, sine) = (cos(phase.radians), sin(phase.radians))
        let mixed = zip(even.values, odd.values).map { Float(cosine * Double($0) - sine * Double($1)) }
        return DesignedFilter(
            family: .steerable, orientation: orientation, spatialFrequency: spatialFrequency, phase: phase,
            bandwidthOctaves: nil, sigmaAcross: nil, sigmaAlong: nil, plane: Plane(size: size, values: mixed))
    }
}
