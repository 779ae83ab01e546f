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

    /// The pairs one step of Euler's method on.
    func advanced(by drive: Drive, isCounted: Bool) -> CellPairs {
        var next = self
        for place in x.indices {
            let near = drive.near.0[place] + drive.near.1[place]
            let far = drive.far.0[place] + drive.far.1[place]
            let inhibited = inhibition[place] + 0.8 * near + 0.7 * far
            let excited = 0.8 * activity[place] + drive.excitation[place] + drive.input[place]
            let slope = -x[place] - inhibited + excited + 0.85 + drive.normalization[place]
            let slower = -y[place] + activity[place] + drive.inhibition[place] + 1
            let newX = x[place] + LiCircuit.timeStep * slope
            let newY = y[place] + LiCircuit.timeStep * slower
            let newActivity = Self.excitatory(newX)
            next.x[place] = newX
            next.y[place] = newY
            next.activity[place] = newActivity
            next.inhibition[place] = Self.inhibitory(newY)
            if isCounted { next.sum[place] += newActivity }
        }
        return next
    }

    /// g_x: nothing below 1, everything from 2 on.
    private static func excitatory(_ x: Double) -> Double { min(max(x - 1, 0), 1) }

    /// g_y: gentle at first, steep from 1.2 on.
    private static func inhibitory(_ y: Double) -> Double {
        y < 1.2 ? 0.21 * max(y, 0) : 0.21 * 1.2 + 2.5 * (y - 1.2)
    }
}
