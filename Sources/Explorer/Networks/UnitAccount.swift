import Inference
import Networks
import Planes
import ReceptiveFields

/// One unit's arithmetic: what it sees, what it reads, how its value comes of that.
struct UnitAccount: Encodable, Sendable {
    /// Rows and columns of the picture, in stretches from a first to a last.
    struct Field: Encodable, Sendable {
        let rows, columns: [[Int]]
        let isExact: Bool
    }

    /// A unit or pixel that it reads.
    struct Term: Encodable, Sendable {
        /// Whose unit it is; −1 for the picture's.
        let layer: Int
        let channel, row, column: Int
        let value, weight, product: Float
    }

    /// A window over one channel of the layer before; empty places lie in the padding.
    struct Channel: Encodable, Sendable {
        let channel: Int
        let inputs, weights, products: [Float?]
        let sum: Float
    }

    /// A window's place on the layer before: its first tap, and how far taps lie apart.
    struct Reach: Encodable, Sendable {
        let height, width, row, column, rowStep, columnStep: Int
    }

    /// What is done with what is read.
    enum Kind: String, Encodable, Sendable {
        /// Products summed, over a window or over all.
        case window, sum
        /// The largest, or the mean, of a window.
        case largest, mean
        /// A function of one number.
        case function
        /// Something else: the derivatives by what it reads.
        case derivative
        /// An operation that has no derivative.
        case opaque
    }

    let layer, channel, row, column: Int
    let value: Float
    let field, strict: Field
    let kind: Kind
    /// The layer that is read first; −1 for the picture.
    let source: Int
    /// Channels, rows and columns of what is read, in which a window's places are told.
    let read: [Int]
    let reach: Reach?
    /// By the size of their sums, the largest first.
    let channels: [Channel]
    /// By the size of their products, the largest first.
    let terms: [Term]
    /// Everything that is read and weighted, also what is not among the terms.
    let termCount: Int
    let sum, bias: Float?
    let note: String?

    /// Terms that are listed.
    static let mostTerms = 400
}

extension UnitAccount.Field {
    init(rows: PixelSet, columns: PixelSet, isExact: Bool) {
        self.rows = rows.pieces.map { [$0.lowerBound, $0.upperBound] }
        self.columns = columns.pieces.map { [$0.lowerBound, $0.upperBound] }
        self.isExact = isExact
    }

    /// What a unit of a layer sees, by itself, or with everything that all units see alike.
    static func of(_ place: UnitPlace, strictly: Bool) -> UnitAccount.Field {
        let field = place.layer.field
        guard let units = place.layer.units else {
            return UnitAccount.Field(rows: field.rows.strict, columns: field.columns.strict, isExact: field.isExact)
        }
        let (rows, columns) = units.field(
            row: min(place.row, units.height - 1), column: min(place.column, units.width - 1), strictly: strictly)
        return UnitAccount.Field(rows: rows, columns: columns, isExact: field.isExact)
    }
}
