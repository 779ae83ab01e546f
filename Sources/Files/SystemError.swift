internal import Glibc

/// What the system answered where it refused.
public struct SystemError: Error, Hashable, Sendable {
    /// `errno`.
    public let code: Int32

    /// An answer; by default that to the last call.
    public init(_ code: Int32 = SystemError.lastCode()) { self.code = code }

    /// The system's word for it, in lower case as all messages are.
    public var reason: String { strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)" }

    /// Whether whoever read a pipe has gone.
    public var isClosedPipe: Bool { code == EPIPE }

    /// The code of the last call that failed.
    public static func lastCode() -> Int32 { errno }
}

/// Calls the system until no signal interrupts it.
///
/// - Throws: ``SystemError`` where it answers with a negative number.
func uninterrupted<Number: SignedInteger>(_ call: () -> Number) throws(SystemError) -> Number {
    while true {
        let answer = call()
        if answer >= 0 { return answer }
        guard errno == EINTR else { throw SystemError() }
    }
}

extension SystemError {
    /// Nothing lies at the path.
    static let noSuchFile = SystemError(ENOENT)
}
