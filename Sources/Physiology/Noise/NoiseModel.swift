import Foundation
import GSL
import Planes

/// One of the spectra that noise may have, over a floor of white noise.
struct NoiseModel: Hashable, Sendable {
    let spectrum: IsotropicSpectrum
    /// The part of the variance in a window that is white.
    let floor: Double

    /// The models that are tried on windows of a size, spectrum by spectrum: power laws of slope 0 … 4, and log-Gaussian bands
    /// from half a cycle per window to the lattice's limit, each over several floors.
    ///
    /// Two spectra are enough apart when a window tells them apart: a quarter of a slope, a quarter of an octave.
    static func families(for size: PixelSize) -> [[NoiseModel]] {
        let laws = (0...16).map { IsotropicSpectrum.powerLaw(slope: 0.25 * Double($0)) }
        let low = min(0.5 / Double(max(size.height, size.width)), 0.25)
        let steps = Int((4 * log2(0.6 / low)).rounded())
        let bands = (0...steps).flatMap { step in
            [0.15, 0.3, 0.6].map { IsotropicSpectrum.band(center: low * pow(2, 0.25 * Double(step)), width: $0) }
        }
        return laws.map { law in [1e-10, 1e-6, 1e-3, 0.01, 0.1, 0.3].map { NoiseModel(spectrum: law, floor: $0) } }
            + bands.map { band in [1e-6, 1e-3, 0.01, 0.1, 0.3].map { NoiseModel(spectrum: band, floor: $0) } }
    }
}
