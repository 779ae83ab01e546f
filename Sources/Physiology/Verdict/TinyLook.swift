import Foundation
import Planes

extension Look {
    /// Windows of fewer pixels than this have fewer than two numbers for each parameter of a Gabor (six of geometry, two
    /// amplitudes, a constant): its shape cannot be told from them, but orientation can.
    static let fewestPixels = 18

    /// The rule for tiny windows: a ridge (bar or edge) if tuned for orientation, else a spot with or without a surround.
    ///
    /// A ramp of three pixels is an edge. A model has to leave two numbers unexplained.
    init(tiny patch: Patch, bounds: FitBounds, isTuned: Bool) {
        let side = Double(max(patch.size.height, patch.size.width))
        let widths = [0.2, 0.4].map { bounds.widths.parameter(max($0 * side, 0.5)) }
        let turns = (0..<4).map { Double($0) * .pi / 4 + 0.1 }
        let plane = ShapeFit.best(PlaneShape(), to: patch, from: [])
        let ridge = ShapeFit.best(
            RidgeShape(bounds: bounds), to: patch, from: turns.flatMap { turn in widths.map { [turn, $0] } })
        let spot = ShapeFit.best(SpotShape(bounds: bounds), to: patch, from: widths.map { [$0] })
        let isShown = patch.size.count > 6
        var candidates: [Candidate] = []
        if isShown, isTuned {
            candidates = [(.edge, plane), (.edge, ridge)]
        } else if isShown {
            candidates = [(Self.hasOpposedBorder(patch) ? .centerSurround : .blob, spot)]
        }
        self.init(among: candidates, explained: max(plane.r2, ridge.r2, spot.r2))
    }

    /// Whether the pixels around the middle have, in the middle's colour, a mean of the other sign.
    private static func hasOpposedBorder(_ patch: Patch) -> Bool {
        let nearest = patch.x.indices.map { patch.x[$0] * patch.x[$0] + patch.y[$0] * patch.y[$0] }.min() ?? 0
        func mean(_ values: [Double], _ isIncluded: (Double) -> Bool) -> Double {
            let kept = values.indices.filter {
                isIncluded(patch.x[$0] * patch.x[$0] + patch.y[$0] * patch.y[$0])
            }
            return kept.isEmpty ? 0 : kept.reduce(0) { $0 + values[$1] } / Double(kept.count)
        }
        let product = patch.channels.reduce(0) { sum, values in
            sum + mean(values) { $0 <= nearest + 1e-9 } * mean(values) { $0 > nearest + 1e-9 }
        }
        return product < 0
    }
}
