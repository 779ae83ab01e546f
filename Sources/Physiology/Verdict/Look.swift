import Foundation
import GaborBanks

/// What a patch looks like: its form, and how much of its variation the form's model explains.
struct Look: Sendable {
    /// `nil` where no form explains two thirds.
    let form: KernelForm?
    /// R² of the form's model, or without a form the largest of all.
    let r2: Double

    /// A model explains at least this part of a patch's variation, or does not describe it.
    static let leastExplained = 2.0 / 3
    /// An envelope narrower than this many pixels (σ) is a spot, whatever wave a fit puts under it.
    static let narrowest = 0.7

    /// What each form's model explains, and its criterion.
    typealias Candidate = (form: KernelForm, fit: ShapeFit)

    /// The candidate of least BIC names the form, if it explains enough.
    ///
    /// - Parameter explained: the largest R² of all models, candidates or not.
    init(among candidates: [Candidate], explained: Double) {
        let best = candidates.min { $0.fit.bic < $1.fit.bic }
        if let best, best.fit.r2 >= Self.leastExplained {
            (form, r2) = (best.form, best.fit.r2)
        } else {
            (form, r2) = (nil, explained)
        }
    }

    /// The rule for windows that show more than a handful of pixels.
    ///
    /// A patch that is tuned for orientation is a Gabor, an edge or a ramp; one that is not, a centre with a surround or a
    /// blob. A Gabor whose carrier is not resolved is an edge.
    init(_ rivals: Rivals, isTuned: Bool) {
        var candidates: [Candidate] = [(.ramp, rivals.plane)]
        if isTuned {
            if !rivals.isSpeck(rivals.edge, widths: 3, 4) { candidates.append((.edge, rivals.edge)) }
            switch rivals.carrier {
            case .resolved: candidates.append((.gabor, rivals.gabor))
            case .unresolved: candidates.append((.edge, rivals.gabor))
            case .speck: break
            }
        } else {
            if rivals.hasSurround { candidates.append((.centerSurround, rivals.centerSurround)) }
            candidates.append((.blob, rivals.blob))
        }
        let all = [rivals.gabor, rivals.edge, rivals.centerSurround, rivals.blob, rivals.plane]
        self.init(among: candidates, explained: all.map(\.r2).max() ?? 0)
    }
}

extension Rivals {
    /// Whether the window shows a Gabor's wave.
    enum Carrier { case resolved, unresolved, speck }

    /// A carrier is resolved above ``Bandwidth/leastPeriods``; where the window cuts the width across the bars, one whole
    /// cycle has to be seen.
    var carrier: Carrier {
        let p = gabor.parameters
        let across = bounds.widths.width(p[4])
        let frequency = abs(LatticeFrequency.value(p[3], angle: p[2]))
        if isSpeck(gabor, widths: 4, 5) { return .speck }
        if across * frequency <= Bandwidth.leastPeriods { return .unresolved }
        return bounds.widths.isAtBound(across) && 2 * across * frequency < 1 ? .unresolved : .resolved
    }

    /// Whether a fit is narrower than the lattice can show of a shape with an orientation.
    func isSpeck(_ fit: ShapeFit, widths places: Int...) -> Bool {
        places.contains { bounds.widths.width(fit.parameters[$0]) < Look.narrowest }
    }

    /// Whether the centre's surround is of the other sign and turns back inside the window: one as wide as it may be is as flat as
    /// a constant.
    var hasSurround: Bool {
        let p = centerSurround.parameters
        let (a, b) = (centerSurround.amplitudes[0], centerSurround.amplitudes[1])
        let (s, t) = (bounds.widths.width(p[2]), bounds.widths.width(p[3]))
        // Along the colour of the whole centre.
        let center = zip(a, b).map { $0 + $1 }
        let (first, second) = (
            zip(a, center).reduce(0) { $0 + $1.0 * $1.1 }, zip(b, center).reduce(0) { $0 + $1.0 * $1.1 }
        )
        let (inner, outer) = s <= t ? (first, second) : (second, first)
        let (narrow, wide) = (min(s, t), max(s, t))
        guard inner * outer < 0, wide > 1.02 * narrow, !bounds.widths.isAtBound(wide) else { return false }
        let ratio = -inner * wide * wide / (outer * narrow * narrow)
        guard ratio > 1 else { return false }
        let turn = (2 * log(ratio) / (1 / (narrow * narrow) - 1 / (wide * wide))).squareRoot()
        return turn <= bounds.reach
    }
}
