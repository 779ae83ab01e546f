public import GaborBanks

/// Recorded cells that the user brings: numbers by our names of properties.
public struct CellPopulation: Hashable, Sendable {
    /// One property.
    public struct Property: Hashable, Sendable {
        /// Ours, with its unit's suffix.
        public let name: String
        /// Of each cell; `nil` where there is none.
        public let values: [Double?]

        /// Cells that have it, and those that have not.
        public var count: Int { values.count { $0 != nil } }
        /// Cells that have none.
        public var missing: Int { values.count - count }
    }

    /// What tables call it.
    public let name: String
    /// How many cells.
    public let count: Int
    /// Those that were recognised, at least one.
    public let properties: [Property]
    /// Cells of one type each, where the file has a column `cell_type`: of those types that have enough cells.
    public let types: [CellPopulation]
    /// Columns that were not, without the cells' names and types.
    public let unused: [String]
    /// Cells left out as flagged: those whose column `flags` is not empty.
    public let flagged: Int

    /// Properties that units have here too, by our names.
    public static let known = [
        "circular_variance", "gosi", "dsi", "osi", "orientation_deg", "half_width_deg", "half_width_sqrt2_deg",
        "orth_pref_ratio", "modulation_ratio", "frequency_cpd", "bandwidth_oct", "bandwidth_index_percent",
        "suppression_index", "grating_summation_field_deg", "surround_diameter_deg", "nx", "ny",
    ]
    /// The fewest cells of a type that are compared by themselves.
    public static let fewestOfType = 20
    /// Columns that say who a cell is.
    private static let labels: Set<String> = ["cell", "cell_type", "flags"]

    /// Cells of a table.
    ///
    /// - Parameters:
    ///   - name: of the cells, for reports.
    ///   - columns: in the file's order, and texts of each: a number, or nothing where there is none.
    ///   - texts: a column each, one text per cell.
    ///   - mapping: where properties stand that are not called as here.
    /// - Throws: ``CellError``.
    public init(
        name: String, columns: [String], texts: [[String]], mapping: [(property: String, text: String)] = []
    ) throws(CellError) {
        var places = Dictionary(
            columns.filter { Self.known.contains($0) }.map { ($0, CellColumn($0)) },
            uniquingKeysWith: { first, _ in first })
        for (property, text) in mapping {
            guard Self.known.contains(property) else { throw .noSuchProperty(property) }
            guard let column = CellColumn(text, among: columns) else { throw .noSuchColumn(text, columns) }
            places[property] = column
        }
        guard !places.isEmpty else { throw .noProperty(columns) }
        let flags = columns.firstIndex(of: "flags").map { texts[$0] }
        let all = texts.first?.count ?? 0
        let kept = (0..<all).filter { flags?[$0].isEmpty ?? true }
        flagged = all - kept.count
        var properties: [Property] = []
        for property in Self.known {
            guard let column = places[property], let index = columns.firstIndex(of: column.name) else { continue }
            var values: [Double?] = []
            for row in kept {
                let text = texts[index][row]
                guard !Self.missing.contains(text.lowercased()) else {
                    values.append(nil)
                    continue
                }
                guard let number = Double(text) else { throw .noNumber(text, column: column.name, row: row) }
                let value = column.value(number)
                values.append(value.isFinite ? value : nil)
            }
            properties.append(Property(name: property, values: values))
        }
        self.name = name
        count = kept.count
        self.properties = properties
        let used = Set(places.values.map(\.name)).union(Self.labels)
        unused = columns.filter { !used.contains($0) }
        let labels = columns.firstIndex(of: "cell_type").map { texts[$0] }
        types = labels.map { labels in Self.types(kept.map { labels[$0] }, name, properties) } ?? []
    }

    private init(_ name: String, _ count: Int, _ properties: [Property]) {
        (self.name, self.count, self.properties) = (name, count, properties)
        (types, unused, flagged) = ([], [], 0)
    }

    /// The cells of each type that has enough of them, by name.
    private static func types(_ labels: [String], _ name: String, _ properties: [Property]) -> [CellPopulation] {
        Dictionary(grouping: labels.indices) { labels[$0] }.sorted { $0.key < $1.key }.compactMap { type, cells in
            guard !type.isEmpty, cells.count < labels.count else { return nil }
            let own = properties.map { property in
                Property(name: property.name, values: cells.map { property.values[$0] })
            }.filter { $0.count >= fewestOfType }
            return own.isEmpty ? nil : CellPopulation("\(name): \(type)", cells.count, own)
        }
    }

    /// What tables write where there is no number.
    private static let missing: Set<String> = ["", "nan", "na", "n/a", "null", "none"]

    /// A property's cells, for comparisons; `nil` where the file has no such, or none has a value.
    ///
    /// A global orientation selectivity is 1 − circular variance, whichever of the two the file has.
    public func cells(_ property: String) -> RecordedCells? {
        guard let values = properties.first(where: { $0.name == property })?.values.compactMap(\.self),
            !values.isEmpty
        else { return nil }
        return .sampled(RecordedSample(name, "\(values.count) of \(count) cells of \(name)", values))
    }
}

/// Why a table holds no cells to compare with.
public enum CellError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A property that units have not.
    case noSuchProperty(String)
    /// A column that the table has not.
    case noSuchColumn(String, [String])
    /// No column has a property's name.
    case noProperty([String])
    /// A text where a number was to be.
    case noNumber(String, column: String, row: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noSuchProperty(let name):
            "'\(name)' is no property of units; there are \(CellPopulation.known.joined(separator: ", "))"
        case .noSuchColumn(let text, let columns):
            "'\(text)' is no column, nor a number and a column with + - * / between; there are \(columns.joined(separator: ", "))"
        case .noProperty(let columns):
            "of its columns \(columns.joined(separator: ", ")) none is a property of units, such as circular_variance; say which is"
        case .noNumber(let text, let column, let row):
            "'\(text)' in column '\(column)' of cell \(row) is no number; a number, or nothing, is expected"
        }
    }
}
