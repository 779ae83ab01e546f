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
    /// How their properties were measured, a clause; `nil` where the file has them.
    public let measured: String?

    /// Properties that units have here too, by our names.
    public static let known = [
        "circular_variance", "gosi", "dsi", "osi", "orientation_deg", "half_width_deg", "half_width_sqrt2_deg",
        "orth_pref_ratio", "modulation_ratio", "frequency_cpd", "bandwidth_oct", "bandwidth_index_percent",
        "suppression_index", "grating_summation_field_deg", "surround_diameter_deg", "nx", "ny",
    ]
    /// The fewest cells of a type that are compared by themselves.
    public static let fewestOfType = 20
    /// Columns that say of what kind a cell is, and what is wrong with it.
    fileprivate static let labels = ["cell_type", "flags"]

    /// Cells of a table.
    ///
    /// - Parameters:
    ///   - name: of the cells, for reports.
    ///   - columns: in the file's order, and texts of each: a number, or nothing where there is none.
    ///   - texts: a column each, one text per cell.
    ///   - mapping: where properties, or `cell_type` and `flags`, stand that are not called as here.
    /// - Throws: ``CellError``.
    public init(
        name: String, columns: [String], texts: [[String]], mapping: [(property: String, text: String)] = []
    ) throws(CellError) {
        var places = Dictionary(
            columns.filter { Self.isName($0) }.map { ($0, CellColumn($0)) },
            uniquingKeysWith: { first, _ in first })
        for (property, text) in mapping {
            guard Self.isName(property) else { throw .noSuchProperty(property) }
            guard let column = CellColumn(text, among: columns) else { throw .noSuchColumn(text, columns) }
            places[property] = column
        }
        func labelled(_ name: String) -> [String]? {
            places[name].flatMap { column in columns.firstIndex(of: column.name) }.map { texts[$0] }
        }
        guard Self.known.contains(where: { places[$0] != nil }) else { throw .noProperty(columns) }
        let flags = labelled("flags")
        let all = texts.first?.count ?? 0
        let kept = (0..<all).filter { flags?[$0].isEmpty ?? true }
        flagged = all - kept.count
        var properties: [Property] = []
        for property in Self.known {
            guard let column = places[property], let own = labelled(property) else { continue }
            var values: [Double?] = []
            for row in kept {
                let text = own[row]
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
        measured = nil
        let used = Set(places.values.map(\.name)).union(["cell"])
        unused = columns.filter { !used.contains($0) }
        types = labelled("cell_type").map { labels in Self.types(kept.map { labels[$0] }, name, properties) } ?? []
    }

    /// Cells with properties and nothing else.
    init(_ name: String, _ count: Int, _ properties: [Property], measured: String? = nil) {
        (self.name, self.count, self.properties, self.measured) = (name, count, properties, measured)
        (types, unused, flagged) = ([], [], 0)
    }

    private static func isName(_ column: String) -> Bool { known.contains(column) || labels.contains(column) }

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

extension CellPopulation {
    /// How many cells there are, how many have no value of a property, which columns are left: a sentence each.
    public var account: [String] {
        let without = properties.filter { $0.missing > 0 }.map { "\($0.name) of \($0.missing)" }
        let cells =
            "\(name): \(count) \(count == 1 ? "cell" : "cells")"
            + (flagged > 0 ? ", without \(flagged) that \(flagged == 1 ? "is" : "are") flagged" : "")
            + (measured.map { ", \($0)" } ?? "")
            + (without.isEmpty ? "" : "; without a value: \(without.joined(separator: ", "))") + "."
        let left = "Columns left: \(unused.prefix(8).joined(separator: ", "))"
        let more = unused.count > 8 ? " and \(unused.count - 8) more" : ""
        return [cells] + (unused.isEmpty ? [] : ["\(left)\(more)."])
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
    /// Maps of which none has a shape to measure.
    case noShape(maps: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noSuchProperty(let name):
            "'\(name)' is no property of units; there are \((CellPopulation.known + CellPopulation.labels).joined(separator: ", "))"
        case .noSuchColumn(let text, let columns):
            "'\(text)' is no column, nor a number and a column with + - * / between; there are \(columns.joined(separator: ", "))"
        case .noProperty(let columns):
            "of its columns \(columns.joined(separator: ", ")) none is a property of units, such as circular_variance; say which is"
        case .noNumber(let text, let column, let row):
            "'\(text)' in column '\(column)' of cell \(row) is no number; a number, or nothing, is expected"
        case .noShape(let maps):
            "none of its \(maps) maps has a shape to measure: they are one pixel wide, or empty; maps of 3 × 3 and more are expected"
        }
    }
}
