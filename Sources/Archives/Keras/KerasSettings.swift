/// What Keras's descriptions say, as they are asked.
extension JSONValue {
    /// The value of a text, without settings that are null; `nil` where it is none.
    init?(settings bytes: [UInt8]) {
        guard let value = try? JSONReader.value(bytes) else { return nil }
        self = value.withoutNulls
    }

    /// The same without settings that are null: those are not made.
    private var withoutNulls: JSONValue {
        switch self {
        case .table(let entries):
            .table(entries.compactMapValues { if case .null = $0 { nil } else { $0.withoutNulls } })
        case .list(let values): .list(values.map(\.withoutNulls))
        default: self
        }
    }

    /// The elements of a list.
    var list: [JSONValue]? { elements }

    /// A whole number, however it is written.
    var int: Int? { integer ?? number.flatMap { Int(exactly: $0) } }

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
