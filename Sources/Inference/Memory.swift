internal import CLinux

/// What becomes of memory that is freed.
public enum Memory {
    /// It stays with the process, where the next tensor finds it: layers take turns in the same few buffers. Otherwise
    /// each large one would be fetched from the system anew, page by page, in every layer of every run.
    static let isKept: Void = linux_keep_memory()

    /// Gives what lies idle back to the system. Between the pieces of a long piece of work, such as pictures: what is kept
    /// of each is small but lies among what was freed, so that the heap would grow with every one.
    ///
    /// - Complexity: a few milliseconds, and the next large blocks are fetched anew.
    public static func returnIdle() { linux_return_memory() }
}
