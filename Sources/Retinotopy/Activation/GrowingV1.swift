internal import GaborBanks
internal import Glibc
public import Planes
internal import ReceptiveFields
public import Workers

/// V1 whose fields are the wider the farther from fixation they look, as those of macaques are.
///
/// At eccentricity *E* fields and the periods in them are g = 1 + .2·E times those at fixation (diameter .22 + .044·E). The
/// model is shown the picture at growths of 2^(k/12), a ring of the visual field each, and a unit takes what the
/// filters of the two rings about it give,
///
///     response = (1 − t)·response_k + t·response_{k+1}      k + t = 12·log₂ g
///
/// before anything is made of it: every unit is one linear filter still, exactly its own on a ring. Between rings the mixture
/// stands for the filter of the place. Halfway, where it is worst, it differs from that by 0.6 % of its length for a filter of
/// one octave, by 1.9 % for one of half an octave: the narrowest of the recorded cells' have 0.6.
///
/// A channel is a kind of cell: its ``Channel/spatialFrequency`` is that at fixation, and divided by *g* elsewhere.
///
/// - SeeAlso: Dow, Snyder, Vautin & Bauer (1981), *Exp. Brain Res.* 44:213.
public struct GrowingV1: Sendable {
    /// As it is at fixation.
    public let model: V1Model
    /// That is seen.
    public let field: VisualField
    /// Twelfths of an octave of growth that some unit needs.
    public let rings: ClosedRange<Int>
    /// By unit, row by row.
    private let places: [Double]

    static let ringsPerOctave = 12.0

    /// Cells that look at a field.
    ///
    /// - Throws: ``RetinotopyError`` where the filters of the outermost ring would be too large.
    /// - Precondition: the model's filters are Gabors.
    public init(_ model: V1Model, over field: VisualField) throws(RetinotopyError) {
        self.model = model
        self.field = field
        let lattice = UnitLattice(picture: field.size, stride: model.stride)
        places = (0..<lattice.size.height).flatMap { row in
            (0..<lattice.size.width).map { column in
                let (x, y) = lattice.center(row: row, column: column)
                return Self.ringsPerOctave * log2(Self.growth(at: field.point(x: x, y: y).eccentricity))
            }
        }
        let (low, high) = (places.min() ?? 0, places.max() ?? 0)
        rings = Int(low.rounded(.down))...Int(high.rounded(.up))
        let side = side(of: rings.upperBound)
        guard bytes <= MemoryBudget.most else {
            throw .tooLarge(
                "\(model.bank.filters.count) filters of \(side) × \(side) pixels, as wide as fields are at \(Int(field.largestEccentricity.rounded()))°,",
                bytes: bytes, ways: [.field])
        }
    }

    /// How many times wider than at fixation fields are, at an eccentricity in degrees.
    public static func growth(at eccentricity: Double) -> Double { CorticalField.macaqueV1Growth(at: eccentricity) }

    /// How many times wider than at fixation fields are on a ring.
    public static func growth(ofRing ring: Int) -> Double { exp2(Double(ring) / ringsPerOctave) }

    private func side(of ring: Int) -> Int {
        MacaqueBank.customarySide(at: field.resolution, growth: Self.growth(ofRing: ring))
    }

    /// Of the filters of the outermost ring, which are there four times while they are drawn and made ready, and of what the
    /// rings give together.
    var bytes: Double {
        let side = Double(side(of: rings.upperBound))
        return Double(model.bank.filters.count) * (16 * side * side + 4 * Double(places.count))
    }

    /// The activity of every channel, in their order, while a picture is looked at.
    ///
    /// - Parameters:
    ///   - plane: values from 0, black, to 1, white.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: the plane has the field's size.
    /// - Complexity: as designing the bank and applying it, for every ring.
    public func response(to plane: Plane, workers: Workers = Workers(1)) -> [Plane] {
        precondition(plane.size == field.size, "a field belongs to a picture of its size")
        let seen = model.seen(plane, workers: workers)
        let lattice = UnitLattice(picture: field.size, stride: model.stride)
        var mixed = model.bank.filters.map { _ in Plane(size: lattice.size) { _, _ in 0 } }
        var floors = [Float](repeating: 0, count: model.channels.count)
        for ring in rings {
            let shares = places.enumerated().compactMap { unit, place in
                let share = Float(1 - abs(place - Double(ring)))
                return share > 0 ? (unit, share) : nil
            }
            guard !shares.isEmpty else { continue }
            let grown = model.grown(
                by: Self.growth(ofRing: ring), size: PixelSize(side: side(of: ring)))
            let maps = grown.prepared(for: field.size, workers: workers).filtered(seen, workers: workers)
            for (filter, map) in maps.enumerated() {
                mixed[filter].withUnsafeMutableValues { values in
                    for (unit, share) in shares { values[unit] += share * map.values[unit] }
                }
            }
            floors = zip(floors, grown.floors).map { max($0, $1) }
        }
        return model.activity(of: mixed, floors: floors)
    }
}
