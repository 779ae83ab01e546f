import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Every operation against ONNX Runtime.
@Suite struct OperatorTests {
    @Test(arguments: OperatorCase.all)
    func `an operation gives what ONNX Runtime gives`(reference: OperatorCase) throws {
        for (known, plain) in [(true, false), (false, false), (true, true)] {
            var inputs = reference.values
            let outputs = try reference.operation(weightsKnown: known, plain: plain).run(&inputs, Workers(2))
            #expect(outputs.count == reference.outputs.count)
            for (output, stored) in zip(outputs, reference.outputs) {
                switch (output, stored.value) {
                case (.floats(let found), .floats(let expected)):
                    #expect(found.shape == expected.shape)
                    // Sums of some tens of products of size 1, in another order.
                    let bound = 4e-6 * max(1, expected.values.map(abs).max() ?? 1)
                    for (a, b) in zip(found.values, expected.values) { #expect(abs(a - b) <= bound) }
                case (.integers(let found), .integers(let expected)): #expect(found == expected)
                default: Issue.record("\(output) is of another kind than \(stored)")
                }
            }
        }
    }

    @Test func `NaN and infinity are told from numbers`() throws {
        // JSON has neither.
        let values = Inputs([.floats(Tensor(shape: [4], values: [.nan, .infinity, -.infinity, 3]))])
        for (op, setting, expected) in [
            ("IsNaN", nil, [1, 0, 0, 0]), ("IsInf", nil, [0, 1, 1, 0]), ("IsInf", "detect_negative", [0, 1, 0, 0]),
            ("IsInf", "detect_positive", [0, 0, 1, 0]),
        ] as [(String, String?, [Int])] {
            let node = Node(
                op: op, inputs: ["x"], outputs: ["y"], attributes: setting.map { [$0: .int(0)] } ?? [:])
            let make = try #require(Factories.all[node.op])
            var inputs = values
            let operation = try make(OperatorContext(node, opset: 20, known: values, algorithm: .plain))
            #expect(try operation.run(&inputs, Workers(1)).map(\.numbers.values) == [expected.map(Float.init)])
        }
    }

    @Test(
        arguments: [
            // Of 3 bits, in steps of a quarter: −4 … 3, −3 … 3, 0 … 7.
            (1, 0, [-1, -0.5, 0, 0.5, 0.75]), (1, 1, [-0.75, -0.5, 0, 0.5, 0.75]), (0, 0, [0, 0, 0, 0.5, 1.75]),
        ] as [(Int, Int, [Float])])
    func `numbers are rounded to few bits as QONNX defines it`(
        signed: Int, narrow: Int, expected: [Float]
    ) throws {
        let node = Node(
            op: .quant, inputs: ["x", "scale", "zero", "bits"], outputs: ["y"],
            attributes: ["signed": .int(signed), "narrow": .int(narrow)])
        let constants = [("scale", 0.25), ("zero", 0), ("bits", 3)].map { name, value in
            Constant(name: name, shape: [], type: .float32, source: .floats([value]))
        }
        let network = try Network(
            opset: 13, inputs: [.init(name: "x", shape: [.known(5)])], outputs: ["y"], nodes: [node],
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        let input = Tensor<Float>(shape: [5], values: [-9, -0.6, 0.125, 0.4, 2])
        #expect(try Runner(network, giving: ["y"], workers: Workers(1)).run(["x": input])["y"]?.values == expected)
    }

    @Test func `every operation has a reference`() {
        #expect(
            Set(Operator.table.filter { $0.execution != .notRun }).subtracting(OperatorCase.all.map(\.node.op)) == [
                .dropout, .constantOfShape, Operator("IsInf"), Operator("IsNaN"), .quant, .microsoftQuantizeLinear,
                .microsoftDequantizeLinear, .dynamicQuantizeLSTM,
            ])
    }
}
