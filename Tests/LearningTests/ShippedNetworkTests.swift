import Archives
import Foundation
import Networks
import Planes
import Testing
import Workers

@testable import Learning

/// `data/lenet`: what the README and the page say of it holds.
@Suite struct ShippedNetworkTests {
    private static func data(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "data/\(name)").path
    }

    @Test func `it reads 985 of the 1000 digits held back`() throws {
        let table = try PixelTable(path: Self.data("digits/mnist_5k.csv.gz"))
        let rows = Digits.split(table.count, training: 3500, validation: 500, test: 1000, seed: 0).test
        let images = try rows.flatMap { try table.image($0).planes[0].values.map { $0 * 255 } }
        let digits = Digits(
            images: Tensor(shape: [1000, 1, 28, 28], values: images),
            labels: rows.compactMap { table.label($0).flatMap { Int($0) } })
        let network = try Network(path: Self.data("lenet/lenet-5.onnx"))
        // Its file says itself which digits it never saw.
        #expect(UnseenDigits(of: network)?.rows == Set(rows))
        let accuracy = try Accuracy(of: network, on: digits, workers: Workers(2))
        // Another processor sums in another order; a digit between two classes may fall to the other side.
        #expect(abs(accuracy.right - 985) <= 1)
        #expect(accuracy.count == 1000)
        let moved = try Accuracy.moved(by: 2, of: network, on: digits, workers: Workers(2))
        #expect(abs(moved.right - 3523) <= 2)
    }

    @Test func `it is small, and has LeNet-5's weights`() throws {
        let network = try Network(path: Self.data("lenet/lenet-5.onnx"))
        #expect(network.name == "lenet-5")
        let model = Architecture(.lenet5).network(seed: 0)
        #expect(network.nodes.map(\.op) == model.nodes.map(\.op))
        #expect(network.constants.mapValues(\.shape) == model.constants.mapValues(\.shape))
        let bytes = try FileManager.default.attributesOfItem(atPath: Self.data("lenet/lenet-5.onnx"))[.size] as? Int
        #expect(try #require(bytes) < 300_000)
    }
}
