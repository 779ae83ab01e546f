import Networks
import ReceptiveFields
import Testing

/// Networks of a few lines that ask for any amount of work, and maps without units.
@Suite struct FieldBudgetTests {
    private func fields(
        _ nodes: [Node], _ constants: [Constant] = [], image: [Int] = [1, 3, 64, 64]
    ) throws -> ReceptiveFields {
        let network = try Network(
            opset: 18, inputs: [Network.Input(name: "x", shape: image.map { .known($0) })],
            outputs: [nodes[nodes.count - 1].outputs[0]], nodes: nodes,
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return try ReceptiveFields(of: network, image: ImageInput(of: network))
    }

    @Test(arguments: ["edge", "wrap", "reflect", "constant"])
    func `the padding of an empty slice sees nothing`(mode: String) throws {
        func numbers(_ name: String, _ values: [Int]) -> Constant {
            Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
        }
        let fields = try fields(
            [
                Node(op: "Slice", inputs: ["x", "start", "end", "axes"], outputs: ["s"]),
                Node(op: "Pad", inputs: ["s", "pads"], outputs: ["y"], attributes: ["mode": .string(mode)]),
            ],
            [
                numbers("start", [0]), numbers("end", [0]), numbers("axes", [2]),
                numbers("pads", [0, 0, 1, 0, 0, 0, 1, 0]),
            ])
        #expect(fields.tensors.last.map { $0.rows.central.isEmpty } ?? true)
    }

    @Test func `a map of millions of rows is not followed row by row, and said to see the whole image`() throws {
        let scales = Constant(name: "s", shape: [4], type: .float32, source: .floats([1, 1, 65536, 1]))
        let pools = (0..<60).map {
            Node(
                op: "MaxPool", inputs: ["t\($0)"], outputs: ["t\($0 + 1)"],
                attributes: ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])])
        }
        let fields = try fields([Node(op: "Resize", inputs: ["x", "", "s"], outputs: ["t0"])] + pools, [scales])
        #expect(fields.unknown.count == 61 && fields.tensors.last?.isExact == false)
        #expect(fields.tensors.last?.rows.isGlobal == true)
    }

    @Test func `columns of which most are padding are of few kinds, however many there are`() throws {
        let pads = Constant(
            name: "p", shape: [8], type: .int64, source: .integers([0, 0, 0, 0, 0, 0, 0, 175_000]))
        let fields = try fields(
            [
                Node(op: "Pad", inputs: ["x", "p"], outputs: ["t"]),
                Node(
                    op: "MaxPool", inputs: ["t"], outputs: ["y"],
                    attributes: ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2])]),
            ], [pads], image: [1, 1, 20_000, 16])
        let last = try #require(fields.tensors.last)
        #expect(last.isExact && last.rows.size == 3 && last.columns.size == 3)
    }

    @Test func `a head of a hundred thousand anchors is cut into pairs in a moment`() throws {
        // Maps of 6 channels laid anchor by anchor, two numbers each, as detectors of faces do.
        let shape = Constant(name: "n", shape: [3], type: .int64, source: .integers([1, -1, 2]))
        let fields = try fields(
            [
                Node(op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: ["perm": .ints([0, 2, 3, 1])]),
                Node(op: "Reshape", inputs: ["t", "n"], outputs: ["r"]),
                Node(op: "Softmax", inputs: ["r"], outputs: ["y"], attributes: ["axis": .int(2)]),
            ], [shape], image: [1, 6, 120, 160])
        #expect(fields.tensors.last?.shape == [1, 57600, 2])
        #expect(fields.tensors.last?.isExact == true && fields.tensors.last?.rows.size == 1)
    }

    @Test func `a pixel that millions of units see names their number`() throws {
        let weight = Constant(name: "w", shape: [3, 1, 4095, 4095], type: .float32, source: .none)
        let network = try Network(
            opset: 18, inputs: [Network.Input(name: "x", shape: [1, 3, 32, 32].map { .known($0) })], outputs: ["y"],
            nodes: [Node(name: "up", op: "ConvTranspose", inputs: ["x", "w"], outputs: ["y"])], constants: ["w": weight]
        )
        #expect(throws: FieldLookupError.tooManyUnits(layer: "up", count: 4095 * 4095)) {
            _ = try FieldLookup(
                network, image: ImageInput(of: network), layer: nil, units: nil, pixel: (row: 20, column: 20))
        }
    }

    // 512 × 512 units are listed.
    @Test func `a layer of more units than a second lists names their number`() throws {
        func listed(_ side: Int) throws -> Int {
            let network = try Network(
                opset: 18, inputs: [Network.Input(name: "x", shape: [1, 1, side, side].map { .known($0) })],
                outputs: ["y"], nodes: [Node(name: "r", op: "Relu", inputs: ["x"], outputs: ["y"])], constants: [:])
            return try FieldLookup(
                network, image: ImageInput(of: network), layer: nil, units: .all, pixel: nil
            ).asked.count
        }
        #expect(try listed(512) == 512 * 512)
        #expect(throws: FieldLookupError.tooManyUnits(layer: "r", count: 513 * 513)) { try listed(513) }
    }
}
