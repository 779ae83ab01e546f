import Foundation

/// A number as people read it: fixed decimals, a true minus sign is not needed in a terminal, nothing for absence.
func rounded(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "-" }
    let text = String(format: "%.\(decimals)f", value)
    return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
}

/// An orientation in whole degrees, 0 to 179: 179.8° is horizontal. One that was chosen finer, such as 22.5° or 11.25°, is
/// said as it is; none that was measured ends so soon.
func wholeDegrees(_ degrees: Double?) -> String {
    degrees.map { degrees in
        let isChosen = (100 * degrees).rounded() == 100 * degrees
        return isChosen ? short(degrees) : String(Int(degrees.rounded()) % 180)
    } ?? "-"
}

/// `61 %` of a fraction, nothing for absence.
func percent(_ fraction: Double?, _ decimals: Int = 0) -> String {
    fraction.map { "\(rounded(100 * $0, decimals)) %" } ?? "-"
}

/// `61 %`; nothing of none.
func percent(_ part: Int, of whole: Int) -> String {
    whole > 0 ? "\(rounded(100 * Double(part) / Double(whole), 0)) %" : "-"
}

/// `39 of 64 (61 %)`.
func share(_ part: Int, of whole: Int) -> String {
    whole > 0 ? "\(part) of \(whole) (\(percent(part, of: whole)))" : "\(part) of \(whole)"
}

/// Text in lines of at most 80 columns, the second and later ones indented.
func wrapped(_ text: String, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    // Sizes stay on one line.
    let bound = text.split(separator: " × ").joined(separator: "\u{A0}×\u{A0}")
    for word in bound.split(separator: " ") {
        if line.isEmpty {
            line = (lines.isEmpty ? "" : indent) + word
        } else if line.count + 1 + word.count <= 80 {
            line += " " + word
        } else {
            lines.append(line)
            line = indent + word
        }
    }
    return (lines + [line]).map { String($0.map { $0 == "\u{A0}" ? " " : $0 }) }
}

/// A whole number with zeros before it, as long as the largest of its row, so that names sort as numbers do.
func padded(_ number: Int, upTo largest: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, String(largest).count - digits.count)) + digits
}

/// At most two decimals, or below 1 three digits, none that say nothing.
func short(_ value: Double) -> String {
    guard value == 0 || abs(value) >= 1 else { return String(format: "%.3g", value) }
    var text = rounded(value, 2)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    return text
}

/// `4 cycles/°`, of a number as it is printed.
func cyclesPerDegree(_ number: String) -> String { "\(number) \(number == "1" ? "cycle" : "cycles")/°" }
