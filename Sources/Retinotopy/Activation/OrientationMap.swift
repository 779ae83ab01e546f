internal import Glibc
public import Planes

/// What the units prefer, over all channels of a map.
///
/// The response *R* of a unit to an orientation is √Σa² over its channels of that orientation (scales and phases), over what a
/// channel of it answers to white noise beside one of the others, so that a bank with stronger filters of some orientations
/// does not lend its own leaning to what it looks at. Then, as for a recorded cell,
///
///     selectivity L = |Σ R·(e^{2iθ} − m)| / Σ R      energy = Σ a²
///
/// over the orientations θ, with m the mean of e^{2iθ} over them: 0 where they are evenly spaced, and that of two is taken for 0. L is 1 where one orientation
/// alone is active, 0 where all are alike. The preferred orientation is the one whose tuning has the mean that was
/// observed, of the channels of each octave.
///
/// - SeeAlso: Ringach, Shapley & Hawken (2002), *J. Neurosci.* 22:5639, on L = 1 − circular variance.
public struct OrientationMap: Hashable, Sendable {
    /// Σ a² over all channels.
    public let energy: Plane
    /// L·ΣR·cos 2θ and L·ΣR·sin 2θ of the preferred orientation θ.
    public let cosine, sine: Plane
    /// Σ R.
    public let total: Plane
    /// The channel of the largest activation, its place in the map's channels.
    public let bestChannel: [Int]
    /// That activation.
    public let bestActivation: Plane

    /// The summary of a map.
    ///
    /// - Complexity: linear in units × channels.
    public init(of map: ActivationMap) {
        let size = map.lattice.size
        var energy = [Float](repeating: 0, count: size.count)
        var best = [Int](repeating: 0, count: size.count)
        var bestActivation = map.planes[0].values
        for (channel, plane) in map.planes.enumerated() {
            for (unit, value) in plane.values.enumerated() { energy[unit] += value * value }
            guard channel > 0 else { continue }
            for (unit, value) in plane.values.enumerated() where value > bestActivation[unit] {
                (best[unit], bestActivation[unit]) = (channel, value)
            }
        }
        let reading = OrientationReading(map.channels)
        var (cosine, sine, total) = (energy, energy, energy)
        for unit in energy.indices {
            let (vector, sum) = reading.read { Double(map.planes[$0].values[unit]) }
            (cosine[unit], sine[unit], total[unit]) = (Float(vector.cosine), Float(vector.sine), Float(sum))
        }
        func plane(_ values: [Float]) -> Plane { Plane(size: size, values: values) }
        (self.energy, self.cosine, self.sine, self.total) = (plane(energy), plane(cosine), plane(sine), plane(total))
        (bestChannel, self.bestActivation) = (best, plane(bestActivation))
    }

    /// The preferred orientation of a unit; `nil` where nothing prefers any.
    public func orientation(row: Int, column: Int) -> Orientation? {
        Self.orientation(
            cosine: Double(cosine[row, column]), sine: Double(sine[row, column]), total: Double(total[row, column]))
    }

    /// L of a unit, 0 to 1; `nil` where no oriented channel is active.
    public func selectivity(row: Int, column: Int) -> Double? {
        let (c, s) = (Double(cosine[row, column]), Double(sine[row, column]))
        return Self.selectivity(cosine: c, sine: s, total: Double(total[row, column]))
    }

    /// ½ arg of the sums; `nil` where they are no more than rounding beside Σ R.
    public static func orientation(cosine: Double, sine: Double, total: Double) -> Orientation? {
        Silence.isHeard(hypot(cosine, sine), ofLargest: total)
            ? Orientation(degrees: atan2(sine, cosine) * 90 / .pi) : nil
    }

    /// The length of the sums over Σ R, at most 1; `nil` where Σ R is 0.
    public static func selectivity(cosine: Double, sine: Double, total: Double) -> Double? {
        total > 0 ? min(hypot(cosine, sine) / total, 1) : nil
    }
}

/// How the orientation of what a unit sees is read from its channels.
struct OrientationReading {
    /// Channels of one orientation, and what one of them answers to white noise.
    private struct Group {
        let channels: [Int]
        let noise: Double
    }
    /// Channels of about one frequency, by orientation.
    private struct Band {
        let groups: [Group]
        let moment: TuningMoment
    }

    private let bands: [Band]
    private let all: Band

    init(_ channels: [Channel]) {
        let usual = max(channels.reduce(0) { $0 + $1.noise } / Double(max(channels.count, 1)), .leastNonzeroMagnitude)
        func band(_ members: [Int]) -> Band {
            let groups = Dictionary(grouping: members.filter { channels[$0].orientation != nil }) {
                channels[$0].orientation?.degrees ?? 0
            }.sorted { $0.key < $1.key }
            return Band(
                groups: groups.map { _, members in
                    let square = members.reduce(0) { $0 + channels[$1].noise * channels[$1].noise }
                    return Group(channels: members, noise: (square / Double(members.count)).squareRoot() / usual)
                }, moment: TuningMoment(of: groups.map { Orientation(degrees: $0.key) }))
        }
        all = band(Array(channels.indices))
        // Without frequencies all channels are one band.
        let known = FrequencyBand.bands(of: channels).map(\.channels)
        bands = known.isEmpty ? [all] : known.map(band)
    }

    /// What isotropic noise, stirring all channels by their strength, would seem to prefer if the bank's own leaning were not
    /// taken away, and with which selectivity; `nil` where no channel is oriented.
    var leaning: (orientation: Orientation, selectivity: Double)? {
        let noises = all.groups.map { $0.noise * Double($0.channels.count).squareRoot() }
        let sum = all.moment.sum(of: noises)
        let total = noises.reduce(0, +)
        guard total > 0 else { return nil }
        return (Orientation(degrees: atan2(sum.y, sum.x) * 90 / .pi), min(hypot(sum.x, sum.y) / total, 1))
    }

    /// Direction and length of what the channels' activations prefer, and Σ R.
    func read(_ activation: (Int) -> Double) -> (vector: (cosine: Double, sine: Double), total: Double) {
        func responses(_ band: Band) -> [Double] {
            band.groups.map { group in
                let squares = group.channels.reduce(0.0) { $0 + activation($1) * activation($1) }
                return group.noise > 0 ? squares.squareRoot() / group.noise : 0
            }
        }
        let together = responses(all)
        let total = together.reduce(0, +)
        guard total > 0 else { return ((0, 0), 0) }
        let length = all.moment.leaning(of: together).length
        var direction = (cosine: 0.0, sine: 0.0)
        for band in bands {
            let part = band.moment.preferred(of: bands.count == 1 ? together : responses(band))
            direction.cosine += part.cosine
            direction.sine += part.sine
        }
        let norm = hypot(direction.cosine, direction.sine)
        guard norm > 0 else { return ((0, 0), total) }
        return ((length * direction.cosine / norm, length * direction.sine / norm), total)
    }
}
