import Files
import Foundation
import Synchronization

/// A count of what is done: one changing line on a terminal, now and then a plain line in a log, nothing when quiet.
final class Progress: Sendable {
    private let total: Int
    private let noun: String
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let isQuiet: Bool
    private let started = ContinuousClock.now
    private let last: Mutex<ContinuousClock.Instant>

    init(_ total: Int, _ noun: String, quiet: Bool) {
        self.total = total
        self.noun = noun
        isQuiet = quiet
        last = Mutex(started)
    }

    /// Says how far the work is, not more often than a reader wants.
    func done(_ count: Int) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(10)
        let isDue = last.withLock { last in
            guard now - last >= pause, count < total else { return false }
            last = now
            return true
        }
        if isDue {
            let spent = now - started
            let left = spent * Double(total - count) / Double(max(count, 1))
            let text = "\(count) of \(total) \(noun), about \(left.components.seconds + 1) s left"
            StandardStream.tell(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
        } else if count == total, isTerminal {
            StandardStream.tell("\r\u{1B}[K")
        }
    }

    /// What work is going to cost, before it begins.
    static func say(_ text: String) { StandardStream.tell("striate: \(text)\n") }
}
