internal import Glibc

/// The horizontal connections of Li's V1: whom a unit excites, and whom it inhibits through an interneuron.
///
/// With θ₁, θ₂ the angles of the two bars to the line that joins them, wrapped to ±π/2 and ordered |θ₁| ≤ |θ₂|,
/// β = 2|θ₁| + 2 sin|θ₁ + θ₂|, Δ the angle between the bars, and d their distance in hypercolumns:
///
///     J = .126 · exp(−(β/d)² − 2(β/d)⁷ − d²/90)            0 < d ≤ 10, and β < π/2.69,
///                                                          or β < π/1.1 and |θ₁|, |θ₂| < π/5.9
///     W = .14 · (1 − exp(−.4 (β/d)^1.5)) · exp(−(4Δ/π)^1.5)   d > 0, d < 10 cos(β/4), β ≥ π/1.1,
///                                                          |Δ| < π/3, |θ₁| ≥ π/11.999
///
/// and 0 elsewhere. So J joins bars that continue each other, W bars that lie side by side: a contour helps itself, a
/// texture quietens itself. Both are equal for the two directions of a connection and under half a turn.
///
/// Source: Li (2002), *Trends Cogn. Sci.* 6:9.
public struct LateralConnections: Hashable, Sendable {
    /// The farthest connection along an axis, hypercolumns.
    public static let reach = 10
    /// Rows and columns of a kernel.
    public static let side = 2 * reach + 1

    /// Weights by the orientations of the receiving and the sending unit, and the sender's place from the receiver: row
    /// (down) and column from −reach to reach.
    public struct Weights: Hashable, Sendable {
        /// Receiver, sender, row, column.
        public let values: [Double]

        /// The kernel of one pair of orientations, row by row.
        public func kernel(to receiver: Int, from sender: Int) -> ArraySlice<Double> {
            let start = (receiver * HypercolumnSheet.orientationCount + sender) * side * side
            return values[start..<start + side * side]
        }
    }

    /// J, onto excitatory cells.
    public let excitation: Weights
    /// W, onto interneurons.
    public let inhibition: Weights

    /// The connections of Li's model.
    public static let li = LateralConnections()

    private init() {
        var (excitation, inhibition): ([Double], [Double]) = ([], [])
        let count = HypercolumnSheet.orientationCount
        for receiver in 0..<count {
            for sender in 0..<count {
                for row in -Self.reach...Self.reach {
                    for column in -Self.reach...Self.reach {
                        let pair = BarPair(receiver, sender, right: column, up: -row)
                        excitation.append(pair?.excitation ?? 0)
                        inhibition.append(pair?.inhibition ?? 0)
                    }
                }
            }
        }
        self.excitation = Weights(values: excitation)
        self.inhibition = Weights(values: inhibition)
    }
}

/// Two bars on the lattice, as the connection between them sees them.
private struct BarPair {
    let distance: Double
    /// The angles to the joining line, the smaller first.
    let near, far: Double
    let beta: Double
    /// The angle between the bars, radians.
    let turn: Double

    /// `nil` for a bar and itself.
    init?(_ first: Int, _ second: Int, right: Int, up: Int) {
        guard right != 0 || up != 0 else { return nil }
        let count = HypercolumnSheet.orientationCount
        distance = Double(right * right + up * up).squareRoot()
        let line = atan2(Double(up), Double(right))
        let angles = [first, second].map { Self.wrapped(Double($0) * .pi / Double(count) - line) }
        near = abs(angles[0]) <= abs(angles[1]) ? angles[0] : angles[1]
        far = abs(angles[0]) <= abs(angles[1]) ? angles[1] : angles[0]
        beta = 2 * abs(near) + 2 * sin(abs(near + far))
        let steps = abs(first - second)
        turn = Double(min(steps, count - steps)) * .pi / Double(count)
    }

    var excitation: Double {
        let isAligned = beta < .pi / 2.69
        let isShallow = beta < .pi / 1.1 && abs(near) < .pi / 5.9 && abs(far) < .pi / 5.9
        guard distance <= Double(LateralConnections.reach), isAligned || isShallow else { return 0 }
        let ratio = beta / distance
        return 0.126 * exp(-ratio * ratio - 2 * pow(ratio, 7) - distance * distance / 90)
    }

    var inhibition: Double {
        guard distance / cos(beta / 4) < Double(LateralConnections.reach), beta >= .pi / 1.1, turn < .pi / 3 - 1e-9,
            abs(near) >= .pi / 11.999
        else { return 0 }
        return 0.14 * (1 - exp(-0.4 * pow(beta / distance, 1.5))) * exp(-pow(turn / (.pi / 4), 1.5))
    }

    /// An angle between bars: in −π/2 …< π/2.
    private static func wrapped(_ angle: Double) -> Double {
        angle - .pi * ((angle + .pi / 2) / .pi).rounded(.down)
    }
}
