import Foundation
import Networks
import Planes
import ReferenceData
import Testing

@testable import Inference

/// Networks for tests, written in a line each.
func network(
    _ nodes: [Node], inputs: [String: [Int]] = ["x": [1, 1, 4, 4]], outputs: [String] = ["y"],
    constants: [String: Tensor<Float>] = [:], opset: Int = 17
) throws -> Network {
    try Network(
        opset: opset,
        inputs: inputs.sorted { $0.key < $1.key }.map { name, shape in
            Network.Input(name: name, shape: shape.map { $0 < 0 ? .named("n") : .known($0) })
        }, outputs: outputs, nodes: nodes,
        constants: constants.reduce(into: [:]) { result, item in
            result[item.key] = Constant(
                name: item.key, shape: item.value.shape, type: .float32, source: .floats(item.value.values))
        })
}

/// Values that look like noise, the same every time.
func noise(_ shape: [Int], seed: UInt64 = 1) -> Tensor<Float> {
    var random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    return Tensor(
        shape: shape,
        values: (0..<shape.reduce(1, *)).map { _ in Float(random.next() >> 40) / Float(1 << 23) - 1 })
}

/// The largest difference, as a part of the largest value.
func difference(_ a: Tensor<Float>, from b: Tensor<Float>) -> Float {
    let largest = b.values.reduce(0) { max($0, abs($1)) }
    return zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
}

/// The repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// A file kept beside the repository, where it is there.
func reference(_ name: String) -> String? {
    let path = repository.appending(path: "../shared/reference/\(name)").standardized.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
}

extension Trait where Self == ConditionTrait {
    /// A test of files beside the repository, which is skipped, and says so, where one of them is absent.
    static func needs(_ names: String...) -> Self {
        .enabled(
            if: names.allSatisfy { reference($0) != nil }, "no ../shared/reference/\(names.joined(separator: ", "))")
    }
}

/// A file beside these tests, or one of the repository.
func bundled(_ name: String) -> String {
    let beside = repository.appending(path: "Tests/InferenceTests/Reference/\(name)").path
    return FileManager.default.fileExists(atPath: beside) ? beside : repository.appending(path: name).path
}

/// A NumPy array, row by row.
func numpy(_ path: String) throws -> Tensor<Float> {
    let array = try ReferenceArray(URL(filePath: path))
    return Tensor(shape: array.shape, values: array.values.map { Float($0) })
}
