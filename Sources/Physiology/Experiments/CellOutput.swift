import Planes

/// What becomes of a cell's drive before it is recorded.
public struct CellOutput: Hashable, Sendable {
    /// The exponent of the drive; 1 if left out, with normalisation 2.
    public let exponent: Double?
    /// The part of the median best answer at which cells divide each other's answers; `nil` where they do not.
    public let normalization: Double?
    /// Places of the pool of normalisation on each side, half a window apart.
    public let reach: Int

    /// An output.
    ///
    /// - Precondition: positive numbers, no negative reach.
    public init(exponent: Double? = nil, normalization: Double? = nil, reach: Int = 0) {
        precondition(exponent ?? 1 > 0 && normalization ?? 1 > 0 && reach >= 0, "exponents and parts are positive")
        (self.exponent, self.normalization, self.reach) = (exponent, normalization, reach)
    }

    /// For a report, after the kind of cells; empty where the drive is left as it is.
    var words: String {
        guard let normalization else { return exponent.map { ", drive to the power of \($0)" } ?? "" }
        return ", normalised with σ = \(normalization) of their median best answer"
            + (exponent.map { " and exponent \($0)" } ?? "")
            + (reach > 0 ? ", the pool \(2 * reach + 1) × \(2 * reach + 1) places half a window apart" : "")
    }

    /// Records from units with this output.
    func record<Base: Units>(
        _ units: Base, _ chosen: [Int], search: GratingSearch, finished: (Int) -> Void,
        take: (Recording) throws -> Void
    ) throws {
        func all(_ units: some Units) throws {
            try Recording.forEach(of: units, chosen: chosen, search: search, finished: finished, take: take)
        }
        if let normalization {
            try all(
                NormalizedUnits(
                    units, part: normalization, exponent: exponent ?? 2, reach: reach, search: search))
        } else if let exponent {
            try all(PowerUnits(units, exponent: exponent))
        } else {
            try all(units)
        }
    }

    /// The window that stimuli are shown in: the filters', and what the pool sees around it.
    func window(of filters: PixelSize) -> PixelSize {
        let (rows, columns) = ((filters.height + 1) / 2, (filters.width + 1) / 2)
        return PixelSize(height: filters.height + 2 * reach * rows, width: filters.width + 2 * reach * columns)
    }
}
