internal import ComplexModule
internal import Glibc

/// A place on the flattened cortex: millimetres from where the area represents fixation.
///
/// Both hemispheres are seen from behind, y up (dorsal): the left one grows to the left (x negative) with eccentricity,
/// the right one to the right. The upper visual field lies below, the lower above.
public struct CorticalPoint: Hashable, Sendable, Codable {
    /// Which half of the brain.
    public let hemisphere: Hemisphere
    /// Millimetres to the right.
    public let x: Double
    /// Millimetres up.
    public let y: Double

    /// A place by hemisphere and coordinates.
    public init(hemisphere: Hemisphere, x: Double, y: Double) {
        self.hemisphere = hemisphere
        self.x = x
        self.y = y
    }
}

/// A map from the visual field to the flattened cortex, and back.
///
/// A place at eccentricity *r* and angle *θ* from its own horizontal meridian (within ±90°, up is positive) becomes a
/// complex number z = r·e^{iϑ} by the wedge of its area, and then millimetres by
///
///     w = k·log(1 + z/a)                         monopole
///     w = k·log[b(z + a)/(a(z + b))]             dipole
///
/// with the wedges V1: ϑ = α₁θ; V2: ϑ = π − α₂θ − (φ₁ + φ₂); V3: ϑ = π − φ₁ − φ₂ + α₃θ for θ ≥ 0, and mirrored for θ < 0;
/// φᵢ = ½π(1 − αᵢ). So V1, V2 and V3 lie side by side: V1 and V2 share the vertical meridian, V2 and V3 the horizontal one,
/// which is split between upper and lower field.
///
/// - Note: The horizontal meridian lies at both outer borders of V2 (inner of V3); a place exactly on it is taken for the
///   upper field's. The vertical meridian is seen by both hemispheres: see ``VisualPoint/hemisphere``.
/// - SeeAlso: Schwartz (1980), *Vision Res.* 20:645; Horton & Hoyt (1991), *Arch. Ophthalmol.* 109:816; Polimeni,
///   Balasubramanian & Schwartz (2006), *Vision Res.* 46:4158.
public struct CorticalMap: Hashable, Sendable {
    /// A visual area.
    public enum Area: Int, Hashable, Sendable, CaseIterable {
        /// The primary, second and third visual area.
        case v1 = 1
        case v2, v3

        /// `V1`.
        public var name: String { "V\(rawValue)" }
    }

    /// The area that is mapped.
    public let area: Area
    /// Millimetres: the map's scale, *k*.
    public let scale: Double
    /// Degrees: where magnification has fallen to half of that at fixation, *a*.
    public let foveal: Double
    /// Degrees: the periphery's pole, *b*; `nil` for a monopole.
    public let peripheral: Double?
    /// How much polar angles are compressed, *α* of V1, V2 and V3.
    public let wedges: [Double]
    /// Degrees of eccentricity up to which it is known; beyond, nothing is placed on the cortex.
    public let reach: Double

    /// Degrees at which the visual field ends, about.
    public static let rim = 90.0

    /// A map of given parameters.
    ///
    /// - Precondition: scale and foveal are positive, peripheral is above foveal, three wedges in (0, 1].
    public init(
        area: Area = .v1, scale: Double, foveal: Double, peripheral: Double? = nil, wedges: [Double] = [1, 1, 1],
        reach: Double = CorticalMap.rim
    ) {
        precondition(scale > 0 && foveal > 0 && peripheral ?? .infinity > foveal, "a map's parameters are positive")
        precondition(wedges.count == 3 && wedges.allSatisfy { $0 > 0 && $0 <= 1 }, "three wedges in (0, 1]")
        self.area = area
        self.scale = scale
        self.foveal = foveal
        self.peripheral = peripheral
        self.wedges = wedges
        self.reach = reach
    }

    /// Human V1 after Horton & Hoyt (1991), M = 17.3/(E + 0.75), made a map by the monopole.
    public static let hortonHoyt = CorticalMap(scale: 17.3, foveal: 0.75)
    /// Human V1 after Dougherty et al. (2003), M = 29.2/(E + 3.67), made a map by the monopole. They measured up to 12°; drawn
    /// on to the rim it would have twice the area of a human V1.
    public static let dougherty = CorticalMap(scale: 29.2, foveal: 3.67, reach: 12)
    /// Schwartz's monopole with the scale and foveal pole of ``polimeni(_:)``.
    public static let monopole = CorticalMap(scale: 15, foveal: 0.69)
    /// The wedge-dipole of Polimeni, Balasubramanian & Schwartz (2006); V1's wedge is 1, a plain dipole.
    public static func polimeni(_ area: Area) -> CorticalMap {
        CorticalMap(area: area, scale: 15, foveal: 0.69, peripheral: 80, wedges: [1, 0.333, 0.25])
    }

    /// The published maps by name.
    public enum Named: String, Hashable, Sendable, CaseIterable {
        /// ``CorticalMap/polimeni(_:)`` of each area.
        case polimeniV1 = "polimeni-v1"
        case polimeniV2 = "polimeni-v2"
        case polimeniV3 = "polimeni-v3"
        /// ``CorticalMap/monopole``.
        case monopole
        /// ``CorticalMap/hortonHoyt``.
        case hortonHoyt = "horton-hoyt"
        /// ``CorticalMap/dougherty``.
        case dougherty

        /// The map.
        public var map: CorticalMap {
            switch self {
            case .polimeniV1: .polimeni(.v1)
            case .polimeniV2: .polimeni(.v2)
            case .polimeniV3: .polimeni(.v3)
            case .monopole: .monopole
            case .hortonHoyt: .hortonHoyt
            case .dougherty: .dougherty
            }
        }
    }

    /// Millimetres of cortex per degree along the horizontal meridian of V1: k/(E + a), less k/(E + b) for a dipole.
    public func magnification(atEccentricity degrees: Double) -> Double {
        scale / (degrees + foveal) - (peripheral.map { scale / (degrees + $0) } ?? 0)
    }

    /// Millimetres of cortex per degree away from fixation at any place, |dw/dz|.
    public func magnification(at point: VisualPoint) -> Double {
        let z = wedge(point)
        let near = 1 / (z + Complex(foveal))
        guard let peripheral else { return scale * near.length }
        return scale * (near - 1 / (z + Complex(peripheral))).length
    }

    /// Whether the map is known at a place.
    public func reaches(_ point: VisualPoint) -> Bool { point.eccentricity <= reach }

    /// Where the hemisphere that sees a place has it.
    public func position(of point: VisualPoint) -> CorticalPoint {
        position(of: point, in: point.hemisphere)
    }

    /// Where a hemisphere has a place of its half field.
    ///
    /// - Precondition: the place lies in that half field, or on the vertical meridian.
    public func position(of point: VisualPoint, in hemisphere: Hemisphere) -> CorticalPoint {
        precondition(
            point.x == 0 || point.hemisphere == hemisphere, "a hemisphere has the opposite half of the visual field")
        let z = wedge(point)
        var w = Complex.log(z + Complex(foveal)) - Complex(log(foveal))
        if let peripheral { w = w - Complex.log(z + Complex(peripheral)) + Complex(log(peripheral)) }
        let side: Double = hemisphere == .left ? -1 : 1
        // Adding 0 makes −0 a plain 0.
        return CorticalPoint(hemisphere: hemisphere, x: side * scale * w.real + 0, y: -scale * w.imaginary + 0)
    }

    /// The place that the area has at a point of the cortex; `nil` outside the area.
    public func place(at point: CorticalPoint) -> VisualPoint? {
        let side: Double = point.hemisphere == .left ? -1 : 1
        let w = Complex(side * point.x / scale, -point.y / scale)
        guard abs(w.imaginary) < .pi else { return nil }
        let growth = Complex.exp(w)
        var z = (growth - 1).multiplied(by: foveal)
        if let peripheral { z = z.multiplied(by: peripheral) / (Complex(peripheral) - growth.multiplied(by: foveal)) }
        guard let angle = unwedged(z) else { return nil }
        // In the left hemisphere's half field, right of fixation; mirrored for the other.
        return VisualPoint(x: -side * z.length * angle.cosine + 0, y: z.length * angle.sine + 0)
    }
}

extension CorticalMap {
    /// φ₁ + φ₂: how far V1 and V2 fall short of a quarter turn each.
    private var shortfall: Double { .pi / 2 * (2 - wedges[0] - wedges[1]) }

    /// z of a place; the half fields are one another's mirror image.
    private func wedge(_ point: VisualPoint) -> Complex<Double> {
        let theta = atan2(point.y, abs(point.x))
        let angle = wedges[area.rawValue - 1] * abs(theta)
        let turned: Double =
            switch area {
            case .v1: angle
            case .v2: .pi - angle - shortfall
            case .v3: .pi - shortfall + angle
            }
        let signed = theta < 0 ? -turned : turned
        return Complex(length: point.eccentricity, phase: signed)
    }

    /// Sine and cosine of θ for a z; `nil` outside the area's wedge.
    private func unwedged(_ z: Complex<Double>) -> (sine: Double, cosine: Double)? {
        guard z.length.isFinite else { return nil }
        guard z.length > 0 else { return (0, 1) }
        let turned = abs(z.phase)
        let angle: Double =
            switch area {
            case .v1: turned
            case .v2: .pi - turned - shortfall
            case .v3: turned + shortfall - .pi
            }
        let theta = angle / wedges[area.rawValue - 1]
        guard theta > -Self.slack, theta < .pi / 2 + Self.slack else { return nil }
        // On a border rounding may lead a hair beyond it.
        let inside = min(max(theta, 0), .pi / 2)
        return ((z.imaginary < 0 ? -1 : 1) * sin(inside), inside > .pi / 2 - Self.slack ? 0 : cos(inside))
    }

    /// Radians by which rounding may leave an area's border.
    private static let slack = 1e-9
}
