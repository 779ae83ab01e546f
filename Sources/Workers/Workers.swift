internal import Dispatch
internal import Foundation
internal import Synchronization

/// How many pieces of work run at once.
public struct Workers: Hashable, Sendable {
    /// At least 1.
    public let count: Int

    /// As many workers as given, at least one.
    public init(_ count: Int) {
        self.count = max(1, count)
    }

    /// The results of `work` for 0 ..< `items`, in order, whatever the number of workers.
    ///
    /// `finished` hears how many items are done, from any worker, never two at once.
    ///
    /// - Complexity: each worker takes the next item when free; a result depends on its index alone.
    public func map<Result: Sendable>(
        _ items: Int, finished: (@Sendable (Int) -> Void)? = nil, _ work: @Sendable (Int) -> Result
    ) -> [Result] {
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: items))
        let done = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: min(count, max(items, 1))) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < items else { return }
                let result = work(index)
                results.withLock { $0[index] = result }
                done.withLock { count in
                    count += 1
                    finished?(count)
                }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    /// Asked once: the answer is read from files.
    private static let processors = ProcessInfo.processInfo.activeProcessorCount

    /// Does `work` for 0 ..< `items`, whatever the number of workers; for work that leaves its results elsewhere.
    ///
    /// Each worker begins with a run of items of its own, the same one whenever there are as many: what it writes for some
    /// places it finds in its own cache when it comes to read them.
    ///
    /// - Complexity: without a lock; a worker who is done takes the next item of another's run. Alone, the calling thread
    ///   does it all.
    public func forEach(_ items: Int, _ work: @Sendable (Int) -> Void) {
        deal(items, runs: min(count, items, Self.processors), work)
    }

    /// Does `work` for 0 ..< `items`, parted in some runs that are each taken from their beginning on.
    private func deal(_ items: Int, runs: Int, _ work: @Sendable (Int) -> Void) {
        // More threads than processors would wait on each other's processor.
        let hands = min(count, items, Self.processors)
        guard hands > 1 else {
            for index in 0..<items { work(index) }
            return
        }
        let parts = Parts(of: items, runs: runs)
        // Work within work finds the team at work.
        guard !Team.shared.joins(helpers: hands - 1, { parts.work(through: $0, work) }) else { return }
        DispatchQueue.concurrentPerform(iterations: hands) { parts.work(through: $0, work) }
    }

    /// Does `work` for 0 ..< `items` like ``forEach(_:_:)``, and says whether all of it gives `true`; none is left out.
    public func allSatisfy(_ items: Int, _ work: @Sendable (Int) -> Bool) -> Bool {
        let failed = Atomic(false)
        forEach(items) { if !work($0) { failed.store(true, ordering: .relaxed) } }
        return !failed.load(ordering: .relaxed)
    }

    /// Hands on the results of `work` for 0 ..< `items` in their order, each as soon as those before it are there.
    ///
    /// - Parameters:
    ///   - items: how many there are.
    ///   - ahead: how many results may wait at most, so that memory does not grow with the items.
    ///   - work: makes the result of one, on any worker.
    ///   - take: gets the results, one at a time, from any worker. Where it throws, no more work is begun.
    /// - Throws: what `take` throws.
    public func inOrder<Result: Sendable>(
        _ items: Int, ahead: Int, _ work: @Sendable (Int) -> Result,
        take: (Int, Result) throws -> Void
    ) throws {
        let line = OrderedLine<Result>(ahead: max(1, ahead))
        withoutActuallyEscaping(take) { take in
            nonisolated(unsafe) let take = take
            deal(items, runs: 1) { index in
                guard line.waits(for: index) else { return }
                line.put(work(index), at: index, take)
            }
        }
        if let failure = line.failure { throw failure }
    }
}

/// Items in runs of about the same length, each with the next that no one has taken.
private final class Parts: @unchecked Sendable {
    private let ends: [Int]
    /// Far enough apart to lie in lines of the cache of their own.
    private let next: UnsafeMutablePointer<Atomic<Int>>
    private static let apart = 8

    init(of items: Int, runs: Int) {
        ends = (1...runs).map { $0 * items / runs }
        next = .allocate(capacity: runs * Self.apart)
        for run in 0..<runs { (next + run * Self.apart).initialize(to: Atomic(run * items / runs)) }
    }

    deinit {
        for run in ends.indices { (next + run * Self.apart).deinitialize(count: 1) }
        next.deallocate()
    }

    /// Does what is left of all runs, from one on.
    func work(through first: Int, _ work: (Int) -> Void) {
        for offset in ends.indices {
            let run = (first + offset) % ends.count
            while true {
                let index = next[run * Self.apart].add(1, ordering: .relaxed).oldValue
                guard index < ends[run] else { break }
                work(index)
            }
        }
    }
}

/// Results that came before their turn.
private final class OrderedLine<Result: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let ahead: Int
    private var waiting: [Int: Result] = [:]
    private var next = 0
    private(set) var failure: (any Error)?

    init(ahead: Int) { self.ahead = ahead }

    /// Waits until an item is near its turn; whether it is still wanted.
    func waits(for index: Int) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while index >= next + ahead, failure == nil { condition.wait() }
        return failure == nil
    }

    func put(_ result: Result, at index: Int, _ take: (Int, Result) throws -> Void) {
        condition.lock()
        defer { condition.unlock() }
        waiting[index] = result
        while failure == nil, let first = waiting.removeValue(forKey: next) {
            do { try take(next, first) } catch { failure = error }
            next += 1
        }
        condition.broadcast()
    }
}
