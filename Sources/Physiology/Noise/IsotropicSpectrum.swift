import Foundation

/// The power of structureless noise at each spatial frequency, whatever its direction.
enum IsotropicSpectrum: Hashable, Sendable {
    /// Power 1/f^(2·slope), so that amplitudes fall as 1/f^slope: 0 is white, 1 that of natural scenes (Field 1987).
    case powerLaw(slope: Double)
    /// Power exp(−ln²(f/center)/(2·ln²(2)·width²)); width in octaves, centre in cycles per pixel.
    case band(center: Double, width: Double)

    /// The power at a frequency above 0, cycles per pixel, given by its natural logarithm.
    func power(logFrequency: Double) -> Double {
        switch self {
        case .powerLaw(let slope): return exp(-2 * slope * logFrequency)
        case .band(let center, let width):
            let octaves = (logFrequency - log(center)) / (M_LN2 * width)
            return exp(-0.5 * octaves * octaves)
        }
    }
}
