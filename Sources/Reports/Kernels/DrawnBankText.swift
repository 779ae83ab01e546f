public import GaborBanks
import Networks
import Planes

/// How a bank was drawn from recorded cells, in sentences.
public struct DrawnBankText: Sendable {
    /// What was drawn from what, and what the windows hold.
    public let sentences: [String]

    /// Says how.
    ///
    /// - Parameters:
    ///   - design: what was asked for.
    ///   - drawn: what came of it.
    ///   - eccentricity: degrees from fixation for which the fields grew.
    ///   - seed: of the draw.
    public init(_ design: MacaqueBank, _ drawn: DrawnGabors, _ eccentricity: Double, seed: UInt64) {
        let grown =
            eccentricity > 0
            ? [
                "At \(short(eccentricity))° from fixation: fields and periods are \(short(design.growth)) times those of the fovea (Dow 1981), where these cells were recorded."
            ] : []
        let cut = 2 * drawn.gabors.count { $0.envelopeHeld(side: drawn.size.width) < MacaqueBank.heldShare }
        let part = rounded(100 * MacaqueBank.heldShare, 0)
        let held =
            cut == 0
            ? "Each window holds at least \(part) % of its envelope."
            : "\(counted(cut, "window holds", "windows hold")) less than \(part) % of the envelope."
        let again = rounded(100 * drawn.discarded, 0)
        sentences =
            [
                "Drawn from macaque V1 at \(design.resolution.value) pixels/degree, seed \(seed): orientation and peak frequency (De Valois 1982), nx × ny (Ringach 2002), phase within \(short(MacaqueBank.phaseSpread))° of even or odd, about which cells cluster (Ringach 2002; that width is assumed)."
            ] + grown + [
                "Drawn again because the lattice cannot carry them (above 0.5 cycles/pixel): \(again) %. \(held)"
            ]
    }
}
