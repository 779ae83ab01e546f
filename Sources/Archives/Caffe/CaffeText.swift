/// Caffe's `.prototxt`: a message in Protocol Buffers' text format.
///
/// - SeeAlso: "Text Format Language Specification" in the Protocol Buffers documentation.
struct CaffeText {
    private let file: LazyFile
    private let bytes: [UInt8]
    private var place = 0
    private var count = 0

    /// No description is longer, and none deeper.
    private static let (mostBytes, deepest) = (1 << 24, 32)
    /// What a network's description begins with.
    private static let beginnings = [
        "name", "layer", "layers", "input", "input_dim", "input_shape", "state", "force_backward", "debug_info",
    ]

    /// Whether a file begins as a network's description.
    static func recognizes(_ file: LazyFile) -> Bool {
        var start = CaffeText(file, first: 4096)
        start.skipSpace()
        guard let word = start.word(), beginnings.contains(word) else { return false }
        start.skipSpace()
        return start.next.map { [UInt8(ascii: ":"), UInt8(ascii: "{")].contains($0) } ?? false
    }

    private init(_ file: LazyFile, first: Int) {
        self.file = file
        bytes = file.withBytes(in: 0..<min(file.count, first)) { Array($0) }
    }

    /// The message of a file.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` by line.
    static func message(_ file: LazyFile) throws(ArchiveError) -> CaffeMessage {
        guard file.count <= mostBytes else {
            throw .malformed(file: file.path, place: "the description", expectation: "it has at most 16 MB")
        }
        var text = CaffeText(file, first: mostBytes)
        return try text.message(depth: 0)
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func malformed(_ expectation: String) -> ArchiveError {
        let line = bytes[..<min(place, bytes.count)].count { $0 == 0x0A } + 1
        return .malformed(file: file.path, place: "line \(line)", expectation: expectation)
    }

    private mutating func skipSpace() {
        while let byte = next {
            if byte == UInt8(ascii: "#") {
                while let byte = next, byte != 0x0A { place += 1 }
            } else if byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
                place += 1
            } else {
                return
            }
        }
    }

    private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    /// Letters, digits and what stands in numbers.
    private mutating func word() -> String? {
        let start = place
        while let byte = next, byte > 0x20, !"{}[]<>:;,#\"'".utf8.contains(byte), place - start < 256 { place += 1 }
        return place > start ? String(decoding: bytes[start..<place], as: UTF8.self) : nil
    }

    private mutating func message(depth: Int) throws(ArchiveError) -> CaffeMessage {
        guard depth < Self.deepest else { throw malformed("messages lie at most \(Self.deepest) deep") }
        var message = CaffeMessage()
        while true {
            skipSpace()
            guard let byte = next else {
                guard depth == 0 else { throw malformed("a '}' is expected before the end") }
                return message
            }
            if byte == UInt8(ascii: "}"), depth > 0 {
                place += 1
                return message
            }
            guard var name = word() else { throw malformed("the name of a setting is expected") }
            // What layers were once called.
            if depth == 0, name == "layers" { name = "layer" }
            let hasColon = takes(":")
            if takes("[") {
                while !takes("]") { message.append(try value(depth), to: name) }
            } else if hasColon || next == UInt8(ascii: "{") {
                message.append(try value(depth), to: name)
            } else {
                throw malformed("a ':' or '{' is expected behind '\(name)'")
            }
        }
    }

    private mutating func value(_ depth: Int) throws(ArchiveError) -> CaffeMessage.Value {
        count += 1
        guard count <= CaffeMessage.mostFields else { throw malformed("a network has fewer settings") }
        if takes("{") { return .message(try message(depth: depth + 1)) }
        if let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            place += 1
            let start = place
            while let byte = next, byte != quote, byte != 0x0A { place += 1 }
            guard next == quote else { throw malformed("a text ends on its line") }
            defer { place += 1 }
            return .text(String(decoding: bytes[start..<place], as: UTF8.self))
        }
        guard let word = word() else { throw malformed("a value is expected") }
        return .text(word)
    }
}
