import Foundation
public import GSL
public import Planes

/// Direction-selective units: the even filter of a quadrature pair through a slow temporal filter less the odd one (a quarter
/// of a period on) through a fast one, which leads by a quarter of a cycle (Adelson & Bergen 1985, *J. Opt. Soc. Am. A* 2:284).
///
///     h_n(t) = (kt)ⁿ·e^(−kt)·(1/n! − (kt)²/(n + 2)!)      n = 3 fast, n = 5 slow
///     H_n(w) ∝ (1 + iw)^(−n−1)·(1 − (1 + iw)^(−2))         w = 2πf/k
///
/// so that H₅/H₃ = (1 + iw)⁻²: the slow one lags by 2·atan w, a quarter of a cycle at w = 1, and is weaker by 1 + w², which
/// is made up for at w = 1. There gratings that drift along ``Planes/Orientation/waveDirection`` of the filters are
/// answered as the pair's amplitude, and those that drift against it not at all; at other rates the index of direction
/// is less.
public struct SpaceTimeUnits: Units {
    private let pairs: QuadraturePairs
    /// 2πf/k of the drift that is shown.
    private let rate: Double

    /// Units of pairs.
    ///
    /// - Parameters:
    ///   - pairs: two filters each, a quarter of a period apart.
    ///   - rate: of the drift that is shown, 2πf/k: 1 where the two temporal filters are in quadrature.
    /// - Precondition: at least one pair, all planes of one size; a positive rate.
    public init(_ pairs: [(even: Plane, odd: Plane)], rate: Double = 1) {
        precondition(rate > 0 && rate.isFinite, "a drift has a rate")
        self.pairs = QuadraturePairs(pairs)
        self.rate = rate
    }

    /// How many pairs.
    public var count: Int { pairs.count }
    /// As the planes.
    public var window: PixelSize { pairs.window }
    /// Halfway between the middles of the two.
    public func center(of unit: Int) -> (x: Double, y: Double) { pairs.center(of: unit) }
    /// They answer movement.
    public var hasMemory: Bool { true }

    /// The largest answer that follows a flash, which both temporal filters answer.
    public func responses(to stimuli: [Plane]) -> Matrix {
        // A flash of one moment; times of kt from 0 to 20, behind which nothing is left.
        let times = (0...200).map { 0.1 * Double($0) }
        let (fast, slow) = (times.map { Self.impulse(3, $0) }, times.map { 2 * Self.impulse(5, $0) })
        let scale = 1 / (times.indices.map { hypot(fast[$0], slow[$0]) }.max() ?? 1)
        return pairs.responses(to: stimuli) { even, odd in
            scale * (times.indices.map { even * slow[$0] - odd * fast[$0] }.max() ?? 0)
        }
    }

    /// The answers while drifts go round, the even filter through the slow and the odd one through the fast temporal filter.
    public func responses(toDrifts frames: [Plane], moments: Int) -> Matrix {
        precondition(moments > 0 && frames.count.isMultiple(of: moments), "whole drifts")
        let answers = pairs.filters.responses(to: frames)
        let (fast, slow) = (kernel(3, moments), kernel(5, moments).map { 2 * $0 })
        var elements = [Double](repeating: 0, count: frames.count * count)
        for first in stride(from: 0, to: frames.count, by: moments) {
            for unit in 0..<count {
                for moment in 0..<moments {
                    var sum = 0.0
                    for delay in 0..<moments {
                        let row = first + (moment + moments - delay) % moments
                        sum += slow[delay] * answers[row, 2 * unit] - fast[delay] * answers[row, 2 * unit + 1]
                    }
                    elements[(first + moment) * count + unit] = sum
                }
            }
        }
        return Matrix(rows: frames.count, columns: count, elements: elements)
    }

    /// h_n at kt.
    static func impulse(_ n: Int, _ time: Double) -> Double {
        let power = pow(time, Double(n)) * exp(-time)
        return power * (1 / tgamma(Double(n + 1)) - time * time / tgamma(Double(n + 3)))
    }

    /// H_n at w, for gratings of w = 1 to have the pair's amplitude.
    static func transfer(_ n: Int, _ w: Double) -> (gain: Double, lag: Double) {
        let gain = w * (4 + w * w).squareRoot() * pow(1 + w * w, -Double(n + 3) / 2)
        // 1 − (1 + iw)⁻² = (2iw − w²)/(1 + iw)².
        let lag = Double(n + 3) * atan(w) - atan2(2 * w, -w * w)
        let unit = 5.0.squareRoot() / 8
        return (gain / (2 * unit), lag)
    }

    /// The temporal filter over one period of the drift, wrapped around.
    private func kernel(_ n: Int, _ moments: Int) -> [Double] {
        let orders = (1..<(moments + 1) / 2).map { (order: $0, Self.transfer(n, rate * Double($0))) }
        return (0..<moments).map { delay in
            orders.reduce(0) { sum, harmonic in
                let angle = 2 * Double.pi * Double(harmonic.order * delay) / Double(moments) - harmonic.1.lag
                return sum + 2 / Double(moments) * harmonic.1.gain * cos(angle)
            }
        }
    }
}
