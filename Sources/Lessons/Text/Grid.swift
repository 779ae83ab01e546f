import Planes

/// Numbers in rows and columns as text, large enough to read from the back of the room.
struct Grid {
    private let cells: [[String]]

    /// How many columns of text a grid may take, and how many rows.
    static let widest = 72
    static let highest = 33

    /// A grid of texts.
    init(_ cells: [[String]]) { self.cells = cells }

    /// A grid of values; the marked ones stand in brackets.
    init(_ plane: Plane, decimals: Int = 4, marked: (Int, Int) -> Bool = { _, _ in false }) {
        cells = (0..<plane.size.height).map { row in
            (0..<plane.size.width).map { column in
                let text = Numeral.text(plane[row, column], decimals: decimals)
                return marked(row, column) ? "[\(text)]" : " \(text) "
            }
        }
    }

    /// Numbers with as many decimals each.
    static func fixed(_ plane: Plane, decimals: Int) -> Grid {
        Grid(
            (0..<plane.size.height).map { row in
                (0..<plane.size.width).map { " \(Numeral.fixed(Double(plane[row, $0]), decimals)) " }
            })
    }

    /// A drawing of ±1: `#` for what is above 0, `.` for the rest.
    static func drawing(_ plane: Plane) -> Grid {
        Grid(
            (0..<plane.size.height).map { row in
                (0..<plane.size.width).map { plane[row, $0] > 0 ? "#" : "." }
            })
    }

    /// The rows, columns aligned; what is too wide or too high ends in an ellipsis.
    var lines: [String] {
        let width = max(cells.joined().map(\.count).max() ?? 1, 1)
        let columns = max(1, (Self.widest + 1) / (width + 1))
        func line(_ row: [String]) -> String {
            let shown = row.prefix(row.count > columns ? columns - 1 : columns)
            let padded = shown.map { String(repeating: " ", count: width - $0.count) + $0 }
            return padded.joined(separator: " ") + (row.count > columns ? " …" : "")
        }
        let lines = cells.prefix(Self.highest).map(line)
        return cells.count > Self.highest ? lines + ["⋮"] : lines
    }

    /// Grids side by side under their names, beneath one another where the page is too narrow.
    static func beside(_ grids: [(name: String, grid: Grid)]) -> [String] {
        var rows: [[String]] = []
        var current: [String] = []
        for (name, grid) in grids {
            let block = [name] + grid.lines
            let joined = current.isEmpty ? block : joined(current, block)
            if joined.contains(where: { $0.count > widest + 4 }) {
                rows.append(current)
                current = block
            } else {
                current = joined
            }
        }
        return Array((rows + [current]).joined(separator: [""]))
    }

    private static func joined(_ left: [String], _ right: [String]) -> [String] {
        let width = left.map(\.count).max() ?? 0
        return (0..<max(left.count, right.count)).map { index in
            let a = index < left.count ? left[index] : ""
            let b = index < right.count ? right[index] : ""
            return b.isEmpty ? a : a + String(repeating: " ", count: width - a.count + 5) + b
        }
    }
}
