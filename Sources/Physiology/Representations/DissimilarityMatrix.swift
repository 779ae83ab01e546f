public import GSL

/// How unlike two pictures are to a layer.
public enum DissimilarityMeasure: String, Hashable, Sendable, CaseIterable {
    /// 1 − Pearson's correlation of what they give.
    case correlation
    /// The distance of what they give, √Σ(a − b)².
    case euclidean
}

/// Responses of units to pictures, a row each, that may be too many for memory.
public protocol ResponseRows {
    /// Pictures.
    var rows: Int { get }
    /// Units.
    var columns: Int { get }
    /// Some units' responses, pictures × those units.
    func responses(of units: Range<Int>) throws -> Matrix
}

extension Matrix: ResponseRows {
    /// Some columns.
    public func responses(of units: Range<Int>) -> Matrix {
        Matrix(
            rows: rows, columns: units.count,
            elements: (0..<rows).flatMap { row in
                elements[row * columns + units.lowerBound..<row * columns + units.upperBound]
            })
    }
}

/// How unlike each two of some pictures are to a layer: a representational dissimilarity matrix.
///
/// - SeeAlso: Kriegeskorte, Mur & Bandettini (2008), *Front. Syst. Neurosci.* 2:4.
public struct DissimilarityMatrix: Hashable, Sendable {
    /// How many pictures.
    public let count: Int
    /// The triangle above the diagonal, row by row; not a number where a picture's responses do not vary and there is no
    /// correlation.
    public let upper: [Double]

    /// A matrix of given values.
    ///
    /// - Precondition: `count · (count − 1) / 2` values.
    public init(count: Int, upper: [Double]) {
        precondition(upper.count == count * (count - 1) / 2, "a triangle has one value for each two pictures")
        (self.count, self.upper) = (count, upper)
    }

    /// Of what units give for pictures.
    ///
    /// - Throws: what reading the responses throws.
    /// - Complexity: O(pictures² · units); memory is that of the matrix and of a few columns.
    public init(of responses: some ResponseRows, by measure: DissimilarityMeasure) throws {
        let products =
            switch measure {
            case .correlation: try InnerProducts(ofRowsCenteredOf: responses)
            case .euclidean: try InnerProducts(ofColumnsCenteredOf: responses)
            }
        let count = responses.rows
        self.count = count
        upper = (0..<count).flatMap { a in
            (a + 1..<max(count, a + 1)).map { b in
                let (aa, bb, ab) = (products[a, a], products[b, b], products[a, b])
                switch measure {
                case .correlation:
                    let isVarying = aa > products.rounding[a] && bb > products.rounding[b]
                    return isVarying ? max(0, 1 - ab / (aa * bb).squareRoot()) : .nan
                case .euclidean:
                    let square = aa + bb - 2 * ab
                    // Of two equal rows only rounding is left.
                    return square > 1e-13 * (aa + bb) ? square.squareRoot() : 0
                }
            }
        }
    }

    /// Two pictures.
    ///
    /// - Precondition: they are different.
    public subscript(a: Int, b: Int) -> Double {
        let (first, second) = (min(a, b), max(a, b))
        return upper[first * (2 * count - first - 1) / 2 + second - first - 1]
    }

    /// The matrix of some of the pictures, in a given order.
    public func of(_ pictures: [Int]) -> DissimilarityMatrix {
        DissimilarityMatrix(
            count: pictures.count,
            upper: pictures.indices.flatMap { a in pictures[(a + 1)...].map { self[pictures[a], $0] } })
    }

    /// Pictures that have a dissimilarity to any other.
    public var varying: [Int] {
        count < 2 ? [] : (0..<count).filter { a in (0..<count).contains { $0 != a && self[a, $0].isFinite } }
    }
}

/// Inner products of all pairs of rows, after the mean of each row, or of each column, is taken away.
struct InnerProducts {
    private let count: Int
    private var values: [Double]
    /// Of each row, what its product with itself has of rounding.
    let rounding: [Double]

    /// Columns at once: 32 MB.
    private static func part(_ rows: Int) -> Int { max(1, (1 << 22) / max(rows, 1)) }

    private static func parts(_ responses: some ResponseRows) -> [Range<Int>] {
        let length = part(responses.rows)
        return stride(from: 0, to: responses.columns, by: length).map { $0..<min($0 + length, responses.columns) }
    }

    init(ofRowsCenteredOf responses: some ResponseRows) throws {
        var (sums, squares) = (
            [Double](repeating: 0, count: responses.rows), [Double](repeating: 0, count: responses.rows)
        )
        for part in Self.parts(responses) {
            let block = try responses.responses(of: part)
            for row in 0..<block.rows {
                for value in block.elements[row * block.columns..<(row + 1) * block.columns] {
                    sums[row] += value
                    squares[row] += value * value
                }
            }
        }
        let means = sums.map { $0 / Double(responses.columns) }
        try self.init(responses, rounding: squares.map { 1e-24 * $0 }) { block in
            for row in 0..<block.rows {
                for place in row * block.columns..<(row + 1) * block.columns { block.elements[place] -= means[row] }
            }
        }
    }

    init(ofColumnsCenteredOf responses: some ResponseRows) throws {
        try self.init(responses, rounding: [Double](repeating: 0, count: responses.rows)) { block in
            for column in 0..<block.columns {
                let places = stride(from: column, to: block.elements.count, by: block.columns)
                let mean = places.reduce(0) { $0 + block.elements[$1] } / Double(block.rows)
                for place in places { block.elements[place] -= mean }
            }
        }
    }

    private init(_ responses: some ResponseRows, rounding: [Double], center: (inout Matrix) -> Void) throws {
        count = responses.rows
        self.rounding = rounding
        values = [Double](repeating: 0, count: count * count)
        for part in Self.parts(responses) {
            var block = try responses.responses(of: part)
            center(&block)
            for (place, product) in block.timesTranspose(of: block).elements.enumerated() { values[place] += product }
        }
    }

    subscript(a: Int, b: Int) -> Double { values[a * count + b] }
}
