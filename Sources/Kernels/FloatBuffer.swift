import Glibc

/// Values in memory that starts at a cache line, in large pages where the system has them; it holds anything at first.
///
/// Whoever shares it among workers sees to it that each writes places of its own.
final class FloatBuffer: @unchecked Sendable {
    let count: Int
    let start: UnsafeMutablePointer<Float>

    private static let largePage = 1 << 21

    init(count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Float>.stride
        let isLarge = bytes >= Self.largePage
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? Self.largePage : 64)
        if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
        start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }
}
