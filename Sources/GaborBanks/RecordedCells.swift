/// A property of macaque V1 cells as it was published.
public struct RecordedDistribution: Hashable, Sendable {
    /// Short name of the study and its cells, as tables write it.
    public let reference: String
    /// Authors, year, journal.
    public let citation: String
    /// Counts over the published bins.
    public let histogram: Histogram
    /// Median of the cells themselves where it was published; that of the histogram otherwise.
    public let median: Double
    /// Whether `median` is of the cells and not of their bins.
    public let isMedianOfCells: Bool

    init(_ reference: String, _ citation: String, _ histogram: Histogram, median: Double? = nil) {
        self.reference = reference
        self.citation = citation
        self.histogram = histogram
        self.median = median ?? histogram.median
        isMedianOfCells = median != nil
    }

    /// How many cells.
    public var cells: Int { histogram.total }
}

/// A property of which only the median was published for these cells.
public struct RecordedMedian: Hashable, Sendable {
    /// Short name of the study and its cells, as tables write it.
    public let reference: String
    /// Authors, year, journal.
    public let citation: String
    /// How many cells.
    public let cells: Int
    /// Their median.
    public let median: Double
}

/// A property of recorded cells, cell by cell.
public struct RecordedSample: Hashable, Sendable {
    /// Short name of the recording and its cells, as tables write it.
    public let reference: String
    /// Where it is from.
    public let citation: String
    /// A value of each cell that has one; at least one.
    public let values: [Double]

    /// Values of cells.
    ///
    /// - Precondition: at least one.
    public init(_ reference: String, _ citation: String, _ values: [Double]) {
        precondition(!values.isEmpty, "a sample has cells")
        (self.reference, self.citation, self.values) = (reference, citation, values)
    }

    /// The value in the middle, or halfway between the two there.
    public var median: Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// What is known of recorded cells: each of them, counts over bins, or a median alone.
public enum RecordedCells: Hashable, Sendable {
    /// A value of each.
    case sampled(RecordedSample)
    /// Counts over published bins.
    case counted(RecordedDistribution)
    /// A median.
    case median(RecordedMedian)

    /// Short name of the study and its cells, as tables write it.
    public var reference: String {
        switch self {
        case .sampled(let cells): cells.reference
        case .counted(let cells): cells.reference
        case .median(let cells): cells.reference
        }
    }

    /// Authors, year, journal.
    public var citation: String {
        switch self {
        case .sampled(let cells): cells.citation
        case .counted(let cells): cells.citation
        case .median(let cells): cells.citation
        }
    }

    /// How many cells.
    public var count: Int {
        switch self {
        case .sampled(let cells): cells.values.count
        case .counted(let cells): cells.cells
        case .median(let cells): cells.cells
        }
    }

    /// Median of the cells; inside its bin where only bins were published.
    public var median: Double {
        switch self {
        case .sampled(let cells): cells.median
        case .counted(let cells): cells.median
        case .median(let cells): cells.median
        }
    }
}

/// Which cells of V1: linear and half-rectified units are like simple cells, energy units like complex ones.
public enum CellType: String, Hashable, Sendable, CaseIterable {
    /// F1/F0 above 1: the answer follows the bars as they drift.
    case simple
    /// F1/F0 below 1: the answer is about the same whatever the phase.
    case complex
    /// Both, as recorded.
    case all
}
