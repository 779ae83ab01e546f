import ArgumentParser
import Planes

/// What the value of an option may be. Another one is refused with what would be right.
extension ParsableArguments {
    /// A whole number between two others; what was left out is fine.
    func expect(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
        if let value, !range.contains(value) {
            try refuse(option, value, "from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// A whole number that is not below another; what was left out is fine.
    func expect(_ option: String, _ value: Int?, _ range: PartialRangeFrom<Int>) throws {
        if let value, !range.contains(value) { try refuse(option, value, "at least \(range.lowerBound)") }
    }

    /// A number above 0; what was left out is fine.
    func expectPositive(_ option: String, _ value: Double?) throws {
        if let value, !(value > 0 && value.isFinite) { try refuse(option, value, "above 0") }
    }

    /// An error of usage that says what would be right.
    func refuse(_ option: String, _ value: any CustomStringConvertible, _ right: String) throws {
        throw ValidationError("\(option): \(value) is not possible; \(right)")
    }
}

extension Optional {
    /// The value, or an error of usage that names the option.
    func orUsage(_ option: String) throws -> Wrapped {
        guard let self else { throw ValidationError("\(option): not possible; above 0") }
        return self
    }
}
