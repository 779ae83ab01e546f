internal import Dispatch
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

    /// Does `work` for 0 ..< `items`, whatever the number of workers; for work that leaves its results elsewhere.
    ///
    /// - Complexity: each worker takes the next item when free, without a lock; alone, the calling thread does it all.
    public func forEach(_ items: Int, _ work: @Sendable (Int) -> Void) {
        guard count > 1, items > 1 else {
            for index in 0..<items { work(index) }
            return
        }
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(count, items)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < items else { return }
                work(index)
            }
        }
    }
}
