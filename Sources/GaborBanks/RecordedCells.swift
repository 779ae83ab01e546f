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

/// What is known of recorded cells: counts over bins, or a median alone.
public enum RecordedCells: Hashable, Sendable {
    /// Counts over published bins.
    case counted(RecordedDistribution)
    /// A median.
    case median(RecordedMedian)

    /// Short name of the study and its cells, as tables write it.
    public var reference: String {
        switch self {
        case .counted(let cells): cells.reference
        case .median(let cells): cells.reference
        }
    }

    /// Authors, year, journal.
    public var citation: String {
        switch self {
        case .counted(let cells): cells.citation
        case .median(let cells): cells.citation
        }
    }

    /// How many cells.
    public var count: Int {
        switch self {
        case .counted(let cells): cells.cells
        case .median(let cells): cells.cells
        }
    }

    /// Median of the cells; inside its bin where only bins were published.
    public var median: Double {
        switch self {
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
