/// How large receptive fields of a visual area are, as a published line or at one eccentricity.
///
/// Papers mean different things by size: the definition stands beside every number.
public struct CorticalField: Hashable, Sendable {
    /// The animal and the area.
    public let area: String
    /// What the paper calls the size, as a width across the field.
    public let definition: String
    /// Who measured it.
    public let source: String
    /// Whether the number was taken from a later paper than the one that measured it.
    public let isSecondHand: Bool
    /// Degrees across at the fovea, and degrees more per degree of eccentricity; `nil` where only one place is known.
    public let line: (offset: Double, slope: Double)?
    /// Degrees across at 5° of eccentricity.
    public let atFive: Double

    /// Equal names and numbers.
    public static func == (a: CorticalField, b: CorticalField) -> Bool { a.area == b.area && a.atFive == b.atFive }

    /// By name and number.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(area)
        hasher.combine(atFive)
    }

    private init(_ area: String, _ definition: String, _ source: String, offset: Double, slope: Double) {
        (self.area, self.definition, self.source, isSecondHand) = (area, definition, source, false)
        line = (offset, slope)
        atFive = offset + 5 * slope
    }

    private init(secondHand area: String, atFive: Double) {
        (self.area, self.atFive, isSecondHand) = (area, atFive, true)
        (definition, source, line) = ("width at 5°", "second-hand", nil)
    }

    /// The eccentricity at which fields are `width` degrees across.
    ///
    /// - Returns: degrees, negative where fields are larger even at the fovea; `nil` where only one place is known.
    public func eccentricity(width: Double) -> Double? { line.map { (width - $0.offset) / $0.slope } }

    /// Macaque V1: diameter .22 + .044·E (Dow, Snyder, Vautin & Bauer 1981).
    public static let macaqueV1 = CorticalField(
        "macaque V1", "diameter", "Dow 1981", offset: 0.22, slope: 0.044)

    /// How many times wider than at the fovea the fields of macaque V1 are, at an eccentricity in degrees.
    public static func macaqueV1Growth(at eccentricity: Double) -> Double {
        macaqueV1.line.map { 1 + $0.slope * eccentricity / $0.offset } ?? 1
    }

    /// Human population receptive fields, σ = .5 + slope·E, as a width of 2σ (Harvey & Dumoulin 2011).
    public static let human: [CorticalField] = [("V1", 0.10), ("V2", 0.15), ("V3", 0.27), ("hV4", 0.40)].map {
        CorticalField("human \($0)", "2σ of pRF", "Harvey & Dumoulin 2011", offset: 1, slope: 2 * $1)
    }

    /// Macaque areas at 5°, second-hand: for orientation only.
    public static let macaqueAtFive: [CorticalField] = [
        ("V1", 1.3), ("V2", 2.2), ("V4", 4.8), ("TEO", 8.9), ("TE", 38.5),
    ].map { CorticalField(secondHand: "macaque \($0)", atFive: $1) }

    /// The second-hand macaque area whose fields at 5° are nearest in ratio.
    public static func nearestAtFive(width: Double) -> CorticalField? {
        macaqueAtFive.min { ratio($0.atFive, width) < ratio($1.atFive, width) }
    }

    /// How many times the larger is the smaller.
    private static func ratio(_ a: Double, _ b: Double) -> Double { max(a, b) / min(a, b) }
}
