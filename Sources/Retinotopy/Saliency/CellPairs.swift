internal import CLateralSums

/// The pairs of an excitatory cell and an interneuron of one orientation, at every place of a sheet.
struct CellPairs: Sendable {
    /// What reaches the pairs in one step, by place.
    struct Drive {
        let input, excitation, inhibition, normalization: [Double]
        /// g_y of the interneurons one and two orientations away, on both sides.
        let near, far: ([Double], [Double])
    }

    private var x, y: [Double]
    /// g_x(x).
    private(set) var activity: [Double]
    /// g_y(y).
    private(set) var inhibition: [Double]
    /// Of the activities after the steps that count.
    private(set) var sum: [Double]

    /// Pairs at x = y = 0.
    init(silent count: Int) {
        x = [Double](repeating: 0, count: count)
        (y, activity, inhibition, sum) = (x, x, x, x)
    }

    /// The pairs one step of Euler's method on; the activity after it is added to the sum `counted` times.
    func advanced(by drive: Drive, counted: Double) -> CellPairs {
        var next = self
        lateral_sums_step(
            x.count, LiCircuit.timeStep, counted, drive.input, drive.excitation, drive.inhibition, drive.normalization,
            drive.near.0, drive.near.1, drive.far.0, drive.far.1, &next.x, &next.y, &next.activity, &next.inhibition,
            &next.sum)
        return next
    }
}
