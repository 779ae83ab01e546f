/// A value of JSON as Python writes it: `NaN` and `Infinity` are numbers.
///
/// - SeeAlso: RFC 8259.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// The value of a text; `nil` where it is none, lies deeper than ``deepest`` or holds more than ``mostValues``.
    init?(_ bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = value
    }

    /// Lists in lists deeper than these are no description that anybody writes.
    static let deepest = 128
    /// Values of one text.
    static let mostValues = 1 << 21

    /// What an object has under a key; `nil` for null and for what is no object.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[key], value != .null else { return nil }
        return value
    }

    /// The elements of a list.
    var list: [JSONValue]? { if case .list(let values) = self { values } else { nil } }

    /// A text.
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// A truth value.
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// A number.
    var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// A whole number.
    var int: Int? { number.flatMap { Int(exactly: $0) } }

    /// Whole numbers, or one.
    var ints: [Int]? {
        if let int { return [int] }
        guard let list else { return nil }
        let ints = list.compactMap(\.int)
        return ints.count == list.count ? ints : nil
    }

    /// Numbers, in lists however deep, or one.
    var floats: [Float]? {
        if let number { return [Float(number)] }
        guard let list else { return nil }
        let parts = list.compactMap(\.floats)
        return parts.count == list.count ? parts.flatMap(\.self) : nil
    }
}

/// Takes values from the front of a text.
private struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var count = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing but space is left.
    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == bytes.count
        }
    }

    mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        count += 1
        guard place < bytes.count, depth <= JSONValue.deepest, count <= JSONValue.mostValues else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return list(depth)
        case UInt8(ascii: "\""): return text().map { .text($0) }
        default: return word()
        }
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    }

    private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: byte) else { return false }
        place += 1
        return true
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
        place += 1
        var members: [String: JSONValue] = [:]
        if takes("}") { return .object(members) }
        repeat {
            skipSpace()
            guard let key = text(), takes(":"), let value = value(depth: depth + 1) else { return nil }
            members[key] = value
        } while takes(",")
        return takes("}") ? .object(members) : nil
    }

    private mutating func list(_ depth: Int) -> JSONValue? {
        place += 1
        var values: [JSONValue] = []
        if takes("]") { return .list(values) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while takes(",")
        return takes("]") ? .list(values) : nil
    }

    private mutating func text() -> String? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
        place += 1
        var parts: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: parts, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped else { return nil }
                parts.append(contentsOf: escaped)
            default: parts.append(byte)
            }
        }
        return nil
    }

    /// What stands behind a backslash.
    private var escaped: [UInt8]? {
        mutating get {
            guard place < bytes.count else { return nil }
            let letter = bytes[place]
            place += 1
            switch letter {
            case UInt8(ascii: "n"): return [0x0A]
            case UInt8(ascii: "t"): return [0x09]
            case UInt8(ascii: "r"): return [0x0D]
            case UInt8(ascii: "b"): return [0x08]
            case UInt8(ascii: "f"): return [0x0C]
            case UInt8(ascii: "u"): return character
            default: return [letter]
            }
        }
    }

    /// A character by its number in UTF-16, of two halves where the first is one.
    private var character: [UInt8]? {
        mutating get {
            guard let first = unit else { return nil }
            var units = [first]
            if UTF16.isLeadSurrogate(first), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            {
                place += 2
                guard let second = unit else { return nil }
                units.append(second)
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
    }

    private var unit: UInt16? {
        mutating get {
            guard place + 4 <= bytes.count else { return nil }
            defer { place += 4 }
            return UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        }
    }

    /// A number, or a word that stands for a value.
    private mutating func word() -> JSONValue? {
        let start = place
        while place < bytes.count, Self.isOfWord(bytes[place]) { place += 1 }
        // No number is longer.
        guard start < place, place - start <= 64 else { return nil }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "NaN": return .number(.nan)
        case "Infinity": return .number(.infinity)
        case "-Infinity": return .number(-.infinity)
        default: return Double(word).map { .number($0) }
        }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
