import CWaves
import Foundation
import GSL
public import GaborBanks
public import Kernels
import Planes

/// The Gabor that fits a kernel best: one geometry for all channels, and a colour that says how much of it each holds.
///
/// Channels may differ in phase; what is named here is the principal axis of their amplitudes: one colour, one phase.
/// In canonical form: positive amplitude, the colour's sum positive, wave angle in [0°, 180°), phase in [−180°, 180°).
public struct GaborFit: Hashable, Sendable {
    /// Geometry and phase; the centre is from the window's centre, pixels, y down.
    public let gabor: Gabor
    /// Unit vector over the channels.
    public let color: [Double]
    /// Part of the kernel's variation (around each channel's mean) that the fit explains, amplitudes and phases per channel.
    public let r2: Double
    /// Standard errors, where the fit is regular.
    public let errors: Errors?
    /// Part of the envelope's energy inside the window, 0…1.
    public let envelopeInside: Double
    /// What the fit draws, channel by channel, at the kernel's own scale.
    public let drawn: Kernel

    /// One standard deviation of each parameter, from σ²(JᵀJ)⁻¹ at the optimum.
    public struct Errors: Hashable, Sendable {
        /// Degrees.
        public let orientation: Double
        /// Cycles per pixel.
        public let frequency: Double
        /// Pixels.
        public let centerX, centerY, sigmaAcross, sigmaAlong: Double
    }

    init(_ fit: ShapeFit, of kernel: Kernel, widths: WidthRange) {
        let p = fit.parameters
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        let across = widths.width(p[4])
        let along = widths.width(p[5])
        let axis = GaborFit.principalAxis(even: fit.amplitudes[0], odd: fit.amplitudes[1])
        color = axis.color
        // cos(2πfu + φ) looks the other way along u when the angle passes 180° or the frequency is negative.
        let turns = (p[2] / .pi).rounded(.down)
        let isReversed = (turns.truncatingRemainder(dividingBy: 2) != 0) != (frequency < 0)
        gabor = Gabor(
            orientation: Orientation(imageWaveAngle: p[2]),
            spatialFrequency: SpatialFrequency(cyclesPerPixel: frequency),
            phase: Phase(radians: isReversed ? -axis.phase : axis.phase),
            sigmaAcross: across, sigmaAlong: along, centerX: p[0], centerY: p[1])
        r2 = fit.r2
        errors = fit.covariance.map { covariance in
            func deviation(_ index: Int) -> Double { max(covariance[index, index], 0).squareRoot() }
            return Errors(
                orientation: deviation(2) * 180 / .pi,
                frequency: deviation(3) * abs(LatticeFrequency.slopes(p[3], angle: p[2]).s),
                centerX: deviation(0),
                centerY: deviation(1), sigmaAcross: deviation(4) * abs(widths.slope(p[4])) * across,
                sigmaAlong: deviation(5) * abs(widths.slope(p[5])) * along)
        }
        envelopeInside = GaborFit.inside(kernel.size, x: p[0], y: p[1], angle: p[2], across: across, along: along)
        drawn = GaborFit.draw(fit, like: kernel, widths: widths)
    }

    /// The colour and phase that hold most of the channels' amplitudes: a·cos + b·sin = A·cos(2πfu + φ), a = A cos φ,
    /// b = −A sin φ, and (a, b) over the channels is closest to one colour times one (cos φ, −sin φ).
    private static func principalAxis(even: [Double], odd: [Double]) -> (color: [Double], phase: Double) {
        let ee = even.reduce(0) { $0 + $1 * $1 }
        let oo = odd.reduce(0) { $0 + $1 * $1 }
        let eo = zip(even, odd).reduce(0) { $0 + $1.0 * $1.1 }
        let angle = 0.5 * atan2(2 * eo, ee - oo)
        let mixed = zip(even, odd).map { $0 * cos(angle) + $1 * sin(angle) }
        let norm = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0 else { return (even.map { _ in 0 }, 0) }
        let sign = positive(mixed) ? 1.0 : -1.0
        return (mixed.map { sign * $0 / norm }, -angle + (sign > 0 ? 0 : .pi))
    }

    /// Whether a colour points to the bright side; one without brightness, whether its largest part does.
    static func positive(_ color: [Double]) -> Bool {
        let sum = color.reduce(0, +)
        let size = color.reduce(0) { max($0, abs($1)) }
        return abs(sum) > 1e-6 * size ? sum > 0 : (color.max { abs($0) < abs($1) } ?? 1) > 0
    }

    private static func inside(
        _ size: PixelSize, x: Double, y: Double, angle: Double, across: Double, along: Double
    ) -> Double {
        func energy(_ size: PixelSize) -> Double {
            let places = Patch.places(size)
            var rows = [Double](repeating: 0, count: shapeRoom * size.count)
            waves_gabor(size.count, places.x, places.y, x, y, angle, 0, across, along, &rows)
            return rows[..<size.count].reduce(0) { $0 + $1 * $1 }
        }
        // Far enough on every side for the whole envelope, on the same lattice.
        let margin = 2 * Int((3 * max(across, along) + max(abs(x), abs(y))).rounded(.up))
        let all = energy(PixelSize(height: size.height + margin, width: size.width + margin))
        return all > 0 ? energy(size) / all : 0
    }

    private static func draw(_ fit: ShapeFit, like kernel: Kernel, widths: WidthRange) -> Kernel {
        let count = kernel.size.count
        let places = Patch.places(kernel.size)
        var rows = [Double](repeating: 0, count: shapeRoom * count)
        let p = fit.parameters
        waves_gabor(
            count, places.x, places.y, p[0], p[1], p[2], LatticeFrequency.value(p[3], angle: p[2]), widths.width(p[4]),
            widths.width(p[5]), &rows)
        let norm = kernel.norm
        return Kernel(
            channels: kernel.channels.indices.map { channel in
                let even = fit.amplitudes[0][channel] * norm
                let odd = fit.amplitudes[1][channel] * norm
                let values = (0..<count).map { even * rows[$0] + odd * rows[count + $0] }
                let offset = kernel.channels[channel].mean - values.reduce(0, +) / Double(count)
                return Plane(size: kernel.size, values: values.map { Float($0 + offset) })
            })
    }
}
