/// A sum on the board: `map[0,0] = 1·1 + 1·0 + … = 4`, broken between terms where the page ends.
enum Sum {
    /// On one line if it fits, else row by row.
    static func lines(_ name: String, rows: [String], of row: Int, _ result: String) -> [String] {
        let line = lines(name, rows, result)
        return line.count == 1 ? line : lines(name, rows, result, row: row)
    }

    /// Where a line of working ends.
    static let width = 74

    /// The lines: a name, what is added, and what comes out, such as `= 4`.
    ///
    /// - Parameter row: terms on a line, where the sum is of rows; else as many as a line holds.
    static func lines(_ name: String, _ terms: [String], _ result: String, row: Int? = nil) -> [String] {
        let indent = String(repeating: " ", count: name.count)
        if let row, row < terms.count {
            let starts = Array(stride(from: 0, to: terms.count, by: row))
            let rows = starts.map { terms[$0..<min($0 + row, terms.count)].joined(separator: " + ") }
            if rows.allSatisfy({ name.count + 3 + $0.count <= width - result.count }) {
                return rows.enumerated().map { index, text in
                    (index == 0 ? name + " = " : indent + " + ") + text
                        + (index == rows.count - 1 ? "  " + result : "")
                }
            }
        }
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
