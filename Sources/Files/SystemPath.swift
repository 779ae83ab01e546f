/// Lends a path as the system takes it.
///
/// - Throws: the body's error, or that there is no such file, for a path with a zero byte: C would read another, shorter path.
func withSystemPath<Result>(
    _ path: String, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
) throws(SystemError) -> Result {
    guard !path.utf8.contains(0) else { throw .noSuchFile }
    var bytes = path.utf8.map { CChar(bitPattern: $0) } + [0]
    let answer: Swift.Result<Result, SystemError> = bytes.withUnsafeMutableBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return .failure(.noSuchFile) }
        do throws(SystemError) { return .success(try body(start)) } catch { return .failure(error) }
    }
    return try answer.get()
}

/// A name as the system gives it.
func systemName(_ name: UnsafePointer<CChar>) -> String { String(cString: name) }
