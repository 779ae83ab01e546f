internal import Planes

/// How far values stand out from others of their kind, each from all but itself: one that stands out alone would otherwise
/// widen the spread that it is measured by, and among *n* values reach no more than √(n − 1).
struct Standing {
    private let count, sum, squares: Double

    /// The least spread: answers, from 0 to 1, that differ by less than this are alike.
    static let leastSpread = 0.01

    init(among values: [Double]) {
        count = Double(values.count)
        sum = values.reduce(0, +)
        squares = values.reduce(0) { $0 + $1 * $1 }
    }

    /// Standard deviations of the other values that one lies above their mean. Beside none it is measured from 0.
    ///
    /// - Parameters:
    ///   - isMember: whether the value is one of those that were given.
    ///   - least: the least spread.
    func zScore(of value: Double, isMember: Bool = true, least: Double = Self.leastSpread) -> Double {
        let others = count - (isMember ? 1 : 0)
        guard others > 0 else { return value / least }
        let mean = (sum - (isMember ? value : 0)) / others
        let variance = (squares - (isMember ? value * value : 0)) / others - mean * mean
        return (value - mean) / max(max(variance, 0).squareRoot(), least)
    }
}

extension SaliencyMap {
    /// Places that no neighbour exceeds, and that answer at all: what calls for the eyes.
    var calls: [Int] {
        values.indices.filter { place in
            let (row, column) = (place / size.width, place % size.width)
            guard values[place] > 0 else { return false }
            return (max(row - 1, 0)...min(row + 1, size.height - 1)).allSatisfy { row in
                (max(column - 1, 0)...min(column + 1, size.width - 1)).allSatisfy {
                    values[row * size.width + $0] <= values[place]
                }
            }
        }
    }
}
