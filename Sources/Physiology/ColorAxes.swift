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
        let covariance = Self.products(centered)
        let total = (0..<count).reduce(0) { $0 + covariance[$1][$1] }
        let grey = covariance.reduce(0) { $0 + $1.reduce(0, +) } / Double(count)
        chromaticFraction = total > 0 ? min(max(1 - grey / total, 0), 1) : 0
        principal = Self.principalAxis(of: centered, covariance)
    }

    /// Σ x·y of each row with each.
    private static func products(_ rows: [[Double]]) -> [[Double]] {
        rows.map { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    }

    /// The eigenvector of the covariance's largest eigenvalue.
    ///
    /// Of more channels than places it is sought among the places: where v is that of XᵀX, X·v is that of X·Xᵀ.
    private static func principalAxis(of centered: [[Double]], _ covariance: [[Double]]) -> [Double] {
        let places = centered.first?.count ?? 0
        let axis: [Double]?
        if covariance.count <= places {
            axis = leadingEigenvector(covariance)
        } else {
            let columns = (0..<places).map { place in centered.map { $0[place] } }
            axis = leadingEigenvector(products(columns)).map { leading in
                centered.map { row in zip(row, leading).reduce(0) { $0 + $1.0 * $1.1 } }
            }
        }
        guard let axis else {
            return [Double](repeating: 1 / Double(covariance.count).squareRoot(), count: covariance.count)
        }
        let norm = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let sign = isBright(axis) ? 1.0 : -1.0
        return axis.map { sign * $0 / norm }
    }

    /// An eigenvector of the largest eigenvalue, of any length, by squaring the matrix until only it is left; `nil` of a
    /// matrix of zeros.
    private static func leadingEigenvector(_ matrix: [[Double]]) -> [Double]? {
        let count = matrix.count
        var power = matrix
        for _ in 0..<40 {
            let trace = (0..<count).reduce(0) { $0 + power[$1][$1] }
            guard trace > 0 else { return nil }
            power = (0..<count).map { a in
                (0..<count).map { b in
                    (0..<count).reduce(0) { $0 + power[a][$1] / trace * power[$1][b] / trace }
                }
            }
        }
        return (0..<count).max { power[$0][$0] < power[$1][$1] }.map { power[$0] }
    }

    /// Whether a colour points to the bright side; one without brightness, whether its largest part does.
    static func isBright(_ color: [Double]) -> Bool {
        let sum = color.reduce(0, +)
        let size = color.reduce(0) { max($0, abs($1)) }
        return abs(sum) > 1e-6 * size ? sum > 0 : (color.max { abs($0) < abs($1) } ?? 1) > 0
    }
}
