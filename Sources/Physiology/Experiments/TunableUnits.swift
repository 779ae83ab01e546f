public import Planes

/// One unit that was recorded from.
public struct TunedUnit: Sendable, Codable {
    /// What it answered.
    public let recording: Recording
    /// What its derivative by the picture looks like, where it was taken.
    public let spectrum: GradientSpectrum?
}

/// Units that `tune` records from: those of a layer that is run, or filters.
public protocol TunableUnits {
    /// The layer's or the bank's name.
    var name: String { get }
    /// Those that are recorded from where none are named.
    var all: [Int] { get }
    /// How many steps it takes to record from some of them.
    func steps(units: Int) -> Int

    /// Records from some units, each of which is as it would be without the others.
    ///
    /// - Parameters:
    ///   - units: by their index.
    ///   - seed: of noise.
    ///   - finished: hears how many steps are done.
    ///   - take: hears of each unit as soon as it is recorded, in the order of the list.
    /// - Throws: what running a network throws, a stimulus that cannot be drawn, and what `take` throws.
    func record(_ units: [Int], seed: UInt64, finished: (Int) -> Void, take: (TunedUnit) throws -> Void) throws

    /// What is found out about units that were recorded from.
    ///
    /// - Parameters:
    ///   - units: as they were recorded.
    ///   - resolution: pixels per degree, where assumed.
    ///   - seed: of bootstrap and permutation.
    ///   - population: recorded cells that the user brings, in place of macaque V1's.
    func study(
        of units: [TunedUnit], resolution: PixelsPerDegree?, seed: UInt64, population: CellPopulation?
    ) throws -> TuningStudy
}

extension TunableUnits {
    /// Records from some units, or all of them, and says what is found.
    ///
    /// - Throws: what running a network throws; a stimulus that cannot be drawn.
    public func study(
        units: [Int]? = nil, resolution: PixelsPerDegree? = nil, seed: UInt64 = 0, population: CellPopulation? = nil,
        finished: (Int) -> Void = { _ in }
    ) throws -> TuningStudy {
        var tuned: [TunedUnit] = []
        try record(units ?? all, seed: seed, finished: finished) { tuned.append($0) }
        return try study(of: tuned, resolution: resolution, seed: seed, population: population)
    }
}
