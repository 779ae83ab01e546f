internal import Glibc

// A file's name is bytes, most often UTF-8. Bytes that are not stand in a String as characters of the last private plane,
// U+10FE80 to U+10FEFF for 0x80 to 0xFF, so that a path goes through the program and comes out as it came in. A name that
// has such characters itself has their bytes so.

/// Where the bytes are that are no UTF-8: U+10FE00 and the byte.
private let strayBytes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

extension Unicode.Scalar {
    /// The byte that it stands for in a path; `nil` for what is a character.
    var strayByte: UInt8? { strayBytes.contains(value) ? UInt8(value & 0xFF) : nil }
}

/// Lends a path as the system takes it.
///
/// - Throws: the body's error, or that there is no such file, for a path with a zero byte: C would read another, shorter path.
func withSystemPath<Result>(
    _ path: String, _ body: (UnsafePointer<CChar>) throws(SystemError) -> Result
) throws(SystemError) -> Result {
    var bytes: [CChar] = []
    for scalar in path.unicodeScalars {
        if let byte = scalar.strayByte {
            bytes.append(CChar(bitPattern: byte))
        } else {
            bytes += UTF8.encode(scalar).map { $0.map { CChar(bitPattern: $0) } } ?? []
        }
    }
    guard !bytes.contains(0) else { throw .noSuchFile }
    bytes.append(0)
    let answer: Swift.Result<Result, SystemError> = bytes.withUnsafeMutableBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return .failure(.noSuchFile) }
        do throws(SystemError) { return .success(try body(start)) } catch { return .failure(error) }
    }
    return try answer.get()
}

/// A name as the system gives it.
func systemName(_ name: UnsafePointer<CChar>) -> String {
    let bytes = UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) }
    var text = String.UnicodeScalarView()
    var place = 0
    func stray(_ count: Int) {
        for byte in bytes[place..<place + count] {
            text.append(contentsOf: Unicode.Scalar(strayBytes.lowerBound - 0x80 + UInt32(byte)).map { [$0] } ?? [])
        }
    }
    var (parser, rest) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator())
    while true {
        switch parser.parseScalar(from: &rest) {
        case .valid(let encoded):
            let scalar = Unicode.UTF8.decode(encoded)
            if scalar.strayByte == nil { text.append(scalar) } else { stray(encoded.count) }
            place += encoded.count
        case .error(let length):
            stray(length)
            place += length
        case .emptyInput: return String(text)
        }
    }
}

/// What a program is called with.
public enum ProgramArguments {
    /// The words after its name, each as a path may be.
    public static var all: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { CommandLine.unsafeArgv[$0].map { systemName($0) } }
    }
}
