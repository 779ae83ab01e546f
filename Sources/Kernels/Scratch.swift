import CCorrelation
import Synchronization
import Workers

extension Workers {
    /// Does `work` for 0 ..< `items`, with memory for `count` values that each worker keeps from one item to the next.
    ///
    /// The memory holds anything at first: an item's outcome must depend on its index alone.
    func share(
        _ items: Int, scratch count: Int, _ work: @Sendable (Int, UnsafeMutablePointer<Float>) -> Void
    ) {
        let next = Atomic(0)
        forEach(min(self.count, items)) { _ in
            let scratch = FloatBuffer(count: count)
            withExtendedLifetime(scratch) {
                while true {
                    let item = next.add(1, ordering: .relaxed).oldValue
                    guard item < items else { return }
                    work(item, scratch.start)
                    correlation_settle()
                }
            }
        }
    }
}
