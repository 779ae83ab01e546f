import Networks
import Testing
import Workers

@testable import Learning

@Suite struct AccuracyTests {
    /// A network that always answers 3 reads exactly the threes.
    @Test func `a network that says one digit is right where it stands`() throws {
        let bias = Constant(
            name: "b", shape: [10], type: .float32, source: .floats((0..<10).map { $0 == 3 ? 1 : 0 }))
        let weights = Constant(
            name: "w", shape: [784, 10], type: .float32, source: .floats(Array(repeating: 0, count: 7840)))
        let network = try Network(
            name: "three", opset: 13,
            inputs: [.init(name: "image", shape: [.named("N"), .known(1), .known(28), .known(28)])], outputs: ["y"],
            nodes: [
                Node(op: "Flatten", inputs: ["image"], outputs: ["flat"], attributes: ["axis": .int(1)]),
                Node(op: "Gemm", inputs: ["flat", "w", "b"], outputs: ["y"]),
            ], constants: ["w": weights, "b": bias])
        let accuracy = try Accuracy(of: network, on: sample(25), workers: Workers(1))
        #expect(accuracy == Accuracy(right: 3, count: 25) && accuracy.fraction == 0.12)
        #expect(
            try Accuracy.moved(by: 1, of: network, on: sample(25), workers: Workers(1))
                == Accuracy(right: 12, count: 100))
    }
}
