import CFFTW
import Synchronization

/// A plan of FFTW for a transform and one for its inverse, destroyed with their owner.
///
/// FFTW's planner is one for all threads; its transforms are not.
final class FourierPlans: @unchecked Sendable {
    let forward, backward: OpaquePointer
    private let destroy: @Sendable (OpaquePointer) -> Void

    private static let planner = Mutex(())

    /// Plans made one at a time.
    ///
    /// - Parameters:
    ///   - destroy: what FFTW of the plans' precision destroys them with.
    ///   - make: makes the two; `nil` where memory is out.
    init(
        destroy: @escaping @Sendable (OpaquePointer) -> Void,
        make: () -> (forward: OpaquePointer?, backward: OpaquePointer?)
    ) {
        let plans = Self.planner.withLock { _ in make() }
        guard let forward = plans.forward, let backward = plans.backward else { preconditionFailure("out of memory") }
        (self.forward, self.backward) = (forward, backward)
        self.destroy = destroy
    }

    deinit {
        Self.planner.withLock { _ in
            destroy(forward)
            destroy(backward)
        }
    }
}
