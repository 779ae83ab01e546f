import Foundation

/// The one colour and one phase that hold most of the amplitudes of a quadrature pair over the channels.
///
/// a·cos + b·sin = A·cos(2πfu + φ) has a = A cos φ and b = −A sin φ; the pairs (a, b) over the channels are closest to one
/// colour times one (cos φ, −sin φ) where φ = −½·atan2(2Σab, Σa² − Σb²), or half a turn from there.
struct AmplitudeAxis {
    /// Unit vector over the channels, on the bright side; zeros where there are no amplitudes.
    let color: [Double]
    /// Radians.
    let phase: Double
    /// The derivative of the phase by each amplitude, `[even, odd][channel]`.
    let phaseGradient: [[Double]]

    init(even: [Double], odd: [Double]) {
        let ee = even.reduce(0) { $0 + $1 * $1 }
        let oo = odd.reduce(0) { $0 + $1 * $1 }
        let eo = zip(even, odd).reduce(0) { $0 + $1.0 * $1.1 }
        let angle = 0.5 * atan2(2 * eo, ee - oo)
        let mixed = zip(even, odd).map { $0 * cos(angle) + $1 * sin(angle) }
        let norm = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // Of atan2(s, c): (c ds − s dc)/(s² + c²), with s = 2Σab and c = Σa² − Σb².
        let (s, c) = (2 * eo, ee - oo)
        let square = max(s * s + c * c, .leastNormalMagnitude)
        guard norm > 0 else {
            (color, phase) = (even.map { _ in 0 }, 0)
            phaseGradient = [even.map { _ in 0 }, odd.map { _ in 0 }]
            return
        }
        phaseGradient = [
            zip(even, odd).map { -(c * $1 - s * $0) / square },
            zip(even, odd).map { -(c * $0 + s * $1) / square },
        ]
        let isBright = ColorAxes.isBright(mixed)
        color = mixed.map { (isBright ? $0 : -$0) / norm }
        phase = -angle + (isBright ? 0 : .pi)
    }
}
