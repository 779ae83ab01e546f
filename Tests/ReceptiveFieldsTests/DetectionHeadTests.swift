import Networks
import ReceptiveFields
import Testing

/// Detectors of boxes: heads on maps of several strides, flattened to one list of places, and arithmetic on that.
@Suite struct DetectionHeadTests {
    private static func numbers(_ name: String, _ values: [Int]) -> Constant {
        Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
    }

    /// Heads of strides 8 to 64 and a few anchors each on an image of 1280 × 960: 70,500 boxes.
    private static func detector() throws -> Network {
        let heads = [(8, 3), (16, 2), (32, 2), (64, 3)]
        var (nodes, constants) = ([Node](), [numbers("boxes", [1, -1, 4])])
        func add(_ op: String, _ inputs: [String], _ output: String, _ attributes: [String: Attribute] = [:]) {
            nodes.append(Node(name: output, op: op, inputs: inputs, outputs: [output], attributes: attributes))
        }
        for (stride, anchors) in heads {
            constants.append(
                Constant(name: "w\(stride)", shape: [anchors * 4, 3, stride, stride], type: .float32, source: .none))
            add("Conv", ["x", "w\(stride)"], "c\(stride)", ["strides": .ints([stride, stride])])
            add("Transpose", ["c\(stride)"], "t\(stride)", ["perm": .ints([0, 2, 3, 1])])
            add("Reshape", ["t\(stride)", "boxes"], "r\(stride)")
        }
        add("Concat", heads.map { "r\($0.0)" }, "all", ["axis": .int(1)])
        add("Softmax", ["all"], "p", ["axis": .int(2)])
        for (name, ends) in [("a", [0, 2]), ("b", [2, 4])] {
            constants += [
                numbers("\(name)0", [ends[0]]), numbers("\(name)1", [ends[1]]), numbers("\(name)2", [2]),
            ]
            add("Slice", ["all", "\(name)0", "\(name)1", "\(name)2"], name)
        }
        add("Exp", ["b"], "e")
        add("Sub", ["a", "e"], "low")
        add("Add", ["a", "e"], "high")
        add("Concat", ["low", "high"], "y", ["axis": .int(2)])
        return try Network(
            opset: 13, inputs: [.init(name: "x", shape: [1, 3, 960, 1280].map { .known($0) })], outputs: ["y"],
            nodes: nodes, constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
    }

    @Test func `every box of a large flattened head is followed to its pixels`() throws {
        let network = try Self.detector()
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: ["y"])
        #expect(fields.unknown.isEmpty && fields.tensors.allSatisfy(\.isExact))
        let units = try #require(fields.units["y"])
        #expect(units.height == 70_500)
        // Row 7, column 100 of the finest map, its second anchor; and the last box of all.
        let box = (7 * 160 + 100) * 3 + 1
        #expect(units.field(row: box, column: box).rows == PixelSet(first: 56, last: 63))
        #expect(units.field(row: box, column: box).columns == PixelSet(first: 800, last: 807))
        #expect(units.field(row: 70_499, column: 70_499).rows == PixelSet(first: 896, last: 959))
        #expect(units.field(row: 70_499, column: 70_499).columns == PixelSet(first: 1216, last: 1279))
        let sizes = try #require(fields.tensors.last).rows.sizes
        #expect(sizes == 8...64)
    }
}
