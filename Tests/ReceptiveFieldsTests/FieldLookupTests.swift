import Archives
import Foundation
import Networks
import ReceptiveFields
import Testing

@Suite struct FieldLookupTests {
    private static let network = Result {
        try Network(path: "\(References.folder.path)/../../../data/networks/lenet-5.csv")
    }

    private func lookup(
        layer: String? = nil, units: FieldLookup.Query? = nil, pixel: FieldLookup.Place? = nil
    ) throws -> FieldLookup {
        let network = try Self.network.get()
        return try FieldLookup(
            network, image: ImageInput(of: network), layer: layer, units: units, pixel: pixel)
    }

    @Test(arguments: References.models.keys.sorted())
    func `an index names the tensor that has it in the list of fields`(name: String) throws {
        let fields = try References.fields(try #require(References.models[name]).file)
        for field in fields.tensors where !fields.tensors.contains(where: { $0.tensor == "\(field.index)" }) {
            #expect(try fields.tensor(named: "\(field.index)").tensor == field.tensor)
        }
        #expect(throws: NetworkError.noLayerAtIndex(index: "\(fields.tensors.count)", count: fields.tensors.count)) {
            try fields.tensor(named: "\(fields.tensors.count)")
        }
    }

    @Test func `a layer is found by name, index and pattern, and is the last map without any`() throws {
        #expect(try ["C3", "3", "C3*"].map { try lookup(layer: $0).target?.node.label }.count == 3)
        let indices = try ["C3", "C3*"].map { try lookup(layer: $0).target?.index }
        #expect(indices[0] != nil && indices[0] == indices[1])
        #expect(try lookup(layer: "\(indices[0] ?? -1)").target?.node.label == "C3")
        #expect(try lookup().target?.index == lookup().fields.lastMap?.index)
        #expect(throws: FieldLookupError.network(.noSuchLayer(name: "C7", suggestion: "C1"))) {
            try lookup(layer: "C7")
        }
    }

    @Test func `one unit, all units, or those that see a pixel are looked up`() throws {
        let one = try lookup(layer: "C3", units: .unit((9, 0)))
        #expect(one.asked.count == 1 && one.units == one.asked && one.asked[0].row == 9)
        #expect(try lookup(layer: "C3", units: .all).asked.count == 100)
        let seeing = try lookup(layer: "C1", pixel: (0, 31))
        #expect(seeing.asked.isEmpty && seeing.units.map(\.row) == [0] && seeing.units.map(\.column) == [27])
        let central = try lookup()
        #expect(central.units.count == central.fields.tensors.count)
    }

    @Test func `units and pixels that are not there are refused`() {
        #expect(throws: FieldLookupError.noSuchUnit(layer: "C3", height: 10, width: 10)) {
            try lookup(layer: "C3", units: .unit((10, 0)))
        }
        #expect(throws: FieldLookupError.noSuchPixel(height: 32, width: 32)) { try lookup(pixel: (32, 0)) }
        #expect(
            "\(FieldLookupError.noSuchPixel(height: 32, width: 32))" == "the image has 32 rows and 32 columns, from 0")
        #expect(
            "\(FieldLookupError.tooManyUnits(layer: "a", count: 9))" == "'a' has 9 units; name one as LAYER:ROW,COL")
    }
}
