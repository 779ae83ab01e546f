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

    @Test func `every operation has a reference`() {
        #expect(
            Set(Factories.all.keys).subtracting(OperatorCase.all.map { Operator($0.op) }) == [
                .dropout, .constantOfShape,
            ])
    }
}
