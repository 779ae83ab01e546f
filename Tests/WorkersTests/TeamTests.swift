import Foundation
import Synchronization
import Testing

@testable import Workers

@Suite struct TeamTests {
    @Test(arguments: [0, 3000]) func `threads that wait or sleep come when there is work`(pause: UInt32) {
        let team = Team()
        for _ in 0..<20 {
            usleep(pause)
            // Each of three waits for the others: fewer threads would never end.
            let here = Atomic(0)
            let wasFree = team.joins(helpers: 2) { _ in
                here.add(1, ordering: .sequentiallyConsistent)
                while here.load(ordering: .sequentiallyConsistent) < 3 { sched_yield() }
            }
            #expect(wasFree && here.load(ordering: .sequentiallyConsistent) == 3)
        }
    }

    @Test func `the same thread has the same number whenever it comes`() {
        let team = Team()
        let threads = Mutex<[Int: Set<UInt>]>([:])
        for _ in 0..<20 {
            let here = Atomic(0)
            _ = team.joins(helpers: 2) { number in
                threads.withLock { _ = $0[number, default: []].insert(UInt(pthread_self())) }
                here.add(1, ordering: .sequentiallyConsistent)
                while here.load(ordering: .sequentiallyConsistent) < 3 { sched_yield() }
            }
        }
        #expect(threads.withLock { $0.mapValues(\.count) } == [0: 1, 1: 1, 2: 1])
    }

    @Test func `a team that is at work is not free`() {
        let team = Team()
        let nested = Atomic(true)
        let wasFree = team.joins(helpers: 0) { _ in
            nested.store(team.joins(helpers: 1) { _ in }, ordering: .relaxed)
        }
        #expect(wasFree && !nested.load(ordering: .relaxed))
        #expect(team.joins(helpers: 1) { _ in })
    }
}
