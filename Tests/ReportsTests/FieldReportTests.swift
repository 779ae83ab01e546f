import Networks
import ReceptiveFields
import Testing

@testable import Reports

@Suite struct FieldReportTests {
    private func fields(_ nodes: [Node], _ constants: [Constant] = [], shape: [Int]) throws -> ReceptiveFields {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: shape.map { .known($0) })],
            outputs: [nodes.last?.outputs[0] ?? ""],
            nodes: nodes, constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return try ReceptiveFields(of: network, image: ImageInput(of: network))
    }

    @Test func `of a transposed map it is said that rows and columns are the image's`() throws {
        let fields = try fields(
            [
                Node(op: "MaxPool", inputs: ["x"], outputs: ["p"], attributes: ["kernel_shape": .ints([3, 5])]),
                Node(op: "Transpose", inputs: ["p"], outputs: ["t"], attributes: ["perm": .ints([0, 1, 3, 2])]),
            ], shape: [1, 3, 20, 30])
        let last = try #require(fields.tensors.last)
        #expect(last.isTransposed && last.shape == [1, 3, 26, 18] && last.height == 18 && last.width == 26)
        #expect(!fields.tensors[0].isTransposed && last.rows.size == 3 && last.columns.size == 5)
        let note = FieldNote(last, misalignment: nil, isUnknown: false).text
        #expect(note.contains("transposed: the image's rows lie along axis 3, its columns along axis 2"))
        let text = FieldReport(fields, file: "f", resolution: nil).text(place: nil, figures: FigureSet())
        #expect(text.contains("t: transposed: rows and columns are the image's"))
    }

    @Test func `where fields vary the headline gives their range`() throws {
        // Every second row beside every row: units see 1 to 4 rows, by how far the two have drifted apart.
        let one = Constant(name: "w", shape: [3, 3, 1, 1], type: .float32, source: .none)
        func numbers(_ name: String, _ values: [Int]) -> Constant {
            Constant(name: name, shape: [2], type: .int64, source: .integers(values))
        }
        let fields = try fields(
            [
                Node(op: "Conv", inputs: ["x", "w"], outputs: ["a"], attributes: ["strides": .ints([2, 2])]),
                Node(op: "Slice", inputs: ["x", "zero", "four", "axes"], outputs: ["b"]),
                Node(op: "Add", inputs: ["a", "b"], outputs: ["y"]),
            ], [one, numbers("zero", [0, 0]), numbers("four", [4, 4]), numbers("axes", [2, 3])], shape: [1, 3, 8, 8])
        #expect(fields.tensors.last?.rows.sizes == 1...4)
        let text = FieldReport(fields, file: "f", resolution: nil).text(place: nil, figures: FigureSet())
        #expect(text.replacing("\n", with: " ").contains("sees 1 to 4 × 1 to 4 pixels"))
    }

    @Test func `what there is one of is told in the singular`() throws {
        #expect(counted(1, "kernel", "kernels") == "1 kernel" && counted(0, "kernel", "kernels") == "0 kernels")
        let fields = try fields(
            [Node(op: "MaxPool", inputs: ["x"], outputs: ["y"], attributes: ["kernel_shape": .ints([1, 1])])],
            shape: [1, 1, 4, 4])
        let text = FieldReport(fields, file: "f", resolution: nil).text(place: nil, figures: FigureSet())
        #expect(text.contains("1 tensor sees the image") && !text.contains(/\b1 (tensors|layers|units|parameters)\b/))
    }

    @Test(arguments: [
        (1, "is not followed; what it gives is said to see the whole image"),
        (3, "and 2 more are not followed; what they give is said to see the whole image"),
    ])
    func `operations that are not followed are told by their number`(count: Int, fate: String) throws {
        let names = (1...count).map { "y\($0)" }
        let nodes = names.map { Node(name: $0, op: "Own", inputs: ["x"], outputs: [$0]) }
        let sum = Node(op: "Sum", inputs: names, outputs: ["sum"])
        let warnings = try fields(nodes + [sum], shape: [1, 1, 4, 4]).warnings
        #expect(warnings.first == "the operation 'Own' of node 'y1' \(fate)")
    }
}
