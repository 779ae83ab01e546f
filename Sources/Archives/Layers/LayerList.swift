import Networks

/// A network on paper: a CSV with a layer a row, as one writes it down from an article.
///
/// `layer,op,inputs,kernel,stride,padding,dilation,channels` and, if one likes, `groups,ceil`. Names of operations are
/// ONNX's, and `Input` for the image, whose size stands under `kernel`. Sizes are one number or rows `x` columns; inputs
/// are joined by `;`, and none means the row above. Lines that begin with `#` are remarks.
struct LayerList {
    /// One row.
    struct Row {
        let line: Int
        let layer: String
        let op: Operator
        /// Names of the inputs; empty for the row above.
        let inputs: [String]
        let kernel, stride, dilation: [Int]?
        /// Rows and columns, before and after alike.
        let padding: [Int]?
        /// As much padding as keeps ⌈N/stride⌉ outputs.
        let isSame: Bool
        let channels, groups: Int?
        let isCeil: Bool
    }

    /// The rows in their order.
    let rows: [Row]

    private static let columns = [
        "layer", "op", "inputs", "kernel", "stride", "padding", "dilation", "channels", "groups", "ceil",
    ]
    /// No network on paper is longer.
    private static let mostBytes = 1 << 24

    /// Whether a file begins with the header of such a list.
    static func recognizes(_ file: LazyFile) -> Bool {
        let start = file.text(in: 0..<min(file.count, 4096))
        let first = lines(start).first { !$0.hasPrefix("#") && !$0.isEmpty }
        return first?.hasPrefix("layer,op") ?? false
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// Reads the rows.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)`` by line and column.
    init(_ file: LazyFile) throws(ArchiveError) {
        guard file.count <= Self.mostBytes else {
            throw .malformed(file: file.path, place: "the list", expectation: "a list of layers has at most 16 MB")
        }
        var header: [String]?
        var rows: [Row] = []
        for (index, line) in Self.lines(file.text(in: 0..<file.count)).enumerated() {
            let text = String(line)
            guard !text.hasPrefix("#"), !text.allSatisfy(\.isWhitespace) else { continue }
            let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard let header else {
                let strangers = cells.filter { !Self.columns.contains($0) }
                guard strangers.isEmpty, Set(cells).count == cells.count else {
                    throw .malformed(
                        file: file.path, place: "line \(index + 1)",
                        expectation: "columns are \(Self.columns.joined(separator: ", ")), each once")
                }
                header = cells
                continue
            }
            guard cells.count <= header.count else {
                throw .malformed(
                    file: file.path, place: "line \(index + 1) of \(cells.count) cells",
                    expectation: "\(header.count) columns are announced")
            }
            rows.append(try Self.row(Dictionary(zip(header, cells)) { $1 }, index + 1, file))
        }
        self.rows = rows
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func row(
        _ cells: [String: String], _ line: Int, _ file: LazyFile
    ) throws(ArchiveError) -> Row {
        func refused(_ column: String, _ expectation: String) -> ArchiveError {
            .malformed(
                file: file.path, place: "line \(line), \(column) '\(cells[column] ?? "")'", expectation: expectation)
        }
        func pair(_ column: String, from least: Int) throws(ArchiveError) -> [Int]? {
            guard let text = cells[column], !text.isEmpty else { return nil }
            let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(sides.count), let first = sides[0], let last = sides[sides.count - 1],
                (least...1 << 20).contains(first), (least...1 << 20).contains(last)
            else { throw refused(column, "one number from \(least), or rows x columns, is expected") }
            return [first, last]
        }
        func number(_ column: String) throws(ArchiveError) -> Int? {
            guard let text = cells[column], !text.isEmpty else { return nil }
            guard let value = Int(text), (1...1 << 20).contains(value) else {
                throw refused(column, "a number from 1 is expected")
            }
            return value
        }
        guard let layer = cells["layer"], !layer.isEmpty else { throw refused("layer", "a name is expected") }
        guard let op = cells["op"], !op.isEmpty else { throw refused("op", "an operation is expected, as 'Conv'") }
        let isSame = cells["padding"]?.lowercased() == "same"
        return Row(
            line: line, layer: layer, op: Operator(op),
            inputs: (cells["inputs"] ?? "").split(separator: ";").map(trimmed),
            kernel: try pair("kernel", from: 1), stride: try pair("stride", from: 1),
            dilation: try pair("dilation", from: 1), padding: isSame ? nil : try pair("padding", from: 0),
            isSame: isSame, channels: try number("channels"), groups: try number("groups"),
            isCeil: ["true", "1", "yes"].contains(cells["ceil"]?.lowercased() ?? ""))
    }
}
