internal import Glibc
public import Planes

/// What a report says of one picture: small, so that many can be kept.
public struct MapSummary: Sendable, Codable {
    /// What isotropic noise would seem to prefer.
    public struct Leaning: Sendable, Codable {
        /// That of the bars.
        public let orientation: Orientation
        /// 0 to 1.
        public let selectivity: Double
    }

    /// A part of the energy, by orientation.
    public struct OrientationShare: Sendable, Codable {
        /// That of the bars.
        public let orientation: Orientation
        /// 0 to 1.
        public let share: Double
    }

    /// A part of the energy, by octave.
    public struct BandShare: Sendable, Codable {
        /// The octave.
        public let band: FrequencyBand
        /// 0 to 1.
        public let share: Double
    }

    /// The most active unit.
    public struct Best: Sendable, Codable {
        /// Its channel, with the frequency that it has there.
        public let channel: Channel
        /// Its activity, in ``quantity``.
        public let activation: Float
        /// Where it is and looks.
        public let unit: ActivationMap.Unit
    }

    /// What lies in the middle.
    public struct Fovea: Sendable, Codable {
        /// Degrees.
        public let radius: Double
        public let ofPicture, ofCortex: Double
    }

    public let name, kind: String
    /// Where the picture lies in the visual field.
    public let field: VisualField
    /// Where units are on the picture.
    public let lattice: UnitLattice
    /// How many.
    public let channels: Int
    /// What activity is measured in.
    public let quantity: ActivityQuantity
    /// Whether they prefer orientations.
    public let isOriented: Bool
    /// Whether fields grow outwards, so that ``bands`` are of frequencies at fixation.
    public let isGrowing: Bool
    /// Of all responses together.
    public let orientation: Orientation?
    /// Of all responses together, 0 to 1.
    public let selectivity: Double?
    /// How often parts of the picture, each of which prefers what it does by chance, would agree as much: Rayleigh's test
    /// of what the parts prefer, weighted by how much; `nil` without orientations.
    ///
    /// - SeeAlso: Mardia & Jupp (2000), *Directional Statistics*, 6.3.
    public let chance: Double?
    /// What isotropic noise would seem to prefer if the bank's own leaning were not taken away; `nil` without orientations.
    public let leaning: Leaning?
    /// Shares of the energy, in the order of the orientations; many orientations are counted with the nearest multiple of
    /// ``bin``. Each is over what its channels answer to white noise.
    public let orientations: [OrientationShare]
    /// Shares of the energy by octave.
    public let bands: [BandShare]
    /// The most active unit.
    public let best: Best
    /// Square millimetres of flattened cortex, both hemispheres.
    public let cortex: Double
    /// Degrees, and the shares of picture and cortex within them.
    public let fovea: Fovea?

    /// Whether no unit answers.
    public var isSilent: Bool { best.activation == 0 }

    /// Degrees.
    public static let bin = 22.5
    private static let mostOrientations = 18

    /// The summary of a picture.
    public init(of study: MapStudy) {
        let map = study.map
        (name, kind, field, lattice) = (study.name, study.kind, map.field, map.lattice)
        channels = map.channels.count
        quantity = study.quantity
        isOriented = study.isOriented
        isGrowing = study.isGrowing
        let energies = map.planes.map { $0.norm * $0.norm }
        let all = max(energies.reduce(0, +), .leastNonzeroMagnitude)
        let summary = study.orientations
        let (cosine, sine) = (Self.sum(summary.cosine), Self.sum(summary.sine))
        let total = Self.sum(summary.total)
        orientation = OrientationMap.orientation(cosine: cosine, sine: sine, total: total)
        selectivity = OrientationMap.selectivity(cosine: cosine, sine: sine, total: total)
        chance = Self.chance(of: summary, on: lattice, parts: Self.partSide(of: study))
        let oriented = map.channels.indices.filter { map.channels[$0].orientation != nil }
        let isFew = Set(map.channels.compactMap(\.orientation)).count <= Self.mostOrientations
        let groups = Dictionary(grouping: oriented) { index in
            let degrees = map.channels[index].orientation?.degrees ?? 0
            return Orientation(degrees: isFew ? degrees : (degrees / Self.bin).rounded() * Self.bin)
        }
        leaning = OrientationReading(map.channels).leaning.map {
            Leaning(orientation: $0.orientation, selectivity: $0.selectivity)
        }
        // Energy over that of white noise, so that many or strong filters of an orientation make it no stronger.
        let found = groups.sorted { $0.key < $1.key }.map { orientation, members in
            let noise = members.reduce(0) { $0 + map.channels[$1].noise * map.channels[$1].noise }
            return (orientation, noise > 0 ? members.reduce(0) { $0 + energies[$1] } / noise : 0)
        }
        let together = max(found.reduce(0) { $0 + $1.1 }, .leastNonzeroMagnitude)
        orientations = found.map { OrientationShare(orientation: $0.0, share: $0.1 / together) }
        bands = study.bands.map { band in
            BandShare(band: band, share: band.channels.reduce(0) { $0 + energies[$1] } / all)
        }
        let place = summary.bestActivation.values.indices.max {
            summary.bestActivation.values[$0] < summary.bestActivation.values[$1]
        }
        let unit = place ?? 0
        let channel = map.channels[summary.bestChannel[unit]]
        let growth = isGrowing ? GrowingV1.growth(at: study.units[unit].point.eccentricity) : 1
        best = Best(
            channel: channel.grown(by: growth), activation: summary.bestActivation.values[unit],
            unit: study.units[unit])
        let places = study.sheets.flatMap(\.places).compactMap(\.self).filter(map.contains)
        let area = study.sheets.first.map { $0.pitch * $0.pitch } ?? 0
        cortex = Double(places.count) * area
        fovea = Self.fovea(of: study, places: places)
    }

    /// The side of parts that see little of each other, pixels: two periods of the lowest frequency where it is lowest, and
    /// at least an eighth of the picture.
    private static func partSide(of study: MapStudy) -> Double {
        let field = study.map.field
        let lowest = study.map.channels.compactMap(\.spatialFrequency?.cyclesPerPixel).filter { $0 > 0 }.min()
        let growth = study.isGrowing ? GrowingV1.growth(at: field.largestEccentricity) : 1
        return max(lowest.map { 2 * growth / $0 } ?? 0, Double(max(field.size.height, field.size.width)) / 8)
    }

    /// exp(−|Σv|²/Σ|v|²), with v the sum of what the units of a part prefer.
    private static func chance(of map: OrientationMap, on lattice: UnitLattice, parts side: Double) -> Double? {
        let rows = (0..<lattice.size.height).map { Int(Double($0) * lattice.strideY / side) }
        let columns = (0..<lattice.size.width).map { Int(Double($0) * lattice.strideX / side) }
        let across = (columns.last ?? 0) + 1
        var parts = [(x: Double, y: Double)](repeating: (0, 0), count: ((rows.last ?? 0) + 1) * across)
        for (row, partRow) in rows.enumerated() {
            for (column, partColumn) in columns.enumerated() {
                let part = partRow * across + partColumn
                parts[part].x += Double(map.cosine[row, column])
                parts[part].y += Double(map.sine[row, column])
            }
        }
        let squares = parts.reduce(0) { $0 + $1.x * $1.x + $1.y * $1.y }
        let (x, y) = parts.reduce((0, 0)) { ($0.0 + $1.x, $0.1 + $1.y) }
        return squares > 0 ? exp(-(x * x + y * y) / squares) : nil
    }

    private static func sum(_ plane: Plane) -> Double { plane.values.reduce(0) { $0 + Double($1) } }

    /// Within the ring nearest to a quarter of the largest eccentricity; `nil` where that is not in the picture.
    private static func fovea(of study: MapStudy, places: [VisualPoint]) -> Fovea? {
        let field = study.map.field
        guard let radius = field.rings.last(where: { $0 <= field.largestEccentricity / 4 }) else {
            return nil
        }
        let units = study.units.filter { $0.point.eccentricity <= radius }.count
        let points = places.filter { $0.eccentricity <= radius }.count
        guard units > 0, points > 0 else { return nil }
        return Fovea(
            radius: radius, ofPicture: Double(units) / Double(study.units.count),
            ofCortex: Double(points) / Double(places.count))
    }
}
