/// Counts in adjacent bins.
public struct Histogram: Hashable, Sendable {
    /// Rising; one more than bins.
    public let edges: [Double]
    /// One count per bin.
    public let counts: [Int]

    /// A histogram as published.
    ///
    /// - Precondition: edges rise, one more than counts; counts are not negative and not all 0.
    public init(edges: [Double], counts: [Int]) {
        precondition(
            edges.count == counts.count + 1 && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
                && counts.allSatisfy { $0 >= 0 } && counts.contains { $0 > 0 },
            "a histogram has counts between rising edges")
        self.edges = edges
        self.counts = counts
    }

    /// Evenly spaced bins.
    init(from low: Double, to high: Double, counts: [Int]) {
        self.init(
            edges: (0...counts.count).map { low + (high - low) * Double($0) / Double(counts.count) }, counts: counts)
    }

    /// All counts together.
    public var total: Int { counts.reduce(0, +) }

    /// The value with half of the counts below it, evenly spread inside its bin.
    public var median: Double {
        var below = 0.0
        let half = Double(total) / 2
        for (bin, count) in counts.enumerated() {
            if below + Double(count) >= half, count > 0 {
                return edges[bin] + (edges[bin + 1] - edges[bin]) * (half - below) / Double(count)
            }
            below += Double(count)
        }
        return edges[counts.count]
    }
}

/// Counts over two properties at once.
public struct Histogram2D: Hashable, Sendable {
    /// Rising edges of the rows' property and of the columns'.
    public let rowEdges, columnEdges: [Double]
    /// Counts `[row][column]`.
    public let counts: [[Int]]

    /// The rows' property alone.
    public var rows: Histogram { Histogram(edges: rowEdges, counts: counts.map { $0.reduce(0, +) }) }

    /// The columns' property alone.
    public var columns: Histogram {
        Histogram(edges: columnEdges, counts: counts[0].indices.map { column in counts.reduce(0) { $0 + $1[column] } })
    }
}
