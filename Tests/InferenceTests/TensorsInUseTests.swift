import Networks
import Planes
import Testing
import Workers

@testable import Inference

@Suite struct TensorsInUseTests {
    private func value(_ count: Int) -> Value { .floats(Tensor(shape: [count], repeating: 1)) }

    @Test func `tensors that together would not fit into memory are refused, and what is taken out makes room`() throws
    {
        var tensors = TensorsInUse(limit: 16)
        try tensors.put([value(8), value(4)], as: ["a", "b"])
        try tensors.put([value(4)], as: ["c"])
        do throws(OperatorError) {
            try tensors.put([value(1)], as: ["d"])
            Issue.record("17 elements of 16")
        } catch { #expect(error.reason == "with what it gives, the tensors in use hold more than 2^4 elements") }
        #expect(tensors.take("a")?.shape == [8] && tensors["a"] == nil && tensors.take("a") == nil)
        try tensors.put([value(7)], as: ["e"])
        // Another of the same name takes its place.
        try tensors.put([value(2), value(9)], as: ["e", ""])
        try tensors.put([.integers(Tensor(shape: [2, 2], repeating: 1))], as: ["f"])
        #expect(tensors.only(["b", "x"])["b"]?.shape == [4] && tensors.only(["b"])["c"] == nil)
    }

    @Test func `a network whose tensors would not fit is refused by the node that gives too much`() throws {
        // A map of 2^26 elements, twice.
        let wide = try network(
            [
                Node(
                    name: "a", op: "Pad", inputs: ["x"], outputs: ["a"],
                    attributes: ["pads": .ints([0, 0, 4094, 4094, 0, 0, 4094, 4094])]),
                Node(name: "b", op: "Identity", inputs: ["a"], outputs: ["b"]),
                Node(name: "c", op: "Identity", inputs: ["a"], outputs: ["c"]),
                Node(name: "y", op: "Sum", inputs: ["a", "b", "c"], outputs: ["y"]),
            ], opset: 7)
        let runner = try Runner(wide, giving: ["y"], workers: Workers(1))
        do throws(InferenceError) {
            _ = try runner.run(Tensor(shape: [1, 1, 4, 4], repeating: 0))
            Issue.record("three maps of 2^26 elements")
        } catch {
            #expect(
                "\(error)"
                    == "node 'c' (Identity) cannot run: with what it gives, the tensors in use hold more than 2^27 elements"
            )
        }
    }
}
