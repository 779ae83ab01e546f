internal import Glibc
public import Planes

/// What the units prefer, over all channels of a map.
///
/// The response *R* of a unit to an orientation is √Σa² over its channels of that orientation (scales and phases). Then, as
/// for a recorded cell,
///
///     preferred orientation = ½ arg Σ R·e^{2iθ}      selectivity L = |Σ R·e^{2iθ}| / Σ R      energy = Σ a²
///
/// over the orientations θ. L is 1 where one orientation alone is active, 0 where all are alike. Orientations should be
/// evenly spaced: those of a bank drawn from recorded cells are not, and lend every unit a little of their own mean.
///
/// - SeeAlso: Ringach, Shapley & Hawken (2002), *J. Neurosci.* 22:5639, on L = 1 − circular variance.
public struct OrientationMap: Hashable, Sendable {
    /// Σ a² over all channels.
    public let energy: Plane
    /// Σ R·cos 2θ and Σ R·sin 2θ.
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
        var (cosine, sine, total) = (energy, energy, energy)
        var best = [Int](repeating: 0, count: size.count)
        var bestActivation = map.planes[0].values
        for (channel, plane) in map.planes.enumerated() {
            Self.add(plane.values, to: &energy)
            guard channel > 0 else { continue }
            for (unit, value) in plane.values.enumerated() where value > bestActivation[unit] {
                (best[unit], bestActivation[unit]) = (channel, value)
            }
        }
        let groups = Dictionary(grouping: map.channels.indices) { map.channels[$0].orientation }
        for case (let orientation?, let members) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
            var squares = [Float](repeating: 0, count: size.count)
            for channel in members { Self.add(map.planes[channel].values, to: &squares) }
            let angle = 2 * orientation.degrees * .pi / 180
            let (c, s) = (Float(cos(angle)), Float(sin(angle)))
            for (unit, square) in squares.enumerated() {
                let response = square.squareRoot()
                cosine[unit] += response * c
                sine[unit] += response * s
                total[unit] += response
            }
        }
        func plane(_ values: [Float]) -> Plane { Plane(size: size, values: values) }
        (self.energy, self.cosine, self.sine, self.total) = (plane(energy), plane(cosine), plane(sine), plane(total))
        (bestChannel, self.bestActivation) = (best, plane(bestActivation))
    }

    /// The preferred orientation of a unit; `nil` where nothing prefers any.
    public func orientation(row: Int, column: Int) -> Orientation? {
        Self.orientation(cosine: Double(cosine[row, column]), sine: Double(sine[row, column]))
    }

    /// L of a unit, 0 to 1; `nil` where no oriented channel is active.
    public func selectivity(row: Int, column: Int) -> Double? {
        let (c, s) = (Double(cosine[row, column]), Double(sine[row, column]))
        return Self.selectivity(cosine: c, sine: s, total: Double(total[row, column]))
    }

    /// ½ arg of Σ R·e^{2iθ}; `nil` where it is 0.
    public static func orientation(cosine: Double, sine: Double) -> Orientation? {
        cosine == 0 && sine == 0 ? nil : Orientation(degrees: atan2(sine, cosine) * 90 / .pi)
    }

    /// |Σ R·e^{2iθ}| over Σ R, at most 1; `nil` where Σ R is 0.
    public static func selectivity(cosine: Double, sine: Double, total: Double) -> Double? {
        total > 0 ? min(hypot(cosine, sine) / total, 1) : nil
    }

    private static func add(_ values: [Float], to squares: inout [Float]) {
        for (unit, value) in values.enumerated() { squares[unit] += value * value }
    }
}
