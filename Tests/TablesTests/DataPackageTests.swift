import Foundation
import Tables
import Testing

@Suite struct DataPackageTests {
    private static func package() -> DataPackage {
        DataPackage(
            name: "striate", title: "A layer", description: "Tables.", tables: [smallTable(.number, [.number(0.25)])])
    }

    // The shape is that of the Data Package specification, version 1 (specs.frictionlessdata.io).
    @Test func `every column has its type, unit and description and the key is named`() throws {
        let json = Self.package().json
        let expected = """
            {"name": "striate", "title": "A layer", "description": "Tables.", "profile": "tabular-data-package",
            "resources": [{"name": "t", "title": "Title", "path": "tables/t.csv", "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource",
            "schema": {"primaryKey": ["n"], "missingValues": [""], "fields": [
            {"name": "n", "type": "integer", "description": "Place"},
            {"name": "x", "type": "number", "unit": "pixel", "description": "Value"}]}}]}
            """
        let found = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
        let wanted = try #require(JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary)
        #expect(found == wanted)
    }

    @Test func `the same tables give the same bytes, ended by a line feed`() {
        #expect(Self.package().json == Self.package().json)
        #expect(Self.package().json.hasSuffix("}\n"))
    }
}
