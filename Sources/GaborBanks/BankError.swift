/// Why a bank cannot be designed.
public enum BankError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is chosen of a bank.
    public enum Quantity: String, CaseIterable, Sendable {
        /// Orientations over half a turn.
        case orientations
        /// Wavelengths, pixels.
        case wavelengths
        /// Phases, degrees.
        case phases
        /// Octaves at half amplitude.
        case bandwidth
        /// Width across the bars over length along them.
        case aspect = "aspect ratio"
        /// Rows and columns of a filter.
        case size
        /// Filters that are drawn.
        case count
        /// Pixels per degree.
        case resolution = "pixels per degree"
    }

    /// A value that a bank cannot have.
    case invalid(Quantity, value: String, expected: String)
    /// The filters together would hold more values than memory should.
    case tooLarge(filters: Int, side: Int, limit: Int)

    /// One line: what is wrong, what would be right.
    public var description: String { text { $0.rawValue } }

    /// The same line, with quantities called as whoever set them knows them.
    public func text(naming name: (Quantity) -> String) -> String {
        switch self {
        case .invalid(let quantity, let value, let expected):
            "\(name(quantity)): \(value) is not possible; \(expected)"
        case .tooLarge(let filters, let side, let limit):
            "bank: \(filters) filters of \(side) × \(side) are more than \(limit) values; fewer filters or a smaller \(name(.size))"
        }
    }
}
