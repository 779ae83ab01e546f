import CGaborKernels
import Foundation
import GSL
public import GaborBanks
public import Kernels
import Planes

/// The Gabor that fits a kernel best: one geometry for all channels, and a colour that says how much of it each holds.
///
/// Channels may differ in phase; what is named here is the principal axis of their amplitudes: one colour, one phase.
/// In canonical form: positive amplitude, the colour's sum positive, wave direction in [0°, 180°), phase in [−180°, 180°).
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

    /// One standard deviation of each parameter, from the inverse of the normal matrix at the optimum.
    public struct Errors: Hashable, Sendable {
        /// Degrees.
        public let orientation, phase: Double
        /// Cycles per pixel.
        public let frequency: Double
        /// Pixels.
        public let centerX, centerY, sigmaAcross, sigmaAlong: Double
    }

    init(_ fit: ShapeFit, of kernel: Kernel, bounds: FitBounds) {
        let p = fit.parameters
        let widths = bounds.widths
        let (center, centerSlopes) = (bounds.center(p), bounds.centerSlopes(p))
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        let across = widths.width(p[4])
        let along = widths.width(p[5])
        let axis = AmplitudeAxis(even: fit.amplitudes[0], odd: fit.amplitudes[1])
        color = axis.color
        gabor = Gabor(
            imageWaveAngle: GaborFit.settled(p[2]), frequency: frequency, phase: Phase(radians: axis.phase),
            sigmaAcross: across, sigmaAlong: along, centerX: center.x, centerY: center.y)
        r2 = fit.r2
        errors = fit.uncertainty.map { uncertainty in
            func deviation(_ index: Int, slope: Double = 1) -> Double {
                uncertainty.deviation(geometry: p.indices.map { $0 == index ? slope : 0 })
            }
            // The frequency's bound turns with the angle.
            let slopes = LatticeFrequency.slopes(p[3], angle: p[2])
            return Errors(
                orientation: deviation(2) * 180 / .pi,
                phase: uncertainty.deviation(amplitudes: axis.phaseGradient, at: fit.amplitudes) * 180 / .pi,
                frequency: uncertainty.deviation(geometry: [0, 0, slopes.angle, slopes.s, 0, 0]),
                centerX: deviation(0, slope: centerSlopes.x), centerY: deviation(1, slope: centerSlopes.y),
                sigmaAcross: deviation(4, slope: widths.slope(p[4]) * across),
                sigmaAlong: deviation(5, slope: widths.slope(p[5]) * along))
        }
        envelopeInside = GaborFit.inside(
            kernel.size, x: center.x, y: center.y, angle: p[2], across: across, along: along)
        drawn = GaborFit.draw(fit, like: kernel, bounds: bounds)
    }

    /// An angle without what a search leaves of rounding: vertical bars stand where the wave direction wraps, and their
    /// phase would have the sign that chance gives it.
    private static func settled(_ angle: Double) -> Double {
        let wrap = .pi * (angle / .pi).rounded()
        return abs(angle - wrap) < 1e-6 ? wrap : angle
    }

    /// The part of the envelope's energy, summed over the lattice, that lies in the window; a window one pixel wide is a line.
    private static func inside(
        _ size: PixelSize, x: Double, y: Double, angle: Double, across: Double, along: Double
    ) -> Double {
        let (ca, sa) = (cos(angle), sin(angle))
        func energy(margin: Int) -> Double {
            func places(_ side: Int, from center: Double) -> [Double] {
                let beyond = side == 1 ? 0 : margin
                return (-beyond..<side + beyond).map { Double($0) - Double(side - 1) / 2 - center }
            }
            let columns = places(size.width, from: x)
            return places(size.height, from: y).reduce(0) { sum, dy in
                columns.reduce(sum) { sum, dx in
                    let (u, v) = ((dx * ca + dy * sa) / across, (dy * ca - dx * sa) / along)
                    return sum + exp(-u * u - v * v)
                }
            }
        }
        // Far enough on every side for the whole envelope.
        let all = energy(margin: Int((3 * max(across, along) + max(abs(x), abs(y))).rounded(.up)))
        return all > 0 ? energy(margin: 0) / all : 0
    }

    private static func draw(_ fit: ShapeFit, like kernel: Kernel, bounds: FitBounds) -> Kernel {
        let count = kernel.size.count
        let places = Patch.places(kernel.size)
        var rows = [Double](repeating: 0, count: shapeRoom * count)
        let p = fit.parameters
        rows.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            GaborShape(bounds: bounds).fill(base, at: p, x: places.x, y: places.y, count: count)
        }
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
