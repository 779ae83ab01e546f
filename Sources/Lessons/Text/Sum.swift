/// A sum on the board: `map[0,0] = 1·1 + 1·0 + … = 4`, broken between terms where the page ends.
enum Sum {
    /// Where a line of working ends.
    static let width = 74

    /// The lines: a name, what is added, and what comes out, such as `= 4`.
    static func lines(_ name: String, _ terms: [String], _ result: String) -> [String] {
        let indent = String(repeating: " ", count: name.count)
        var lines: [String] = []
        var line = name + " = " + (terms.first ?? "0")
        for piece in terms.dropFirst().map({ " + " + $0 }) + [" " + result] {
            if line.count + piece.count > width {
                lines.append(line)
                line = indent + piece
            } else {
                line += piece
            }
        }
        return lines + [line]
    }
}

extension String {
    /// With spaces at the end, to so many characters.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }

    /// With spaces in front, to so many characters.
    func padded(left width: Int) -> String { String(repeating: " ", count: max(width - count, 0)) + self }
}
