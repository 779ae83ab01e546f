internal import Foundation

/// How a number is written on the board: at most four decimals, no zeros at the end.
enum Numeral {
    /// `4`, `-0.5`, `0.3333`; very small ones as `2.1e-05`.
    static func text(_ value: Double, decimals: Int = 4) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-infinity" : "infinity" }
        if value != 0, abs(value) < 0.5 * pow(10, -Double(decimals)) { return String(format: "%.1e", value) }
        if abs(value) >= 1e15 { return String(format: "%.3e", value) }
        var text = String(format: "%.\(decimals)f", value)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }

    static func text(_ value: Float, decimals: Int = 4) -> String { text(Double(value), decimals: decimals) }

    /// A whole number with its thousands apart: `187 525 000`.
    static func count(_ value: Int) -> String {
        var digits = String(value)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: "\u{A0}")
    }

    /// As a factor of a product: negative ones in brackets.
    static func factor(_ value: Float) -> String { value < 0 ? "(\(text(value)))" : text(value) }

    /// `= 4`, or `≈ 0.3333` where digits are left out.
    static func equals(_ value: Double, decimals: Int = 4) -> String {
        let text = text(value, decimals: decimals)
        guard value.isFinite else { return "= \(text)" }
        // Sums of 32-bit values are right to about seven digits.
        let isWhole = abs((Double(text) ?? .infinity) - value) <= 1e-6 * max(abs(value), 1)
        return (isWhole ? "= " : "≈ ") + text
    }

    /// Always so many decimals: `1.00`, `-0.11`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = text(value, decimals: decimals)
        guard !text.contains("e"), let number = Double(text) else { return fixed(0, decimals) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard decimals > 0, number.isFinite else { return text }
        let tail = parts.count > 1 ? String(parts[1]) : ""
        return parts[0] + "." + tail + String(repeating: "0", count: decimals - tail.count)
    }
}
