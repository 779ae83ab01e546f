import Foundation

/// Bars of one's own for a demonstration of saliency: a CSV with the columns `row`, `column` and `orientation_deg`, and if
/// wanted `contrast`.
public struct BarFile: Hashable, Sendable {
    /// One bar.
    public struct Bar: Hashable, Sendable {
        /// Its hypercolumn, 0-based, y down.
        public let row, column: Int
        /// Degrees counter-clockwise, 0 horizontal: a multiple of 15 below 180.
        public let orientation: Int
        /// Above 0; 2 where the file has none.
        public let contrast: Double?
    }

    /// In the file's order.
    public let bars: [Bar]

    /// The largest row and column, and the strongest contrast.
    public static let (last, strongest) = (255, 10.0)
    /// Degrees from one orientation to the next.
    public static let step = 15

    /// Reads a file.
    ///
    /// - Throws: ``ArchiveError`` of no table, a column that is missing, a number that cannot be, two bars at one place.
    public init(path: String) throws(ArchiveError) {
        let table = try CommaSeparated(path: path)
        func column(_ name: String) throws(ArchiveError) -> [String] {
            guard let texts = table[name] else {
                throw .malformed(
                    file: path, place: "the header",
                    expectation: "columns row, column and orientation_deg are expected, and contrast if wanted")
            }
            return texts
        }
        let (rows, columns, angles) = (
            try column("row"), try column("column"), try column("orientation_deg")
        )
        let contrasts = table["contrast"]
        var (bars, places) = ([Bar](), Set<[Int]>())
        for (index, record) in table.rows.enumerated() {
            func number(
                _ name: String, _ text: String, _ expected: String, _ isRight: (Double) -> Bool
            ) throws(ArchiveError) -> Double {
                guard let value = Double(text.trimmingCharacters(in: .whitespaces)), isRight(value) else {
                    throw .malformed(
                        file: path, place: "line \(record.line), \(name) '\(text)'",
                        expectation: "\(expected) is expected")
                }
                return value
            }
            func place(_ name: String, _ text: String) throws(ArchiveError) -> Int {
                Int(
                    try number(name, text, "a whole number from 0 to \(Self.last)") {
                        (0...Double(Self.last)).contains($0) && $0 == $0.rounded()
                    })
            }
            let (row, column) = (try place("row", rows[index]), try place("column", columns[index]))
            let angle = try number(
                "orientation_deg", angles[index], "a multiple of \(Self.step) from 0 to 165, or 180 for 0"
            ) { (0...180).contains($0) && $0.truncatingRemainder(dividingBy: Double(Self.step)) == 0 }
            var contrast: Double?
            if let contrasts {
                contrast = try number("contrast", contrasts[index], "a number above 0, up to \(Self.strongest)") {
                    $0 > 0 && $0 <= Self.strongest
                }
            }
            guard places.insert([row, column]).inserted else {
                throw .malformed(
                    file: path, place: "line \(record.line)",
                    expectation: "one bar at a place is expected; row \(row), column \(column) has one")
            }
            bars.append(Bar(row: row, column: column, orientation: Int(angle) % 180, contrast: contrast))
        }
        guard !bars.isEmpty else { throw .empty(file: path) }
        self.bars = bars
    }
}
