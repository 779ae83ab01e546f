/// A part of a run's items: those whose index leaves a rest when divided by the number of parts.
public struct Shard: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The rest, from 0.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// A part; `nil` unless 0 ≤ index ≤ count and count ≥ 1. The last index, `count`, is the part 0, for those who count
    /// from 1.
    public init?(_ index: Int, of count: Int) {
        guard count >= 1, (0...count).contains(index) else { return nil }
        (self.index, self.count) = (index % count, count)
    }

    /// Whether it has an item.
    public func contains(_ item: Int) -> Bool { item % count == index }

    /// Its items among so many.
    public func items(of all: Int) -> [Int] { Array(stride(from: index, to: all, by: count)) }

    /// `3/8`.
    public var description: String { "\(index)/\(count)" }
}

/// Why Slurm's variables name no part of an array job.
public enum SlurmTaskError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A variable that is not there, or is no whole number.
    case variable(String, value: String?)
    /// A task that is none of a range's.
    case task(Int, first: Int, step: Int, count: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .variable(let name, nil): "\(name) is not set; submit the work as an array job of Slurm"
        case .variable(let name, let value?): "\(name) is '\(value)'; a whole number is expected"
        case .task(let task, let first, let step, let count):
            "task \(task) is none of \(count) from \(first) in steps of \(step); submit the whole range as one array job"
        }
    }
}

extension Shard {
    /// The part of a task of a Slurm array job, by the variables of its environment.
    ///
    /// - Throws: ``SlurmTaskError``.
    public init(slurm environment: [String: String]) throws(SlurmTaskError) {
        func number(_ name: String) throws(SlurmTaskError) -> Int {
            let name = "SLURM_ARRAY_TASK_\(name)"
            guard let value = environment[name].flatMap({ Int($0) }) else {
                throw .variable(name, value: environment[name])
            }
            return value
        }
        let (task, first) = (try number("ID"), try number("MIN"))
        let (step, count) = (try number("STEP"), try number("COUNT"))
        let place = step > 0 ? (task - first) / step : -1
        guard step > 0, task >= first, (task - first) % step == 0, place < count,
            let shard = Shard(place, of: count)
        else { throw .task(task, first: first, step: step, count: count) }
        self = shard
    }
}
