import Foundation
import Kernels
import Planes

/// The models that may explain a patch, each fitted as well as it can be, all with their centre in the window.
struct Rivals: Sendable {
    let bounds: FitBounds
    let gabor: ShapeFit
    let edge: ShapeFit
    let centerSurround: ShapeFit
    let blob: ShapeFit
    let plane: ShapeFit

    /// Fits the rivals of a Gabor that is fitted already.
    init(gabor: ShapeFit, patch: Patch, bounds: FitBounds) {
        self.bounds = bounds
        self.gabor = gabor
        let side = Double(min(patch.size.height, patch.size.width))
        let (x, y) = Rivals.peak(of: patch)
        let peak = bounds.centerParameters(x: x, y: y)
        func width(_ part: Double) -> Double { bounds.widths.parameter(max(part * side, 0.5)) }
        let geometry = gabor.parameters
        edge = .best(
            EdgeShape(bounds: bounds), to: patch,
            from: [
                [geometry[0], geometry[1], geometry[2], geometry[4], geometry[5]],
                [0, 0, geometry[2], width(0.3), width(0.4)],
                peak + [geometry[2], width(0.15), width(0.3)],
            ])
        centerSurround = .best(
            CenterSurroundShape(bounds: bounds), to: patch,
            from: [(0.1, 0.25), (0.2, 0.5)].map { peak + [width($0.0), width($0.1)] })
        blob = .best(
            BlobShape(bounds: bounds), to: patch,
            from: [(0.12, 0.12, 0.0), (0.3, 0.15, 0.4), (0.3, 0.15, 0.4 + .pi / 2)].map {
                peak + [$0.2, width($0.0), width($0.1)]
            })
        plane = .best(PlaneShape(), to: patch, from: [])
    }

    /// Where the patch's variation has its centre of mass, from the window's centre.
    private static func peak(of patch: Patch) -> (x: Double, y: Double) {
        var sums = (mass: 0.0, x: 0.0, y: 0.0)
        for values in patch.channels {
            let mean = values.reduce(0, +) / Double(values.count)
            for (place, value) in values.enumerated() {
                // The fourth power leans to the peak.
                let mass = pow(value - mean, 4)
                sums.mass += mass
                sums.x += mass * patch.x[place]
                sums.y += mass * patch.y[place]
            }
        }
        return sums.mass > 0 ? (sums.x / sums.mass, sums.y / sums.mass) : (0, 0)
    }
}
