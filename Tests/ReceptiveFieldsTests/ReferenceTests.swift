import Foundation
import ReceptiveFields
import Testing

/// Every number of the reference, exactly.
@Suite struct ReferenceTests {
    @Test func `the reference is whole`() {
        #expect(References.models.count == 23 && References.cases.count == 41)
        #expect(References.models.values.reduce(0) { $0 + $1.layers.count } == 1004)
    }

    @Test(arguments: References.models.keys.sorted())
    func `every tensor of a real network has the reference's field`(name: String) throws {
        let model = try #require(References.models[name])
        let fields = try References.fields(model.file)
        let byName = Dictionary(uniqueKeysWithValues: fields.tensors.map { ($0.tensor, $0) })
        #expect(fields.unknown.isEmpty)
        for layer in model.layers {
            let field = try #require(byName[layer.tensor])
            let context = Comment(rawValue: "\(name) \(layer.tensor)")
            #expect(field.isExact && field.shape == layer.output_shape, context)
            #expect(field.rows.size == layer.rf_h && field.columns.size == layer.rf_w, context)
            #expect(field.isDense == layer.dense && field.isAligned == layer.shift_invariant, context)
            #expect((field.rows.hasGlobalPart || field.columns.hasGlobalPart) == layer.strict_global, context)
            guard layer.shift_invariant else {
                try checkBoxes(field, layer)
                continue
            }
            #expect(field.rows.stride == layer.stride_h && field.columns.stride == layer.stride_w, context)
            #expect(field.rows.start == layer.start_h && field.columns.start == layer.start_w, context)
            #expect(field.rows.center == layer.center_h && field.columns.center == layer.center_w, context)
        }
    }

    /// Where fields vary from unit to unit the reference has the boxes of some units of a larger image.
    private func checkBoxes(_ field: TensorField, _ layer: References.Layer) throws {
        for (unit, box) in zip(try #require(layer.units), try #require(layer.boxes)) {
            let rows = try #require(field.rows.extent.field(of: unit[0]))
            let columns = try #require(field.columns.extent.field(of: unit[1]))
            #expect([rows.first, rows.last, columns.first, columns.last] == box)
        }
    }

    @Test(arguments: References.cases.indices)
    func `every unit of a small network sees what an impulse reaches`(index: Int) throws {
        let reference = References.cases[index]
        let fields = try References.fields("micro/\(reference.file)", keeping: [reference.output])
        let units = try #require(fields.units[reference.output])
        let field = try #require(fields.tensors.first { $0.tensor == reference.output })
        #expect(field.isExact && field.shape?.dropFirst() == reference.output_shape[...])
        #expect(units.height == reference.units_h.count && units.width == reference.units_w.count)
        for (row, expected) in reference.units_h.enumerated() {
            let seen = units.field(row: row, column: 0, strictly: true).rows
            #expect([seen.first, seen.last, seen.count] == expected, "\(reference.case) row \(row)")
        }
        for (column, expected) in reference.units_w.enumerated() {
            let seen = units.field(row: 0, column: column, strictly: true).columns
            #expect([seen.first, seen.last, seen.count] == expected, "\(reference.case) column \(column)")
        }
        for (axis, expected) in [(field.rows, reference.h), (field.columns, reference.w)] {
            guard let size = expected.rf, let stride = expected.stride, let start = expected.start else { continue }
            #expect(
                axis.size == size && axis.stride == Double(stride) && axis.start == Double(start), "\(reference.case)")
        }
    }
}
