import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// What is asked before anything is allocated, and axes and elements that are not there.
@Suite struct InferenceBudgetTests {
    private func message(_ body: () throws(InferenceError) -> Void) -> String {
        do throws(InferenceError) { try body() } catch { return "\(error)" }
        return ""
    }

    @Test(arguments: ["Concat", "Gather", "Softmax"])
    func `a scalar has no axis`(op: String) throws {
        let scalar = try network(
            [
                Node(op: "ReduceSum", inputs: ["x"], outputs: ["s"], attributes: ["keepdims": .int(0)]),
                Node(name: "y", op: op, inputs: ["s", "s"], outputs: ["y"], attributes: ["axis": .int(0)]),
            ], opset: 11)
        let found = message { () throws(InferenceError) in
            let runner = try Runner(scalar, giving: ["y"], workers: Workers(1))
            _ = try runner.run(noise([1, 1, 4, 4]))
        }
        #expect(found == "node 'y' (\(op)) cannot run: axis 0 of 0 axes")
    }

    @Test func `an image of more pixels than a network of its size is shown is refused before it is made`() throws {
        let wide = try network([Node(op: "Relu", inputs: ["x"], outputs: ["y"])], inputs: ["x": [1, 1, 20000, 20000]])
        #expect(
            message { () throws(InferenceError) in _ = try RunnableNetwork(wide, workers: Workers(1)) }
                == "input 'x' is an image of 400000000 pixels; at most 4194304 are shown to a network of its size")
    }

    @Test func `an enlargement is refused by the lists that it would make`() throws {
        let wide = try network(
            [Node(name: "y", op: "Resize", inputs: ["x", "", "s"], outputs: ["y"])],
            constants: ["s": Tensor(shape: [4], values: [1, 1, 1, 1_048_576])])
        #expect(
            message { () throws(InferenceError) in _ = try Runner(wide, giving: ["y"], workers: Workers(1)) }
                == "node 'y' is not run: with it the network asks for more than 50331904 elements in use, with its output of "
                + "1 × 1 × 4 × 4194304")
    }
}
