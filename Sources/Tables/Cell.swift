/// One value of a table, or its absence.
public enum Cell: Hashable, Sendable {
    /// Words.
    case text(String)
    /// A count or an index.
    case integer(Int)
    /// A finite measurement.
    case number(Double)
    /// Yes or no.
    case flag(Bool)
    /// Nothing: an empty cell.
    case absent

    /// A measurement; what is not finite is absent, so that no file ever says "nan".
    public init(_ value: Double?) {
        if let value, value.isFinite { self = .number(value) } else { self = .absent }
    }

    /// A measurement in single precision, with the shortest digits that read back in that precision.
    public init(single value: Float) {
        self.init(Double(value.description))
    }

    /// A count, or its absence.
    public init(_ value: Int?) {
        self = value.map(Cell.integer) ?? .absent
    }

    /// Words, or their absence.
    public init(_ value: String?) {
        self = value.map(Cell.text) ?? .absent
    }

    /// As CSV writes it before quoting: the shortest digits that read back.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? value.description : ""
        case .flag(let value): value ? "true" : "false"
        case .absent: ""
        }
    }

    /// Absent first, then by value; different kinds do not meet in one column.
    static func isBefore(_ a: Cell, _ b: Cell) -> Bool {
        switch (a, b) {
        case (.text(let x), .text(let y)): x < y
        case (.integer(let x), .integer(let y)): x < y
        case (.number(let x), .number(let y)): x < y
        case (.flag(let x), .flag(let y)): !x && y
        case (.absent, .absent): false
        case (.absent, _): true
        default: false
        }
    }
}
