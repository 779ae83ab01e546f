import Foundation
public import Kernels
import Planes

/// A kernel's colours: the one that holds most of it, and how much lies off the grey axis.
///
/// Opponent axes for three channels: (1,1,1)/√3 luminance, (1,−1,0)/√2 red–green, (−1,−1,2)/√6 blue–yellow.
public struct ColorAxes: Hashable, Sendable {
    /// Unit vector over the channels: the principal axis of the weights around their channel means; its sum is positive.
    public let principal: [Double]
    /// Energy off the grey axis (1, …, 1)/√C as part of all, 0…1; 0 for one channel.
    public let chromaticFraction: Double

    /// The colours of a kernel's weights.
    public init(_ kernel: Kernel) {
        let count = kernel.channels.count
        let centered = kernel.channels.map { plane -> [Double] in
            let mean = plane.mean
            return plane.values.map { Double($0) - mean }
        }
        var covariance = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for a in 0..<count {
            for b in 0..<count { covariance[a][b] = zip(centered[a], centered[b]).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        let total = (0..<count).reduce(0) { $0 + covariance[$1][$1] }
        let grey = covariance.reduce(0) { $0 + $1.reduce(0, +) } / Double(count)
        chromaticFraction = total > 0 ? min(max(1 - grey / total, 0), 1) : 0
        principal = ColorAxes.principalAxis(covariance)
    }

    /// The eigenvector of the largest eigenvalue, by squaring the matrix until only it is left.
    private static func principalAxis(_ covariance: [[Double]]) -> [Double] {
        let count = covariance.count
        var power = covariance
        for _ in 0..<40 {
            let trace = (0..<count).reduce(0) { $0 + power[$1][$1] }
            guard trace > 0 else { return [Double](repeating: 1 / Double(count).squareRoot(), count: count) }
            power = (0..<count).map { a in
                (0..<count).map { b in
                    (0..<count).reduce(0) { $0 + power[a][$1] / trace * power[$1][b] / trace }
                }
            }
        }
        let column = (0..<count).max { power[$0][$0] < power[$1][$1] } ?? 0
        let axis = power[column]
        let norm = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let sign = isBright(axis) ? 1.0 : -1.0
        return axis.map { sign * $0 / norm }
    }

    /// Whether a colour points to the bright side; one without brightness, whether its largest part does.
    static func isBright(_ color: [Double]) -> Bool {
        let sum = color.reduce(0, +)
        let size = color.reduce(0) { max($0, abs($1)) }
        return abs(sum) > 1e-6 * size ? sum > 0 : (color.max { abs($0) < abs($1) } ?? 1) > 0
    }
}
