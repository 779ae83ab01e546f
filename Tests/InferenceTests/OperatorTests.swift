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
            let operation = try make(OperatorContext(node, opset: 20, known: values, plain: true))
            #expect(try operation.run(&inputs, Workers(1)).map(\.numbers.values) == [expected.map(Float.init)])
        }
    }

    @Test func `every operation has a reference`() {
        #expect(
            Set(Factories.all.keys).subtracting(OperatorCase.all.map(\.node.op)) == [
                .dropout, .constantOfShape, Operator("IsInf"), Operator("IsNaN"),
            ])
    }
}
