import CCorrelation

/// Weighted sums of shifted rows, several at once: taps along a row, down a column or over a whole kernel.
///
///     sums[f][x] = start[f] + Σ_t weights[t, f] · source[offsets[t] + x]
struct ShiftedSums: Sendable {
    /// How many sums.
    let count: Int
    /// Of every tap, in values.
    let offsets: [Int]
    /// Tap by tap, one weight per sum.
    let weights: [Float]

    /// How many values beyond the last that a sum needs must be readable.
    static let slack = Int(CORRELATION_SLACK)

    /// - Precondition: as many weights as taps times sums.
    init(count: Int, offsets: [Int], weights: [Float]) {
        precondition(weights.count == count * offsets.count, "a sum has one weight per tap")
        self.count = count
        self.offsets = offsets
        self.weights = weights
    }

    /// Sums over neighbouring places of a line, whose distances `offset` gives.
    init(_ taps: [SeparableForm.Taps], offset: (Int) -> Int) {
        let places = (taps.map(\.first).min() ?? 0)..<(taps.map(\.range.upperBound).max() ?? 0)
        self.init(
            count: taps.count, offsets: places.map(offset),
            weights: places.flatMap { place in
                taps.map { $0.range.contains(place) ? $0.weights[place - $0.first] : 0 }
            })
    }

    /// Starts that add nothing.
    var zeros: [Float] { [Float](repeating: 0, count: count) }

    /// Writes `width` values of every sum, row by row.
    ///
    /// - Parameters:
    ///   - rows: of every sum; the rows of the source and those of the sums are so many values apart as their steps say.
    ///   - starts: one per sum.
    ///   - sums: where each goes.
    func write(
        rows: Int, _ width: Int, from source: UnsafePointer<Float>, step: Int, starts: [Float],
        to sums: [UnsafeMutablePointer<Float>?], step sumStep: Int
    ) {
        precondition(starts.count == count && sums.count == count, "every sum has a start and a place")
        correlation_sums(
            rows, width, source, step, offsets.count, offsets, count, weights, starts, sums, sumStep)
    }
}
