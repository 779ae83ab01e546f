import Foundation

/// A Frictionless data package: what every column of some CSV files means, for programs (specs.frictionlessdata.io).
public struct DataPackage: Hashable, Sendable {
    /// Lower case, as identifiers are.
    public let name: String
    /// One line.
    public let title: String
    /// One paragraph.
    public let description: String
    /// At `tables/NAME.csv`.
    public let tables: [Table]

    /// A package of tables.
    public init(name: String, title: String, description: String, tables: [Table]) {
        self.name = name
        self.title = title
        self.description = description
        self.tables = tables
    }

    /// The descriptor `datapackage.json`, keys sorted, the same bytes for the same tables.
    public var json: String {
        let package = Descriptor(
            name: name, title: title, description: description, profile: "tabular-data-package",
            resources: tables.map(Resource.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(package) else { preconditionFailure("strings always encode") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Descriptor: Encodable {
        let name, title, description, profile: String
        let resources: [Resource]
    }

    private struct Resource: Encodable {
        let name, title, path: String
        let profile = "tabular-data-resource"
        let format = "csv"
        let mediatype = "text/csv"
        let encoding = "utf-8"
        let schema: Schema

        init(_ table: Table) {
            name = table.name
            title = table.title
            path = "tables/\(table.name).csv"
            schema = Schema(
                fields: table.columns.map {
                    Schema.Field(name: $0.name, type: $0.type.rawValue, description: $0.description, unit: $0.unit)
                }, primaryKey: table.columns.filter(\.isKey).map(\.name))
        }
    }

    private struct Schema: Encodable {
        struct Field: Encodable {
            let name, type, description: String
            let unit: String?
        }

        let fields: [Field]
        let primaryKey: [String]
        let missingValues = [""]
    }
}
