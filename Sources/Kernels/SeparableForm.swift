import Planes
import Workers

/// Kernels written as mixtures of products, a column of weights times a row of weights, with nothing written twice.
///
/// Each kernel is split into its four parts even or odd about its middle, up-down and left-right. A Gabor of equal widths is
/// cos·cos − sin·sin or sin·cos + cos·sin: its parts are single products, and it shares them with its mirror image and
/// both with their partners in quadrature. What a designer took from all weights to make a kernel's mean zero is a constant
/// on a window, found and kept apart, so that it spoils no part's rank.
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
    }

    struct Product: Sendable {
        let row: Int
        let column: Taps
    }

    /// A kernel of ones on a window of one channel.
    struct Window: Hashable, Sendable {
        let channel: Int
        let rows, columns: Range<Int>

        /// Of its map, made by a row and a column of ones, in multiply-adds.
        func cost(_ layout: Layout) -> Double {
            Double((rows.count + columns.count) * layout.units.count) * SeparableGroup.costOfOne
        }
    }

    /// What a kernel is made of.
    struct Mixture: Sendable {
        var products: [Int: Float] = [:]
        var windows: [Int: Float] = [:]
    }

    private(set) var rows: [Row] = []
    private(set) var products: [Product] = []
    private(set) var windows: [Window] = []
    /// By kernel; those that need too many terms are missing.
    private(set) var mixtures: [Int: Mixture] = [:]
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

    /// A window's ones, as the only kernel.
    init(ones window: Window) {
        func taps(_ range: Range<Int>) -> Taps {
            Taps(first: range.lowerBound, weights: [Float](repeating: 1, count: range.count))
        }
        rows = [Row(channel: window.channel, taps: taps(window.columns))]
        products = [Product(row: 0, column: taps(window.rows))]
        mixtures = [0: Mixture(products: [0: 1])]
    }

    /// Kernels that have rows in common, directly or through others.
    var groups: [[Int]] {
        var groups: [(kernels: [Int], rows: Set<Int>)] = []
        for (kernel, mixture) in mixtures.sorted(by: { $0.key < $1.key }) {
            var joined = (kernels: [kernel], rows: Set(mixture.products.keys.map { products[$0].row }))
            for group in groups where !group.rows.isDisjoint(with: joined.rows) {
                joined = (group.kernels + joined.kernels, group.rows.union(joined.rows))
            }
            groups.removeAll { !$0.rows.isDisjoint(with: joined.rows) && !$0.rows.isEmpty }
            groups.append(joined)
        }
        return groups.map(\.kernels)
    }

    private mutating func mixture(of parts: KernelParts) -> Mixture {
        var mixture = Mixture()
        for (channel, column, row) in parts.terms {
            let (row, rowWeight) = Self.place(of: row, among: &rowVectors) { rows[$0].channel == channel }
            if row == rows.count { rows.append(Row(channel: channel, taps: Taps(rowVectors[row]))) }
            let (product, weight) = Self.place(of: column, among: &columnVectors) { products[$0].row == row }
            if product == products.count { products.append(Product(row: row, column: Taps(columnVectors[product]))) }
            mixture.products[product, default: 0] += Float(rowWeight * weight)
        }
        for (window, constant) in parts.constants {
            let index = windows.firstIndex(of: window) ?? windows.count
            if index == windows.count { windows.append(window) }
            mixture.windows[index] = Float(constant)
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
