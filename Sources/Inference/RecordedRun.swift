internal import CRows
public import Networks
public import Planes
public import Workers

/// How derivatives pass rectifiers on their way back.
public enum BackwardRule: Hashable, Sendable {
    /// By the chain rule.
    case derivative
    /// Only positive ones pass (Springenberg, Dosovitskiy, Brox & Riedmiller 2015).
    case guided
}

/// A run of a network that remembers every tensor, so that one can go back from any of them to the image.
public struct RecordedRun: Sendable {
    private let runner: Runner
    private let values: TensorsInUse

    /// Runs a network up to some tensors and keeps what was computed on the way.
    ///
    /// - Parameters:
    ///   - network: whose image and other inputs are given.
    ///   - tensors: names of tensors, or of nodes for their first output.
    ///   - inputs: by name.
    ///   - workers: any number gives the same values.
    /// - Throws: ``InferenceError`` as ``Runner``.
    public init(
        of network: Network, upTo tensors: [String], on inputs: [String: Tensor<Float>], workers: Workers
    ) throws(InferenceError) {
        let runner = try Runner(
            network, giving: tensors, on: inputs.mapValues(\.shape), by: .fast, isRecorded: true, workers: workers)
        try self.init(runner, inputs)
    }

    /// A run by a runner that takes every node by itself.
    init(_ runner: Runner, _ inputs: [String: Tensor<Float>]) throws(InferenceError) {
        self.runner = runner
        var values = try runner.given(inputs)
        for step in runner.plan.steps {
            var read = Self.inputs(of: step, values)
            try step.run(&read, runner.workers, into: &values)
        }
        self.values = values
    }

    /// The same network on other inputs; weights are not read again.
    public func again(on inputs: [String: Tensor<Float>]) throws(InferenceError) -> RecordedRun {
        try RecordedRun(runner, inputs)
    }

    /// A tensor that was computed.
    ///
    /// - Throws: ``InferenceError/noSuchTensor(name:suggestion:)`` for one that was not needed.
    public func tensor(_ name: String) throws(InferenceError) -> Tensor<Float> {
        let name = try runner.network.tensor(named: name)
        guard let value = values[name] ?? runner.plan.known[name] else {
            throw .noSuchTensor(name: name, suggestion: nil)
        }
        return value.numbers
    }

    /// The derivative of a sum of units by an input: Σ cotangent · ∂tensor/∂input.
    ///
    /// - Parameters:
    ///   - tensor: one that was computed on the way.
    ///   - cotangent: the weight of each unit of the tensor; a single 1 for one unit.
    ///   - input: the input's name; the image's if left out.
    /// - Throws: ``InferenceError``: an operation on the way that has no derivative, or no way at all.
    /// - Complexity: about that of a run.
    public func gradient(
        of tensor: String, weighted cotangent: Tensor<Float>, by input: String? = nil
    ) throws(InferenceError) -> Tensor<Float> {
        let input = if let input { input } else { try runner.network.imageName }
        guard let result = try gradients(of: tensor, weighted: cotangent, by: [input])[input] else {
            throw .unreached(tensor: tensor, input: input)
        }
        return result
    }

    /// The derivatives of a sum of units by several inputs, in one way back.
    ///
    /// Weights are inputs like others where the network leaves them open: so it is that networks learn.
    ///
    /// - Parameters:
    ///   - tensor: one that was computed on the way.
    ///   - cotangent: the weight of each unit of the tensor.
    ///   - inputs: their names; tensors on the way are inputs of what follows them.
    ///   - rule: how derivatives pass rectifiers.
    /// - Returns: a tensor of the input's shape for each.
    /// - Throws: ``InferenceError``: an operation on the way that has no derivative, or an input without a way to it.
    /// - Complexity: about that of a run, and as much again for weights.
    public func gradients(
        of tensor: String, weighted cotangent: Tensor<Float>, by inputs: [String],
        passing rule: BackwardRule = .derivative
    ) throws(InferenceError) -> [String: Tensor<Float>] {
        let target = try runner.network.tensor(named: tensor)
        let found = try self.tensor(target)
        guard found.shape == cotangent.shape else {
            throw .inputShape(input: "cotangent of \(tensor)", expected: found.shape, found: cotangent.shape)
        }
        let wanted = Set(inputs)
        let dependent = dependents(of: wanted)
        var cotangents = [target: cotangent]
        for step in runner.plan.steps.reversed() {
            guard step.inputs.contains(where: dependent.contains),
                step.outputs.contains(where: { cotangents[$0] != nil })
            else { continue }
            var parts = try pullback(step, step.outputs.map { cotangents[$0] })
            if rule == .guided, isRectifier(step) { parts = parts.map { $0?.rectified } }
            for name in step.outputs where !wanted.contains(name) { cotangents[name] = nil }
            for (name, part) in zip(step.inputs, parts) where dependent.contains(name) {
                guard let part else { continue }
                cotangents[name] = cotangents[name].map { Self.sum($0, part) } ?? part
            }
        }
        var results: [String: Tensor<Float>] = [:]
        for input in inputs {
            guard let result = cotangents[input] else { throw .unreached(tensor: tensor, input: input) }
            results[input] = result
        }
        return results
    }

    /// The derivatives of a sum of units by what the node that gives them reads, each for itself: what comes to it by other
    /// ways through another is not among it.
    ///
    /// - Parameters:
    ///   - tensor: one that was computed.
    ///   - cotangent: the weight of each unit of the tensor.
    /// - Returns: a tensor for each name that is read and has a derivative.
    /// - Throws: ``InferenceError``: an operation that has no derivative.
    /// - Complexity: that of one node.
    public func partials(
        of tensor: String, weighted cotangent: Tensor<Float>
    ) throws(InferenceError) -> [String: Tensor<Float>] {
        let target = try runner.network.tensor(named: tensor)
        guard let step = runner.plan.steps.first(where: { $0.outputs.contains(target) }) else {
            throw .noSuchTensor(name: tensor, suggestion: nil)
        }
        let parts = try pullback(step, step.outputs.map { $0 == target ? cotangent : nil })
        var found: [String: Tensor<Float>] = [:]
        for (name, part) in zip(step.inputs, parts) {
            guard let part else { continue }
            found[name] = found[name].map { Self.sum($0, part) } ?? part
        }
        return found
    }

    /// The derivative of one unit by the image.
    ///
    /// - Parameters:
    ///   - tensor: one that was computed on the way.
    ///   - place: an index per axis, such as batch, channel, row, column.
    /// - Precondition: the place lies in the tensor.
    public func gradient(of tensor: String, at place: [Int]) throws(InferenceError) -> Tensor<Float> {
        let shape = try self.tensor(tensor).shape
        precondition(place.count == shape.count && zip(place, shape).allSatisfy { (0..<$1).contains($0) })
        var cotangent = Tensor<Float>(shape: shape, repeating: 0)
        cotangent.update { $0[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }] = 1 }
        return try gradient(of: tensor, weighted: cotangent)
    }

    private func pullback(
        _ step: Plan.Step, _ cotangents: [Tensor<Float>?]
    ) throws(InferenceError) -> [Tensor<Float>?] {
        let outputs = step.outputs.compactMap { values[$0] }
        do throws(OperatorError) {
            return try step.operation.pullback(cotangents, Self.inputs(of: step, values), outputs, runner.workers)
        } catch {
            if error.isNoGradient { throw .noGradient(node: step.label, op: step.op.name) }
            throw .impossible(node: step.label, op: step.op.name, reason: error.reason)
        }
    }

    /// Whether a rectifier is on the way: Relu, or bounds of which the lower is 0.
    var hasRectifier: Bool { runner.plan.steps.contains(where: isRectifier) }

    private func isRectifier(_ step: Plan.Step) -> Bool {
        guard let clip = step.operation as? Clip else { return false }
        return (try? clip.bounds(Self.inputs(of: step, values)).low) == 0
    }

    /// The tensors that some inputs have a part in.
    private func dependents(of inputs: Set<String>) -> Set<String> {
        var names = inputs
        for step in runner.plan.steps where step.inputs.contains(where: names.contains) {
            names.formUnion(step.outputs)
        }
        return names
    }

    private static func inputs(of step: Plan.Step, _ values: TensorsInUse) -> Inputs {
        Inputs(step.inputs.indices.map { step.known[$0] ?? values[step.inputs[$0]] })
    }

    private static func sum(_ a: Tensor<Float>, _ b: Tensor<Float>) -> Tensor<Float> {
        var sum = a
        sum.update { to in
            b.values.withUnsafeBufferPointer { row_spread($0.count, to.baseAddress, 1, $0.baseAddress) }
        }
        return sum
    }
}

extension Tensor<Float> {
    /// Negative elements as 0.
    fileprivate var rectified: Tensor<Float> {
        var result = self
        result.update { for index in $0.indices where $0[index] < 0 { $0[index] = 0 } }
        return result
    }
}
