import Foundation
import Networks
import Planes
import Testing

@testable import Inference

/// One operation on small tensors, with the outputs that ONNX Runtime gives.
struct OperatorCase: Decodable, Sendable, CustomStringConvertible {
    struct Setting: Decodable, Sendable {
        var int: Int?
        var ints: [Int]?
        var float: Float?
        var floats: [Float]?
        var string: String?

        var attribute: Attribute {
            if let int { return .int(int) }
            if let ints { return .ints(ints) }
            if let float { return .float(float) }
            if let floats { return .floats(floats) }
            return .string(string ?? "")
        }
    }

    struct Stored: Decodable, Sendable {
        let shape: [Int]
        var floats: [Float]?
        var integers: [Int]?

        var value: Value {
            if let floats { return .floats(Tensor(shape: shape, values: floats)) }
            return .integers(Tensor(shape: shape, values: integers ?? []))
        }
    }

    let label, op: String
    var domain: String?
    let opset: Int
    let attributes: [String: Setting]
    let inputs: [Stored?]
    let outputs: [Stored]

    var description: String { label.isEmpty ? op : "\(op), \(label)" }

    static let all: [OperatorCase] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference/operators.json")
        do {
            return try JSONDecoder().decode([OperatorCase].self, from: Data(contentsOf: file))
        } catch {
            fatalError("\(file.path): \(error)")
        }
    }()

    var node: Node {
        Node(
            name: "n", op: op, domain: domain ?? "", inputs: inputs.indices.map { inputs[$0] == nil ? "" : "x\($0)" },
            outputs: outputs.indices.map { "y\($0)" }, attributes: attributes.mapValues(\.attribute))
    }

    /// The operation, with its weights known or not.
    func operation(weightsKnown: Bool, plain: Bool = false) throws -> any Computation {
        let known = Inputs(inputs.enumerated().map { $0 > 0 && weightsKnown ? $1?.value : nil })
        let make = try #require(Factories.all[node.op])
        return try make(OperatorContext(node, opset: opset, known: known, plain: plain))
    }

    var values: Inputs { Inputs(inputs.map { $0?.value }) }
}
