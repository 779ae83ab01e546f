internal import Foundation

/// Threads that answer requests and do nothing else: those that all tasks share are as few as cores, and work that takes
/// long may keep all of them busy.
final class ServingThreads: TaskExecutor {
    private let jobs = Jobs()

    /// So many answers are worked out at once.
    private static let count = 4

    init() {
        for _ in 0..<Self.count {
            let jobs = jobs
            Thread.detachNewThread { while let (job, executor) = jobs.next() { job.runSynchronously(on: executor) } }
        }
    }

    deinit { jobs.end() }

    func enqueue(_ job: consuming ExecutorJob) { jobs.add(UnownedJob(job), asUnownedTaskExecutor()) }
}

/// Jobs that wait, the first first.
private final class Jobs: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [(UnownedJob, UnownedTaskExecutor)] = []
    private var isEnded = false

    func add(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
        condition.lock()
        defer { condition.unlock() }
        waiting.append((job, executor))
        condition.signal()
    }

    /// Waits for a job; `nil` at the end.
    func next() -> (UnownedJob, UnownedTaskExecutor)? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isEnded { condition.wait() }
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }

    func end() {
        condition.lock()
        defer { condition.unlock() }
        isEnded = true
        condition.broadcast()
    }
}
