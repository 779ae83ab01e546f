import Dispatch
import Foundation
import Synchronization
import Testing
import Workers

@Suite struct WorkersTests {
    @Test(arguments: [1, 2, 5, 64])
    func `results come in order whatever the number of workers`(count: Int) {
        #expect(Workers(count).map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
    }

    @Test func `there is at least one worker`() {
        #expect(Workers(0).count == 1 && Workers(-3).count == 1 && Workers(3).count == 3)
    }

    @Test func `no items give no results`() {
        #expect(Workers(4).map(0) { $0 }.isEmpty)
    }

    @Test func `progress counts every item once and in order`() {
        let heard = Mutex([Int]())
        _ = Workers(4).map(50, finished: { done in heard.withLock { $0.append(done) } }) { $0 }
        #expect(heard.withLock { $0 } == Array(1...50))
    }

    @Test func `each item is worked on once`() {
        let worked = Mutex([Int](repeating: 0, count: 200))
        _ = Workers(8).map(200) { item in worked.withLock { $0[item] += 1 } }
        #expect(worked.withLock { $0 } == [Int](repeating: 1, count: 200))
    }

    @Test(arguments: [1, 3, 64], [0, 1, 200])
    func `work without results is done once for each item`(count: Int, items: Int) {
        let worked = Mutex([Int](repeating: 0, count: items))
        Workers(count).forEach(items) { item in worked.withLock { $0[item] += 1 } }
        #expect(worked.withLock { $0 } == [Int](repeating: 1, count: items))
    }

    @Test(arguments: [1, 3], [-1, 0, 57, 99])
    func `whether something holds of all items is asked of every one`(count: Int, exception: Int) {
        let asked = Atomic(0)
        let holds = Workers(count).allSatisfy(100) { item in
            asked.add(1, ordering: .relaxed)
            return item != exception
        }
        #expect(holds == (exception < 0) && asked.load(ordering: .relaxed) == 100)
    }

    @Test func `many short pieces of work follow each other, each done whole`() {
        let sum = Atomic(0)
        for round in 0..<20_000 {
            Workers(4).forEach(5) { item in sum.add(item + 1, ordering: .relaxed) }
            guard sum.load(ordering: .relaxed) == 15 * (round + 1) else { break }
        }
        #expect(sum.load(ordering: .relaxed) == 300_000)
    }

    @Test func `work within work, and of several callers at once, is done whole`() {
        let sum = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<200 {
                Workers(3).forEach(4) { _ in
                    Workers(2).forEach(3) { item in sum.add(item + 1, ordering: .relaxed) }
                }
            }
        }
        #expect(sum.load(ordering: .relaxed) == 4 * 200 * 4 * 6)
    }
}
