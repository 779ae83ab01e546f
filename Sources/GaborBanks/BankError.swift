/// Why a bank cannot be designed.
public enum BankError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An option's value is not one that a bank can have.
    case invalid(option: String, value: String, expected: String)
    /// The filters together would hold more values than memory should.
    case tooLarge(filters: Int, side: Int, limit: Int)

    /// One line: which option, what is wrong, what would be right.
    public var description: String {
        switch self {
        case .invalid(let option, let value, let expected): "\(option): \(value) is not possible; \(expected)"
        case .tooLarge(let filters, let side, let limit):
            "bank: \(filters) filters of \(side) × \(side) are more than \(limit) values; fewer filters or a smaller --size"
        }
    }
}
