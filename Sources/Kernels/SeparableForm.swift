import Planes

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
    }

    /// What a kernel is made of.
    struct Mixture: Sendable {
        var products: [Int: Float] = [:]
        var windows: [Int: Float] = [:]
    }

    /// What may be lost of a kernel, as part of its norm.
    static let tolerance = 1e-6

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
    init(of bank: KernelBank, limit: Int) {
        for (index, kernel) in bank.kernels.enumerated() { mixtures[index] = mixture(of: kernel, limit: limit) }
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

    private mutating func mixture(of kernel: Kernel, limit: Int) -> Mixture? {
        let tolerance = Self.tolerance / 2 * kernel.norm / Double(kernel.channels.count).squareRoot()
        var parts: [(channel: Int, terms: [CrossTerms.Term])] = []
        var constants: [(Window, Double)] = []
        for (channel, plane) in kernel.channels.enumerated() {
            for parity in Parity.allCases {
                let matrix = parity.part(of: plane)
                let width = plane.size.width
                guard let cross = CrossTerms(of: matrix, width: width, tolerance: tolerance, limit: limit) else {
                    return nil
                }
                var terms = cross.terms
                if parity == .evenEven, (2...4).contains(terms.count), let window = Window(of: plane, channel: channel),
                    let constant = cross.constant(rows: window.rows, columns: window.columns),
                    let lower = CrossTerms(
                        of: window.subtracting(constant, from: matrix, width: width), width: width,
                        tolerance: tolerance, limit: terms.count - 1)
                {
                    terms = lower.terms
                    constants.append((window, constant))
                }
                parts.append((channel, terms))
            }
        }
        var mixture = Mixture()
        for (channel, terms) in parts {
            for term in terms { add(term, of: channel, to: &mixture) }
        }
        for (window, constant) in constants {
            let index = windows.firstIndex(of: window) ?? windows.count
            if index == windows.count { windows.append(window) }
            mixture.windows[index] = Float(constant)
        }
        return mixture
    }

    private mutating func add(_ term: CrossTerms.Term, of channel: Int, to mixture: inout Mixture) {
        let (row, rowWeight) = Self.place(of: term.row, among: &rowVectors) { rows[$0].channel == channel }
        if row == rows.count { rows.append(Row(channel: channel, taps: Taps(rowVectors[row]))) }
        let (product, columnWeight) = Self.place(of: term.column, among: &columnVectors) { products[$0].row == row }
        if product == products.count { products.append(Product(row: row, column: Taps(columnVectors[product]))) }
        mixture.products[product, default: 0] += Float(rowWeight * columnWeight)
    }

    /// Where a vector's direction stands among unit vectors, put last if it is new, and the vector's length along it.
    private static func place(
        of vector: [Double], among known: inout [[Double]], where isCandidate: (Int) -> Bool
    ) -> (index: Int, length: Double) {
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let unit = vector.map { $0 / norm }
        for index in known.indices where isCandidate(index) {
            let cosine = zip(known[index], unit).reduce(0) { $0 + $1.0 * $1.1 }
            if 1 - abs(cosine) < tolerance * tolerance / 2 { return (index, norm * cosine) }
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

extension SeparableForm.Window {
    /// The window of a plane's weights that are not zero, if it is in the plane's middle.
    init?(of plane: Plane, channel: Int) {
        let support = PixelWindow(ofWeightsIn: [plane])
        let (rows, columns) = (support.rows, support.columns)
        guard rows.lowerBound + rows.upperBound == plane.size.height,
            columns.lowerBound + columns.upperBound == plane.size.width
        else { return nil }
        self.init(channel: channel, rows: rows, columns: columns)
    }

    /// Of its map, made by a row and a column of ones, in multiply-adds.
    func cost(_ layout: Layout) -> Double {
        Double((rows.count + columns.count) * layout.units.count) * SeparableGroup.costOfOne
    }

    func subtracting(_ constant: Double, from matrix: [Double], width: Int) -> [Double] {
        var matrix = matrix
        for row in rows { for column in columns { matrix[row * width + column] -= constant } }
        return matrix
    }
}
