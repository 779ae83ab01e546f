/// The dictionary at the head of a NumPy file: `{'descr': '<f4', 'fortran_order': False, 'shape': (64, 3, 11, 11), }`.
struct NumpyHeader: Hashable {
    /// The element type as written: `<f4`.
    let typeName: String
    /// The element type, `nil` if it is not read.
    let type: ElementType?
    /// Whether the highest byte comes first.
    let bigEndian: Bool
    /// Whether the first axis is fastest.
    let fortranOrder: Bool
    /// Sizes of the axes.
    let shape: [Int]

    /// Reads the dictionary: the three keys, each once, in any order; `nil` if it is anything else.
    init?(_ text: String) {
        var scanner = Scanner(rest: text.unicodeScalars[...])
        var (descr, order, sizes): (String?, Bool?, [Int]?)
        guard scanner.take("{") else { return nil }
        while !scanner.take("}") {
            guard let key = scanner.quoted(), scanner.take(":") else { return nil }
            switch key {
            case "descr" where descr == nil: descr = scanner.quoted()
            case "fortran_order" where order == nil: order = scanner.truth()
            case "shape" where sizes == nil: sizes = scanner.tuple()
            default: return nil
            }
            guard scanner.take(",") || scanner.isAt("}") else { return nil }
        }
        guard scanner.isAtEnd, let descr, let order, let sizes else { return nil }
        typeName = descr
        type = Self.types[String(descr.dropFirst())].flatMap { "<>|=".contains(descr.prefix(1)) ? $0 : nil }
        bigEndian = descr.hasPrefix(">")
        fortranOrder = order
        shape = sizes
    }

    private static let types: [String: ElementType] = [
        "f2": .float16, "b1": .bool, "f4": .float32, "f8": .float64, "i1": .int8, "u1": .uint8, "i2": .int16,
        "u2": .uint16,
        "i4": .int32, "u4": .uint32, "i8": .int64, "u8": .uint64,
    ]
}

/// Takes tokens from the front of a text, stepping over spaces.
private struct Scanner {
    var rest: String.UnicodeScalarView.SubSequence

    mutating func isAt(_ token: String) -> Bool {
        rest = rest.drop { " \n\t\r".unicodeScalars.contains($0) }
        return rest.starts(with: token.unicodeScalars)
    }

    var isAtEnd: Bool { rest.allSatisfy { " \n\t\r".unicodeScalars.contains($0) } }

    mutating func take(_ token: String) -> Bool {
        guard isAt(token) else { return false }
        rest = rest.dropFirst(token.unicodeScalars.count)
        return true
    }

    mutating func truth() -> Bool? { take("True") ? true : take("False") ? false : nil }

    mutating func quoted() -> String? {
        guard let quote = take("'") ? "'" : take("\"") ? "\"" : nil else { return nil }
        let text = rest.prefix { String($0) != quote && $0 != "\\" }
        rest = rest.dropFirst(text.count)
        return rest.first.map(String.init) == quote && take(quote) ? String(text) : nil
    }

    mutating func tuple() -> [Int]? {
        guard take("(") else { return nil }
        var sizes: [Int] = []
        while !take(")") {
            _ = isAt("")
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard let size = Int(String(digits)) else { return nil }
            rest = rest.dropFirst(digits.count)
            sizes.append(size)
            guard take(",") || isAt(")") else { return nil }
        }
        return sizes
    }
}
