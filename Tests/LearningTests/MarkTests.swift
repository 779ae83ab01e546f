import Archives
import Foundation
import Inference
import Networks
import Planes
import Testing
import Workers

@testable import Learning

@Suite struct MarkTests {
    private static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "data")

    /// The digits that seed 0 holds back.
    private func held() throws -> Digits {
        let table = try PixelTable(path: Self.data.appending(path: "digits/mnist_5k.csv.gz").path)
        let rows = Digits.split(table.count, learnt: 4000, held: 1000, seed: 0).held
        let values = try rows.flatMap { try table.image($0).planes[0].values.map { $0 * 255 } }
        return Digits(
            images: Tensor(shape: [rows.count, 1, 28, 28], values: values),
            labels: try rows.map { try #require(table.label($0).flatMap(Int.init)) })
    }

    @Test func `the network in data reads 985 of the 1000 digits that it never saw, and fewer when they are moved`()
        throws
    {
        let network = try Network(path: Self.data.appending(path: "lenet/lenet-5.onnx").path)
        let digits = try held()
        #expect(try Mark(of: network, on: digits, workers: Workers(2)) == Mark(right: 985, count: 1000))
        #expect(
            try Mark.moved(by: 2, of: network, on: digits, workers: Workers(2)) == Mark(right: 3523, count: 4000))
    }

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
        let mark = try Mark(of: network, on: sample(25), workers: Workers(1))
        #expect(mark == Mark(right: 3, count: 25) && mark.fraction == 0.12)
        #expect(
            try Mark.moved(by: 1, of: network, on: sample(25), workers: Workers(1)) == Mark(right: 12, count: 100))
    }
}
