/// A JSON text as values, read within bounds: nesting and the number of values are limited, and no step calls itself.
///
/// Python's `NaN`, `Infinity` and `-Infinity` are read besides. Of two entries of one name the later counts.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case table([String: JSONValue])

    /// The value of a name; `nil` where this is no table, or has none.
    subscript(name: String) -> JSONValue? { if case .table(let entries) = self { entries[name] } else { nil } }

    /// The elements of a list.
    var elements: [JSONValue]? { if case .list(let values) = self { values } else { nil } }
    /// The entries of a table.
    var entries: [String: JSONValue]? { if case .table(let entries) = self { entries } else { nil } }
    /// A text.
    var text: String? { if case .text(let text) = self { text } else { nil } }
    /// A truth value.
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// A whole number.
    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// A number, whole or not.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        // As PyTorch writes what JSON has no number for.
        case .text("Infinity"): .infinity
        case .text("-Infinity"): -.infinity
        default: nil
        }
    }
}

/// Reads a JSON text.
struct JSONReader {
    /// Why a text is not read, and at which byte.
    struct Failure: Error {
        let place: Int
        let expectation: String
    }

    /// A graph's description nests some ten deep, and has a hundred values for each operation.
    private static let (deepest, mostValues) = (64, 1 << 21)

    private let bytes: [UInt8]
    private var place = 0
    private var count = 0
    /// The lists and tables that are open.
    private var open: [Container] = []

    private struct Container {
        let isTable: Bool
        var key = ""
        var values: [JSONValue] = []
        var entries: [String: JSONValue] = [:]

        mutating func add(_ value: JSONValue) {
            if isTable { entries[key] = value } else { values.append(value) }
        }

        var value: JSONValue { isTable ? .table(entries) : .list(values) }
    }

    /// The value that the bytes write.
    static func value(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var reader = JSONReader(bytes)
        return try reader.read()
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() throws(Failure) -> JSONValue {
        while true {
            guard var value = try begun() else { continue }
            // A value may close what it stands in, and that again.
            while true {
                guard let last = open.indices.last else {
                    guard next() == nil else { throw failure("one value and nothing after it is expected") }
                    return value
                }
                open[last].add(value)
                let isTable = open[last].isTable
                switch next() {
                case UInt8(ascii: ","):
                    place += 1
                    if isTable { open[last].key = try key() }
                case UInt8(ascii: isTable ? "}" : "]"):
                    place += 1
                    value = open.removeLast().value
                    continue
                default: throw failure("',' or '\(isTable ? "}" : "]")' is expected")
                }
                break
            }
        }
    }

    /// A value that is whole; `nil` where a list or a table has been opened.
    private mutating func begun() throws(Failure) -> JSONValue? {
        count += 1
        guard count <= Self.mostValues else { throw failure("at most \(Self.mostValues) values are expected") }
        switch next() {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isTable = bytes[place] == UInt8(ascii: "{")
            place += 1
            if next() == UInt8(ascii: isTable ? "}" : "]") {
                place += 1
                return isTable ? .table([:]) : .list([])
            }
            guard open.count < Self.deepest else {
                throw failure("values nested at most \(Self.deepest) deep are expected")
            }
            open.append(Container(isTable: isTable))
            if isTable { open[open.count - 1].key = try key() }
            return nil
        case UInt8(ascii: "\""): return .text(try string())
        default: return try word()
        }
    }

    /// The next byte that is no blank; `nil` at the end.
    private mutating func next() -> UInt8? {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
        return place < bytes.count ? bytes[place] : nil
    }

    private mutating func key() throws(Failure) -> String {
        guard next() == UInt8(ascii: "\"") else { throw failure("a name in quotes is expected") }
        let key = try string()
        guard next() == UInt8(ascii: ":") else { throw failure("':' is expected") }
        place += 1
        return key
    }

    private mutating func string() throws(Failure) -> String {
        place += 1
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
        guard place < bytes.count else { throw failure("the end of a text is expected") }
        if bytes[place] == UInt8(ascii: "\"") {
            place += 1
            return String(decoding: bytes[start..<place - 1], as: UTF8.self)
        }
        var units = Array(String(decoding: bytes[start..<place], as: UTF8.self).utf16)
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") {
                units.append(try escaped())
            } else {
                let from = place
                while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
                    place += 1
                }
                units += String(decoding: bytes[from..<place], as: UTF8.self).utf16
            }
        }
        guard place < bytes.count else { throw failure("the end of a text is expected") }
        place += 1
        return String(decoding: units, as: UTF16.self)
    }

    private mutating func escaped() throws(Failure) -> UInt16 {
        guard place + 1 < bytes.count else { throw failure("the end of a text is expected") }
        let letter = bytes[place + 1]
        place += 2
        switch letter {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(letter)
        case UInt8(ascii: "u"):
            guard place + 4 <= bytes.count,
                let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
            else { throw failure("four digits after '\\u' are expected") }
            place += 4
            return unit
        default: throw failure("an escape that JSON has is expected")
        }
    }

    /// A number or one of JSON's words.
    private mutating func word() throws(Failure) -> JSONValue {
        let start = place
        while place < bytes.count, Self.isOfWords(bytes[place]), place - start < 64 { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "NaN": return .number(.nan)
        case "Infinity": return .number(.infinity)
        case "-Infinity": return .number(-.infinity)
        default: break
        }
        if let whole = Int(text) { return .integer(whole) }
        // No other text is read as a number: Swift's own also knows "0x1p3" and "inf".
        guard text.utf8.allSatisfy({ Self.isOfNumbers($0) }), let number = Double(text) else {
            place = start
            throw failure("a value is expected")
        }
        return .number(number)
    }

    private static func isOfWords(_ byte: UInt8) -> Bool {
        isOfNumbers(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isOfNumbers(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")]
                .contains(byte)
    }

    private func failure(_ expectation: String) -> Failure { Failure(place: place, expectation: expectation) }
}
