import Foundation
import Planes
import Retinotopy

extension FrequencyBand {
    /// `8 px`, or `5.4–7.8 px`.
    var wavelengthText: String { text(highest.wavelength, lowest.wavelength) + " px" }

    /// `4 cycles/°`, or a range.
    func frequencyText(at resolution: PixelsPerDegree) -> String {
        cyclesPerDegree(text(lowest.cyclesPerDegree(at: resolution), highest.cyclesPerDegree(at: resolution)))
    }

    private func text(_ low: Double, _ high: Double) -> String {
        lowest == highest ? short(low) : "\(rounded(low, 1))–\(rounded(high, 1))"
    }
}
