internal import Foundation
internal import Glibc

/// What is removed when a signal ends the process.
public enum Unfinished {
    private static let lock = NSRecursiveLock()
    private nonisolated(unsafe) static var places: Set<String> = []

    /// Does something that no signal ends half-way: a signal that comes meanwhile is obeyed afterwards.
    public static func shield<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body()
    }

    /// Keeps in mind what is to be removed, or is no more.
    static func add(_ place: String) { shield { _ = places.insert(place) } }
    static func remove(_ place: String) { shield { _ = places.remove(place) } }

    /// Makes the signals that ask a process to end remove what is unfinished first. A second signal ends it at once; one
    /// that the process was told to ignore stays ignored (nohup).
    public static func obeySignals() {
        let signals = [SIGINT, SIGTERM, SIGHUP].filter { number in
            var action = sigaction()
            return sigaction(number, nil, &action) == 0 && action.__sigaction_handler.sa_handler == nil
        }
        guard !signals.isEmpty else { return }
        let waiting = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        sem_init(waiting, 0, 0)
        wake = waiting
        var thread = pthread_t()
        // Without room for a thread the signals end the process as they always do.
        let isBegun = pthread_create(&thread, nil, { Unfinished.removeWhenWoken($0) }, waiting) == 0
        guard isBegun else { return }
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                // Of what may be called here, the least.
                came = number
                if let wake { sem_post(wake) }
            }
            action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
        // Whoever started the program may have kept signals back in a thread of its own, and its children with it.
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in signals { sigaddset(&wanted, number) }
        pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
    }

    /// The work of the thread that waits for a signal; the lock is kept, so that nothing is made any more.
    private static func removeWhenWoken(_ waiting: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let waiting = waiting?.assumingMemoryBound(to: sem_t.self) else { return nil }
        while sem_wait(waiting) != 0 {}
        lock.lock()
        for place in places { try? Folder.remove(place) }
        signal(came, SIG_DFL)
        kill(getpid(), came)
        // The signal may be taken by any thread.
        while true { pause() }
    }
}

/// The signal that came, and what wakes the thread that obeys it. A handler may touch no more than this.
private nonisolated(unsafe) var came: Int32 = 0
private nonisolated(unsafe) var wake: UnsafeMutablePointer<sem_t>?
