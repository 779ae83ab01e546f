import Foundation
public import Planes

/// Centre and surround on one spot, as a ganglion cell of the retina and its follower in the LGN.
///
///     d(r) = exp(−r²/2σ_c²)/σ_c² − w·exp(−r²/2σ_s²)/σ_s²
///
/// - SeeAlso: Rodieck (1965), *Vision Res.* 5:583; Croner & Kaplan (1995), *Vision Res.* 35:7, Table 1.
public struct DifferenceOfGaussians: Hashable, Sendable {
    /// Standard deviations of centre and surround, pixels.
    public let sigmaCenter, sigmaSurround: Double
    /// Volume of the surround as part of the centre's.
    public let surroundWeight: Double

    /// A filter of given widths.
    ///
    /// - Precondition: widths are positive.
    public init(sigmaCenter: Double, sigmaSurround: Double, surroundWeight: Double = 1) {
        precondition(sigmaCenter > 0 && sigmaSurround > 0, "a Gaussian has a positive width")
        self.sigmaCenter = sigmaCenter
        self.sigmaSurround = sigmaSurround
        self.surroundWeight = surroundWeight
    }

    /// The balanced filter whose transform is largest at a wavelength, surround 1.6 times the centre (Marr & Hildreth 1980,
    /// *Proc. R. Soc. B* 207:187): f² = ln k²/(2π²σ_c²(k² − 1)).
    ///
    /// - Precondition: the wavelength is positive.
    public init(peakWavelength wavelength: Double) {
        let ratio = 1.6
        let square = ratio * ratio
        let sigma = wavelength * (log(square) / (2 * .pi * .pi * (square - 1))).squareRoot()
        self.init(sigmaCenter: sigma, sigmaSurround: ratio * sigma)
    }

    /// A parvocellular cell at 0–5° (Croner & Kaplan): 1/e radii 0.03° and 0.18°, so σ = r/√2.
    public static func parvocellular(at resolution: PixelsPerDegree) -> DifferenceOfGaussians {
        cell(radii: (0.03, 0.18), gains: (353.2, 4.4), resolution)
    }

    /// A magnocellular cell at 0–10° (Croner & Kaplan): 1/e radii 0.10° and 0.72°.
    public static func magnocellular(at resolution: PixelsPerDegree) -> DifferenceOfGaussians {
        cell(radii: (0.10, 0.72), gains: (148, 1.1), resolution)
    }

    private static func cell(
        radii: (Double, Double), gains: (Double, Double), _ resolution: PixelsPerDegree
    ) -> DifferenceOfGaussians {
        let scale = resolution.value / 2.0.squareRoot()
        return DifferenceOfGaussians(
            sigmaCenter: radii.0 * scale, sigmaSurround: radii.1 * scale,
            surroundWeight: gains.1 * radii.1 * radii.1 / (gains.0 * radii.0 * radii.0))
    }

    /// The transform at a frequency in cycles per pixel: e^(−2π²σ_c²f²) − w·e^(−2π²σ_s²f²), times 2π.
    public func amplitude(_ frequency: SpatialFrequency) -> Double {
        func part(_ sigma: Double) -> Double { exp(-2 * pow(.pi * sigma * frequency.cyclesPerPixel, 2)) }
        return 2 * .pi * (part(sigmaCenter) - surroundWeight * part(sigmaSurround))
    }

    /// The filter in a window, zero mean, unit energy.
    public func filter(on size: PixelSize) -> DesignedFilter {
        let center = size.center
        func bump(_ square: Double, _ sigma: Double) -> Double { exp(-square / (2 * sigma * sigma)) / (sigma * sigma) }
        let plane = Plane(size: size) { row, column in
            let square = pow(Double(column) - center.x, 2) + pow(Double(row) - center.y, 2)
            return Float(bump(square, sigmaCenter) - surroundWeight * bump(square, sigmaSurround))
        }
        let ratio = pow(sigmaSurround / sigmaCenter, 2)
        let weight = max(surroundWeight * ratio, 1)
        let peak = (log(weight) / (2 * .pi * .pi * (sigmaSurround * sigmaSurround - sigmaCenter * sigmaCenter)))
            .squareRoot()
        return DesignedFilter(
            family: .differenceOfGaussians, orientation: nil, spatialFrequency: SpatialFrequency(cyclesPerPixel: peak),
            phase: Phase(degrees: 0), bandwidthOctaves: nil, sigmaAcross: sigmaCenter, sigmaAlong: sigmaSurround,
            plane: plane)
    }
}
