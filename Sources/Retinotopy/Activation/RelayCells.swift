public import GaborBanks
internal import Glibc
internal import Kernels
public import Planes
public import Workers

/// The lateral geniculate nucleus between picture and cortex: centre and surround at every pixel, linear, so that one signed
/// response stands for cells that answer to light and cells that answer to dark.
///
/// The gain is 1 at the frequency that the cells like best. They pass about half of an even grey, which V1's filters, of
/// zero mean, do not see.
///
/// - SeeAlso: Croner & Kaplan (1995), *Vision Res.* 35:7; ``GaborBanks/DifferenceOfGaussians``.
public struct RelayCells: Hashable, Sendable {
    /// The layers of the nucleus.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Small fields: parvocellular, 0–5°.
        case parvo
        /// Large fields: magnocellular, 0–10°.
        case magno
    }

    /// Which cells.
    public let kind: Kind
    /// Their field, in pixels.
    public let spot: DifferenceOfGaussians
    /// The frequency that they like best, at most the lattice's 0.5 cycles/pixel.
    public let peak: SpatialFrequency

    /// Pixels that their field reaches from its middle: four standard deviations of the surround.
    public var reach: Int { Int((4 * spot.sigmaSurround).rounded(.up)) }

    /// The cells as they look at a picture.
    ///
    /// - Throws: ``RetinotopyError`` where their field is larger than the picture.
    public init(_ kind: Kind, for field: VisualField) throws(RetinotopyError) {
        self.init(kind, at: field.resolution)
        let side = max(field.size.height, field.size.width)
        guard 2 * reach < side else {
            throw .invalid(
                .relay, value: kind.rawValue,
                expected:
                    "a field of \(2 * reach + 1) pixels is too large for a picture of \(field.size); take a wider field"
            )
        }
    }

    /// The cells as they look at a picture of a resolution.
    public init(_ kind: Kind, at resolution: PixelsPerDegree) {
        self.kind = kind
        spot = kind == .parvo ? .parvocellular(at: resolution) : .magnocellular(at: resolution)
        let (center, surround) = (spot.sigmaCenter * spot.sigmaCenter, spot.sigmaSurround * spot.sigmaSurround)
        // Where the transform's slope is 0.
        let square = log(spot.surroundWeight * surround / center) / (2 * .pi * .pi * (surround - center))
        peak = SpatialFrequency(cyclesPerPixel: min(square.squareRoot(), 0.5))
    }

    /// What the cells answer to a grating of a frequency, over what they answer to one of ``peak``.
    public func gain(_ frequency: SpatialFrequency) -> Double {
        spot.amplitude(frequency) / spot.amplitude(peak)
    }

    /// The largest size of their answer to a picture of values from 0 to 1, at most.
    var largestResponse: Double { 2 * .pi / spot.amplitude(peak) * (1 + spot.surroundWeight) }

    /// Their response at every pixel.
    public func response(to plane: Plane, boundary: Boundary, workers: Workers = Workers(1)) -> Plane {
        let reach = reach
        func profile(_ sigma: Double) -> [Double] {
            let values = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
            let sum = values.reduce(0, +)
            return values.map { $0 / sum }
        }
        let (center, surround) = (profile(spot.sigmaCenter), profile(spot.sigmaSurround))
        let scale = 2 * .pi / spot.amplitude(peak)
        let kernel = Plane(size: PixelSize(side: 2 * reach + 1)) { row, column in
            let value = center[row] * center[column] - spot.surroundWeight * surround[row] * surround[column]
            return Float(scale * value)
        }
        return KernelBank(name: kind.rawValue, kernels: [Kernel(channels: [kernel])])
            .apply(to: plane, boundary: boundary, workers: workers)[0]
    }
}
