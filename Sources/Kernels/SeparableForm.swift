import Planes
import Workers

/// Kernels written as mixtures of products, a column of weights times a row of weights, with nothing written twice.
///
/// Each kernel is split into its four parts even or odd about its middle, up-down and left-right. A Gabor of equal widths is
/// cos·cos − sin·sin or sin·cos + cos·sin: its parts are single products, and it shares them with its mirror image and
/// both with their partners in quadrature. What a designer took from all weights to make a kernel's mean zero is a constant
/// on a window, found and kept apart as a product of ones, so that it spoils no part's rank.
struct SeparableForm: Sendable {
    /// Weights from a place on, the rest being zero.
    struct Taps: Sendable {
        let first: Int
        let weights: [Float]
        var range: Range<Int> { first..<first + weights.count }
        func moved(by places: Int) -> Taps { Taps(first: first + places, weights: weights) }
    }

    struct Row: Sendable {
        let channel: Int
        let taps: Taps
        /// Whether it is that of a constant, which makes no two kernels alike.
        let isConstant: Bool
    }

    struct Product: Sendable {
        let row: Int
        let column: Taps
    }

    private(set) var rows: [Row] = []
    private(set) var products: [Product] = []
    /// By kernel: the weight of each product; kernels that need too many terms are missing.
    private(set) var mixtures: [Int: [Int: Float]] = [:]
    private var rowVectors: [[Double]] = []
    private var columnVectors: [[Double]] = []

    /// Of no kernel.
    init() {}

    /// The form of a bank's kernels.
    ///
    /// - Parameter limit: of the terms of one part of one channel of a kernel.
    init(of bank: KernelBank, limit: Int, workers: Workers = Workers(1)) {
        let parts = workers.map(bank.count) { KernelParts(of: bank.kernels[$0], limit: limit) }
        for (kernel, parts) in parts.enumerated() { mixtures[kernel] = parts.map { mixture(of: $0) } }
    }

    /// Kernels that have rows in common, directly or through others, and some of those that have only a constant in common.
    var groups: [[Int]] {
        var groups: [Group] = []
        for (kernel, mixture) in mixtures.sorted(by: { $0.key < $1.key }) {
            let parts = Dictionary(grouping: mixture.keys.map { products[$0].row }) { rows[$0].isConstant }
            var joined = Group(kernels: [kernel], rows: Set(parts[false] ?? []), constants: Set(parts[true] ?? []))
            for group in groups where !group.rows.isDisjoint(with: joined.rows) { joined = group.joined(with: joined) }
            groups.removeAll { !$0.rows.isDisjoint(with: joined.rows) && !$0.rows.isEmpty }
            groups.append(joined)
        }
        return groups.reduce(into: [Group]()) { joined, group in
            let partner = joined.firstIndex {
                !$0.constants.isDisjoint(with: group.constants) && $0.rows.count + group.rows.count <= Self.mostRows
            }
            if let partner { joined[partner] = joined[partner].joined(with: group) } else { joined.append(group) }
        }.map(\.kernels)
    }

    /// Kernels, their rows, and the rows of their constants.
    private struct Group {
        let kernels: [Int]
        let rows, constants: Set<Int>

        func joined(with other: Group) -> Group {
            Group(
                kernels: kernels + other.kernels, rows: rows.union(other.rows),
                constants: constants.union(other.constants))
        }
    }

    /// Groups are not joined beyond so many rows for the sake of a constant: their sums would leave the cache.
    private static let mostRows = 12

    private mutating func mixture(of parts: KernelParts) -> [Int: Float] {
        var mixture: [Int: Float] = [:]
        for term in parts.terms {
            let (row, rowWeight) = Self.place(of: term.row, among: &rowVectors) {
                rows[$0].channel == term.channel && rows[$0].isConstant == term.isConstant
            }
            if row == rows.count {
                rows.append(Row(channel: term.channel, taps: Taps(rowVectors[row]), isConstant: term.isConstant))
            }
            let (product, weight) = Self.place(of: term.column, among: &columnVectors) { products[$0].row == row }
            if product == products.count { products.append(Product(row: row, column: Taps(columnVectors[product]))) }
            mixture[product, default: 0] += Float(rowWeight * weight)
        }
        return mixture
    }

    /// Where a vector's direction stands among unit vectors, put last if it is new, and the vector's length along it.
    private static func place(
        of vector: [Double], among known: inout [[Double]], where isCandidate: (Int) -> Bool
    ) -> (index: Int, length: Double) {
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let unit = vector.map { $0 / norm }
        for index in known.indices where isCandidate(index) {
            let cosine = zip(known[index], unit).reduce(0) { $0 + $1.0 * $1.1 }
            if 1 - abs(cosine) < KernelParts.tolerance * KernelParts.tolerance / 2 { return (index, norm * cosine) }
        }
        known.append(unit)
        return (known.count - 1, norm)
    }
}

extension SeparableForm.Taps {
    /// A vector without its ends that weigh nothing next to its largest value.
    init(_ vector: [Double]) {
        let least = 1e-8 * (vector.map(abs).max() ?? 0)
        let first = vector.firstIndex { abs($0) > least } ?? 0
        let last = vector.lastIndex { abs($0) > least } ?? 0
        self.init(first: first, weights: vector[first...last].map(Float.init))
    }
}
