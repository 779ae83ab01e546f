import Foundation
import GaborBanks
import Kernels
import Planes

/// The rivals that explain a kernel, each fitted as well as it can be.
struct ModelChoice: Sendable {
    let gabor: ShapeFit
    let centerSurround: ShapeFit
    let blob: ShapeFit
    let plane: ShapeFit
    private let size: PixelSize

    /// Fits the rivals of a Gabor that is fitted already.
    init(gabor: ShapeFit, patch: Patch) {
        self.gabor = gabor
        size = patch.size
        let widths = WidthRange(patch.size)
        let side = Double(min(patch.size.height, patch.size.width))
        let (x, y) = ModelChoice.middle(of: patch)
        func width(_ part: Double) -> Double { widths.parameter(max(part * side, 0.5)) }
        centerSurround = .best(
            CenterSurroundShape(widths: widths), to: patch,
            from: [(0.1, 0.25), (0.2, 0.5)].map { [x, y, width($0.0), width($0.1)] }
        ).polished(CenterSurroundShape(widths: widths), to: patch)
        blob = .best(
            BlobShape(widths: widths), to: patch,
            from: [(0.12, 0.12, 0.0), (0.3, 0.15, 0.4), (0.3, 0.15, 0.4 + .pi / 2)].map {
                [x, y, $0.2, width($0.0), width($0.1)]
            }
        ).polished(BlobShape(widths: widths), to: patch)
        plane = .best(PlaneShape(), to: patch, from: [])
    }

    /// The smaller of the Gabor's two widths, pixels.
    var narrowestGaborWidth: Double {
        let widths = WidthRange(size)
        return min(widths.width(gabor.parameters[4]), widths.width(gabor.parameters[5]))
    }

    /// Whether a round model has its centre in the window.
    func isInside(_ fit: ShapeFit) -> Bool {
        abs(fit.parameters[0]) <= Double(size.width) / 2 && abs(fit.parameters[1]) <= Double(size.height) / 2
    }

    /// Where the patch's variation has its centre of mass, from the window's centre.
    private static func middle(of patch: Patch) -> (x: Double, y: Double) {
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
