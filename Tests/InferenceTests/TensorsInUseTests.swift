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
        // A map of 2^24 elements, of which three are given room.
        let wide = try network(
            [
                Node(
                    name: "a", op: "Pad", inputs: ["x"], outputs: ["a"],
                    attributes: ["pads": .ints([0, 0, 2046, 2046, 0, 0, 2046, 2046])]),
                Node(name: "b", op: "Identity", inputs: ["a"], outputs: ["b"]),
                Node(name: "c", op: "Identity", inputs: ["a"], outputs: ["c"]),
                Node(name: "y", op: "Sum", inputs: ["a", "b", "c"], outputs: ["y"]),
            ], opset: 7)
        do throws(InferenceError) {
            _ = try Runner(wide, giving: ["y"], workers: Workers(1))
            Issue.record("four maps of 2^24 elements")
        } catch {
            #expect(
                "\(error)"
                    == "node 'y' is not run: with it the network asks for more than 50331648 elements in use, with its "
                    + "output of 1 × 1 × 4096 × 4096")
        }
    }
}
