public import GSL

/// How unlike each other the patterns are that pictures evoke in a layer: a number for every pair of pictures.
///
/// - SeeAlso: Kriegeskorte, Mur & Bandettini (2008), *Front. Syst. Neurosci.* 2:4.
public struct DissimilarityMatrix: Hashable, Sendable {
    /// What unlike means.
    public enum Measure: String, Hashable, Sendable, CaseIterable {
        /// 1 − Pearson's r over units: 0 for patterns of one shape, 2 for opposite ones.
        case correlation
        /// The length of the difference.
        case euclidean
    }

    /// What unlike means.
    public let measure: Measure
    /// Pictures.
    public let count: Int
    /// Above the diagonal, row by row: (0, 1), (0, 2), …, (1, 2), …
    public let upper: [Double]

    /// Compares patterns.
    ///
    /// - Parameter responses: pictures × units.
    /// - Throws: ``RepresentationError/constantPattern(picture:)`` by correlation.
    /// - Complexity: O(pictures² · units), by one matrix product.
    public init(_ responses: Matrix, by measure: Measure) throws(RepresentationError) {
        self.measure = measure
        count = responses.rows
        var patterns = responses
        if measure == .correlation {
            for row in 0..<responses.rows {
                guard patterns.standardize(row) else { throw .constantPattern(picture: row) }
            }
            let products = patterns.timesTranspose(of: patterns)
            upper = Self.pairs(count).map { 1 - min(max(products[$0, $1], -1), 1) }
        } else {
            // By differences: lengths and products of nearly equal patterns would cancel.
            upper = Self.pairs(count).map { first, second in
                (0..<responses.columns).reduce(0) { sum, unit in
                    let difference = patterns[first, unit] - patterns[second, unit]
                    return sum + difference * difference
                }.squareRoot()
            }
        }
    }

    /// The number of a pair; 0 for a picture with itself.
    public subscript(first: Int, second: Int) -> Double {
        guard first != second else { return 0 }
        let (low, high) = (min(first, second), max(first, second))
        return upper[low * count - low * (low + 1) / 2 + high - low - 1]
    }

    private static func pairs(_ count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
    }
}

extension Matrix {
    /// Takes a row's mean away and brings it to length 1; `false` where it does not vary.
    fileprivate mutating func standardize(_ row: Int) -> Bool {
        let range = row * columns..<(row + 1) * columns
        let mean = elements[range].reduce(0, +) / Double(columns)
        let length = elements[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
        guard length > 0 else { return false }
        for index in range { elements[index] = (elements[index] - mean) / length }
        return true
    }
}

/// Why representations are not compared.
public enum RepresentationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A picture that all units answer alike.
    case constantPattern(picture: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .constantPattern(let picture):
            "picture \(picture) has the same response in all units, which correlates with nothing; leave it out, or compare by Euclidean distance"
        }
    }
}
