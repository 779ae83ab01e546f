import Foundation
import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// One operation on small tensors, with the outputs that ONNX Runtime gives.
struct OperatorCase: Decodable, Sendable, CustomStringConvertible {
    struct Setting: Decodable, Sendable {
        var int: Int?
        var ints: [Int]?
        var float: Float?
        var floats: [Float]?
        var string: String?
        var strings: [String]?

        var attribute: Attribute {
            if let int { return .int(int) }
            if let ints { return .ints(ints) }
            if let float { return .float(float) }
            if let floats { return .floats(floats) }
            if let strings { return .strings(strings) }
            return .string(string ?? "")
        }
    }

    struct Stored: Decodable, Sendable {
        let shape: [Int]
        var floats: [Float]?
        var integers: [Int]?
        /// Of whole numbers, if not 64 bits.
        var type: String?

        var numberType: NumberType {
            guard floats == nil else { return .float32 }
            return [nil: .int64, "int32": .int32, "uint8": .uint8, "int8": .int8, "uint32": .uint32][type] ?? .other
        }

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

    /// The operation, with its weights known or not; one that is defined by others as these.
    func operation(weightsKnown: Bool, plain: Bool = false) throws -> any Computation {
        let network = try network(weightsKnown: weightsKnown)
        let isDefined = try network.defined(on: [:]).nodes.map(\.op) != [node.op]
        if isDefined { return DefinedOperation(reference: self, network: network, plain: plain) }
        let known = Inputs(inputs.enumerated().map { $0 > 0 && weightsKnown ? $1?.value : nil })
        let make = try #require(Factories.all[node.op])
        return try make(
            OperatorContext(
                node, opset: opset, known: known, types: inputs.map { $0?.numberType },
                algorithm: plain ? .plain : .fast))
    }

    /// A network of the one node; whole numbers, and weights that are known, are its constants.
    private func network(weightsKnown: Bool) throws -> Network {
        var open: [Network.Input] = []
        var constants: [String: Constant] = [:]
        for (index, stored) in inputs.enumerated() {
            guard let stored else { continue }
            if stored.floats != nil, index == 0 || !weightsKnown {
                open.append(.init(name: "x\(index)", shape: stored.shape.map { .known($0) }))
            } else {
                constants["x\(index)"] = Constant(
                    name: "x\(index)", shape: stored.shape, type: stored.numberType,
                    source: stored.floats.map { .floats($0) } ?? .integers(stored.integers ?? []))
            }
        }
        return try Network(
            opset: opset, inputs: open, outputs: outputs.indices.map { "y\($0)" }, nodes: [node],
            constants: constants)
    }

    var values: Inputs { Inputs(inputs.map { $0?.value }) }
}

/// An operator that is run as others, as one computation.
struct DefinedOperation: Computation {
    let reference: OperatorCase
    let network: Network
    let plain: Bool

    private func given(_ inputs: Inputs) throws(OperatorError) -> [String: Tensor<Float>] {
        var given: [String: Tensor<Float>] = [:]
        for input in network.inputs { given[input.name] = try inputs.floats(Int(input.name.dropFirst()) ?? 0) }
        return given
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let given = try given(inputs)
        do throws(InferenceError) {
            let results = try Runner(
                network, giving: network.outputs, by: plain ? .plain : .fast, workers: workers
            ).run(given)
            return zip(network.outputs, reference.outputs).compactMap { name, stored in
                results[name].map { result in
                    stored.floats == nil
                        ? .integers(Tensor(shape: result.shape, values: result.values.map { Int($0) }))
                        : .floats(result)
                }
            }
        } catch {
            throw OperatorError("\(error)")
        }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        let given = try given(inputs)
        guard let cotangent = cotangents[0] else { return [] }
        // Whole numbers alone have no derivative.
        guard !network.inputs.isEmpty else { throw .noGradient }
        do throws(InferenceError) {
            let run = try RecordedRun(of: network, upTo: network.outputs, on: given, workers: workers)
            let found = try run.gradients(of: "y0", weighted: cotangent, by: network.inputs.map(\.name))
            return reference.inputs.indices.map { found["x\($0)"] }
        } catch {
            if case .noGradient = error { throw .noGradient }
            throw OperatorError("\(error)")
        }
    }
}
