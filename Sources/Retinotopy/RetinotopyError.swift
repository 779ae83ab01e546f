/// Why something cannot be laid out on the cortex.
public enum RetinotopyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An option's value that cannot be.
    case invalid(option: String, value: String, expected: String)
    /// More hypercolumns than are worked on, the mirrored ones about a picture with them.
    case tooManyHypercolumns(height: Int, width: Int, limit: Int)

    /// One line: what is wrong, what would be right.
    public var description: String {
        switch self {
        case .invalid(let option, let value, let expected): "\(option): \(value) is not possible; \(expected)"
        case .tooManyHypercolumns(let height, let width, let limit):
            "\(height) × \(width) hypercolumns, with the mirrored ones about the picture, are more than \(limit); choose a longer --wavelength"
        }
    }
}
