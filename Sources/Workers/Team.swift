internal import CLinux
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads that wait for work beside the calling one.
///
/// A thread that has just worked looks for more for a moment before it sleeps: a network's layers follow each other faster
/// than a sleeping thread wakes.
final class Team: @unchecked Sendable {
    static let shared = Team()

    /// How often a thread looks for work before it sleeps, some hundreds of µs: what is done between two layers by one
    /// thread alone takes tens, and a sleeper's waking as long again.
    private static let patience = 20_000
    /// How often the caller looks whether the others have ended before it lends them its processor.
    private static let restlessness = 2000
    /// Of `door`: the places that are free lie in the low half, the helpers that are inside in the high half.
    private static let inside = 1 << 32

    /// Whether some caller has the team.
    private let isTaken = Atomic(false)
    private let door = Atomic(0)
    private let sleeping = Atomic(0)
    private let alarm = DispatchSemaphore(value: 0)
    /// What is done, written by the caller who has the team before it opens the door.
    private var work: (Int) -> Void = { _ in }
    /// Threads begun so far, counted by the caller who has the team.
    private var threads = 0

    /// Does `work` here and, if they are free, on `helpers` threads at once; whether the team was free to do so.
    ///
    /// Each is told its number in the team, the caller 0: the same thread has the same one whenever it comes.
    ///
    /// Back when all who began have ended; a thread that comes late finds nothing to do.
    func joins(helpers: Int, _ work: @Sendable (Int) -> Void) -> Bool {
        let isFree = isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
        guard isFree else { return false }
        defer { isTaken.store(false, ordering: .releasing) }
        withoutActuallyEscaping(work) { work in
            self.work = work
            grow(to: helpers)
            door.store(helpers, ordering: .sequentiallyConsistent)
            wake(helpers)
            work(0)
            door.bitwiseAnd(~(Self.inside - 1), ordering: .acquiringAndReleasing)
            var waited = 0
            while door.load(ordering: .acquiring) != 0 { rest(&waited) }
            self.work = { _ in }
        }
        return true
    }

    /// Waits a moment: on the processor at first, which another thread may need after a while.
    private func rest(_ waited: inout Int) {
        waited += 1
        if waited < Self.restlessness { processor_pause() } else { sched_yield() }
    }

    private func wake(_ helpers: Int) {
        var left = helpers
        while left > 0, leavesSleep() {
            alarm.signal()
            left -= 1
        }
    }

    /// Takes one thread from those that sleep; whether there was one.
    private func leavesSleep() -> Bool {
        var count = sleeping.load(ordering: .sequentiallyConsistent)
        while count > 0 {
            let (exchanged, original) = sleeping.compareExchange(
                expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
            if exchanged { return true }
            count = original
        }
        return false
    }

    private func grow(to count: Int) {
        while threads < count {
            threads += 1
            Thread.detachNewThread { [self, threads] in serve(as: threads) }
        }
    }

    /// What a thread does all its life.
    private func serve(as number: Int) {
        var looked = 0
        while true {
            if enters() {
                work(number)
                door.subtract(Self.inside, ordering: .releasing)
                looked = 0
            } else if looked < Self.patience {
                looked += 1
                processor_pause()
            } else {
                sleep()
                looked = 0
            }
        }
    }

    /// Takes a free place; whether there was one.
    private func enters() -> Bool {
        var seen = door.load(ordering: .sequentiallyConsistent)
        while seen & (Self.inside - 1) > 0 {
            let (exchanged, original) = door.compareExchange(
                expected: seen, desired: seen - 1 + Self.inside, ordering: .acquiring)
            if exchanged { return true }
            seen = original
        }
        return false
    }

    /// Sleeps until it is woken, unless the door was opened meanwhile.
    private func sleep() {
        sleeping.add(1, ordering: .sequentiallyConsistent)
        // The door is opened before the sleeping are counted: one of the two sees the other.
        if door.load(ordering: .sequentiallyConsistent) & (Self.inside - 1) > 0, leavesSleep() { return }
        alarm.wait()
    }
}
