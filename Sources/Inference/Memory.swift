import CWinograd

/// What becomes of memory that is freed.
enum Memory {
    /// It stays with the process, where the next tensor finds it: layers take turns in the same few buffers. Otherwise
    /// each large one would be fetched from the system anew, page by page, in every layer of every run.
    static let isKept: Void = winograd_keep_memory()
}
