/// The mean and the scatter of values that come one by one (Welford 1962, *Technometrics* 4:419). Of equal values the scatter
/// is exactly 0.
struct RunningMoments: Hashable, Sendable {
    private var count = 0
    private var mean = 0.0
    /// Σ (x − mean)².
    private var scatter = 0.0

    /// Adds a value.
    mutating func add(_ value: Double) {
        count += 1
        let step = value - mean
        mean += step / Double(count)
        scatter += step * (value - mean)
    }

    /// Of all values of both (Chan, Golub & LeVeque 1983, *Am. Stat.* 37:242).
    func joined(with other: RunningMoments) -> RunningMoments {
        guard count > 0 else { return other }
        guard other.count > 0 else { return self }
        var both = self
        let (a, b) = (Double(count), Double(other.count))
        let step = other.mean - mean
        both.count += other.count
        both.mean += step * b / (a + b)
        both.scatter += other.scatter + step * step * a * b / (a + b)
        return both
    }

    /// The moments of the values so far.
    var moments: Moments {
        Moments(count: count, mean: mean, variance: count > 1 ? scatter / Double(count - 1) : 0)
    }
}

/// Pearson's correlation of pairs that come one by one.
struct RunningCorrelation: Hashable, Sendable {
    private var count = 0
    private var (meanX, meanY) = (0.0, 0.0)
    private var (xx, yy, xy) = (0.0, 0.0, 0.0)

    /// Adds a pair.
    mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let (stepX, stepY) = (x - meanX, y - meanY)
        meanX += stepX / Double(count)
        meanY += stepY / Double(count)
        xx += stepX * (x - meanX)
        yy += stepY * (y - meanY)
        xy += stepX * (y - meanY)
    }

    /// r; `nil` where either does not vary.
    var pearson: Double? {
        guard count > 1, xx > 0, yy > 0 else { return nil }
        return min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1)
    }
}
