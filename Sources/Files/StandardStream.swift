internal import Glibc
internal import Synchronization

/// Why results cannot be given.
public enum OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system took no more of them; `reason` is its own word.
    case refused(reason: String)
    /// Whoever read them wants no more, as `head` does.
    case readerLeft

    /// sysexits: input or output failed.
    public static let exitCode: Int32 = 74
    /// As ``exitCode``.
    public var exitCode: Int32 { Self.exitCode }

    /// One line: what is wrong, what would be right.
    public var description: String {
        switch self {
        case .refused(let reason):
            "standard output cannot be written (\(reason)); make room, or send it to another place"
        case .readerLeft: "whoever read standard output has left"
        }
    }
}

/// The two streams that every process is given to write to: the only way of words out of it.
public enum StandardStream {
    /// Writes results as they are; on a terminal without what would drive it.
    ///
    /// - Throws: ``OutputError``.
    public static func print(_ text: String) throws(OutputError) {
        let shown = isatty(STDOUT_FILENO) != 0 ? text.visibleLines : text
        do throws(SystemError) { try put(shown, STDOUT_FILENO) } catch {
            throw error.isClosedPipe ? .readerLeft : .refused(reason: error.reason)
        }
    }

    /// Writes a message. One that cannot be written has no other place to be told at; ``isMessageLost`` says so.
    public static func tell(_ text: String) {
        do throws(SystemError) { try put(text, STDERR_FILENO) } catch { lost.store(true, ordering: .relaxed) }
    }

    /// Whether a message could not be written.
    public static var isMessageLost: Bool { lost.load(ordering: .relaxed) }

    private static let lost = Atomic(false)

    private static func put(_ text: String, _ descriptor: Int32) throws(SystemError) {
        var text = text
        let failure: SystemError? = text.withUTF8 { bytes in
            do throws(SystemError) { try writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) } catch {
                return error
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Prepares a process that writes: a stream that it was given closed stays closed, so that no file of its own takes
    /// the number and gets the report; a reader that leaves, or a file at its limit of size, is an answer to the write and
    /// does not end the process.
    public static func prepare() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            // The other way round than it is used, so that every use is refused. The lowest free number is this one.
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Ends the process as one ends whose reader has left.
    public static func endByClosedPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(128 + SIGPIPE)
    }
}
