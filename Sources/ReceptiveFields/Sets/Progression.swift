/// Fields along an axis without end: unit `u + period` sees what unit *u* sees, `advance` pixels further on.
///
/// A chain of convolutions and pools has period 1: then `advance` is the stride, and the closed form of Araujo, Norris
/// and Sim holds. A unit's field here is not clipped to the image and not to the maps between.
public struct Progression: Hashable, Sendable {
    /// Units after which fields repeat.
    public let period: Int
    /// Pixels by which they have then moved on.
    public let advance: Int
    /// The fields of units 0 … `period` − 1.
    let phases: [PixelSet]

    /// The image itself: unit *u* is pixel *u*.
    static let pixel = Progression(period: 1, advance: 1, phases: [PixelSet(first: 0, last: 0)])

    /// Beyond so many phases, or pixels, fields are not followed.
    private static let mostPhases = 1 << 12
    private static let farthest = 1 << 40

    private init(period: Int, advance: Int, phases: [PixelSet]) {
        self.period = period
        self.advance = advance
        self.phases = phases
    }

    /// Fields that repeat, with the shortest period; `nil` where they reach too far to be followed.
    init?(advance: Int, phases: [PixelSet]) {
        let reach = Self.farthest
        guard !phases.isEmpty, abs(advance) <= reach,
            phases.allSatisfy({ abs($0.first) <= reach && abs($0.last) <= reach })
        else { return nil }
        var (advance, phases) = (advance, phases)
        for part in primeFactors(of: phases.count) where advance.isMultiple(of: part) {
            let (count, step) = (phases.count / part, advance / part)
            let repeats = (count..<phases.count).allSatisfy { phases[$0] == phases[$0 - count].shifted(by: step) }
            if repeats { (advance, phases) = (step, Array(phases[..<count])) }
        }
        self.init(period: phases.count, advance: advance, phases: phases)
    }

    /// The field of any unit.
    public func field(of unit: Int) -> PixelSet {
        let turns = floorDivision(unit, period)
        return phases[unit - turns * period].shifted(by: turns * advance)
    }

    /// Pixels from one unit to the next, on the average.
    public var stride: Double { Double(advance) / Double(period) }

    /// The largest field.
    var size: Int { phases.map(\.size).max() ?? 0 }

    /// Where unit 0's field would be centred if all units had their mean: 0-based, pixel *i* centred at *i*.
    var center: Double {
        let offsets = phases.enumerated().filter { !$0.element.isEmpty }.map { unit, set in
            Double(set.first + set.last) / 2 - Double(unit) * stride
        }
        return offsets.reduce(0, +) / Double(max(1, offsets.count))
    }

    /// The fields of the outputs of a sampling: each sees what its inputs see.
    ///
    ///     size′ = size + (kernel − 1)·stride    stride′ = stride·(the window's)    start′ = start − padding·stride
    ///
    /// for a window and period 1; else phase by phase.
    /// - Returns: `nil` where they reach too far or have too many phases to be followed.
    /// - SeeAlso: Araujo, Norris & Sim (2019), "Computing Receptive Fields of Convolutional Neural Networks", *Distill*.
    func sampled(_ sampling: Sampling) -> Progression? {
        // The sampling repeats with its period, the fields it reads with theirs.
        let common = greatestCommonDivisor(period, sampling.advance == 0 ? period : abs(sampling.advance))
        let turns = period / common
        let (count, overflow) = sampling.period.multipliedReportingOverflow(by: turns)
        let (distance, tooFar) = advance.multipliedReportingOverflow(by: sampling.advance / common)
        guard !overflow, !tooFar, count <= Self.mostPhases, abs(distance) <= Self.farthest else { return nil }
        let reach = Self.farthest / max(1, abs(advance))
        var phases: [PixelSet] = []
        for unit in 0..<count {
            let taps = sampling.taps(unit)
            guard abs(taps.first) <= reach, abs(taps.last) <= reach, let set = union(taps) else { return nil }
            phases.append(set)
        }
        return Progression(advance: distance, phases: phases)
    }

    /// What the units at equal distances see together.
    private func union(_ taps: Sampling.Taps) -> PixelSet? {
        guard taps.count > 1 else { return taps.count == 1 ? field(of: taps.first) : .empty }
        if period == 1, phases[0].isDense, advance >= 0, advance * taps.step <= phases[0].size {
            return PixelSet(first: field(of: taps.first).first, last: field(of: taps.last).last)
        }
        guard taps.count <= Self.mostPhases else { return nil }
        var union = PixelUnion()
        for index in 0..<taps.count { union.insert(field(of: taps.first + index * taps.step)) }
        return union.set
    }

    /// Whether both move on at the same rate, so that their union repeats too.
    func hasRate(of other: Progression) -> Bool {
        advance.multipliedReportingOverflow(by: other.period) == other.advance.multipliedReportingOverflow(by: period)
    }

    /// What units of one and the other see together, if they have one rate.
    func union(_ other: Progression) -> Progression? {
        if self == other { return self }
        let common = greatestCommonDivisor(period, other.period)
        let (count, overflow) = period.multipliedReportingOverflow(by: other.period / common)
        guard hasRate(of: other), !overflow, count <= Self.mostPhases else { return nil }
        return Progression(
            advance: advance * (count / period), phases: (0..<count).map { field(of: $0).union(other.field(of: $0)) })
    }
}

/// Prime factors in ascending order, each as often as it divides.
private func primeFactors(of number: Int) -> [Int] {
    var (rest, part, factors) = (number, 2, [Int]())
    while part * part <= rest {
        while rest.isMultiple(of: part) {
            factors.append(part)
            rest /= part
        }
        part += 1
    }
    return rest > 1 ? factors + [rest] : factors
}
