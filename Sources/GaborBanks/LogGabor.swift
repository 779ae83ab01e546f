import Foundation
public import Planes

/// A filter that is Gaussian on a logarithmic frequency axis, so that it has no mean at any bandwidth.
///
///     G(f, θ) = exp(−ln²(f/f₀)/(2 ln² κ)) · exp(−Δθ²/(2σ_θ²))
///
/// κ follows from the bandwidth b at half amplitude: ln κ = b·ln 2/(2√(2 ln 2)); κ = 0.55 is about two octaves. The angular
/// width is 1.2 times narrower than the spacing of orientations would need, as in Kovesi's filters: σ_θ = π/(1.2·n).
///
/// - SeeAlso: Field (1987), *J. Opt. Soc. Am. A* 4:2379.
public struct LogGabor: Hashable, Sendable {
    /// Of the bars.
    public let orientation: Orientation
    /// Where the transform is largest.
    public let spatialFrequency: SpatialFrequency
    /// 0° even, 90° odd.
    public let phase: Phase
    /// Frequency bandwidth at half amplitude.
    public let bandwidthOctaves: Double
    /// Orientations that share half a turn, which sets the angular width.
    public let orientationCount: Int

    /// A filter of given tuning.
    ///
    /// - Precondition: the bandwidth and the count are positive.
    public init(
        orientation: Orientation, spatialFrequency: SpatialFrequency, phase: Phase, bandwidthOctaves: Double,
        orientationCount: Int
    ) {
        precondition(bandwidthOctaves > 0 && orientationCount > 0, "a log-Gabor has a positive bandwidth")
        self.orientation = orientation
        self.spatialFrequency = spatialFrequency
        self.phase = phase
        self.bandwidthOctaves = bandwidthOctaves
        self.orientationCount = orientationCount
    }

    /// The transform at a wave vector in image axes, cycles per pixel, on the side the wave points to.
    public func amplitude(fx: Double, fy: Double) -> Double {
        let frequency = hypot(fx, fy)
        guard frequency > 0 else { return 0 }
        let spread = bandwidthOctaves * log(2.0) / (2 * (2 * log(2.0)).squareRoot())
        let octaves = log(frequency / spatialFrequency.cyclesPerPixel) / spread
        let angle = orientation.imageWaveAngle
        // Angle from the wave vector over the whole circle: one side only, the other is its mirror.
        let turn = atan2(fy * cos(angle) - fx * sin(angle), fx * cos(angle) + fy * sin(angle))
        let angular = turn * 1.2 * Double(orientationCount) / .pi
        return exp(-0.5 * (octaves * octaves + angular * angular))
    }

    /// The filter in a window: Σ G·cos(2π f·x + φ) over the frequencies of a lattice twice the window's size.
    ///
    /// - Complexity: O(pixels · frequencies in the passband).
    public func filter(on size: PixelSize) -> DesignedFilter {
        let (rows, columns) = (2 * size.height, 2 * size.width)
        let center = size.center
        var values = [Double](repeating: 0, count: size.count)
        for row in 0..<rows {
            let fy = Double(row < rows / 2 ? row : row - rows) / Double(rows)
            for column in 0..<columns {
                let fx = Double(column < columns / 2 ? column : column - columns) / Double(columns)
                let amplitude = amplitude(fx: fx, fy: fy)
                guard amplitude > 1e-7 else { continue }
                for index in values.indices {
                    let x = Double(index % size.width) - center.x
                    let y = Double(index / size.width) - center.y
                    values[index] += amplitude * cos(2 * .pi * (fx * x + fy * y) + phase.radians)
                }
            }
        }
        return DesignedFilter(
            family: .logGabor, orientation: orientation, spatialFrequency: spatialFrequency, phase: phase,
            bandwidthOctaves: bandwidthOctaves, sigmaAcross: nil, sigmaAlong: nil,
            plane: Plane(size: size, values: values.map { Float($0) }))
    }
}
