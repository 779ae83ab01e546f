public import Networks
public import Planes
public import Workers

/// A network made ready to give some of its tensors.
///
/// Weights are read now, and only those that the tensors depend on. What does not depend on an image is computed once.
/// Results are the same for any number of workers.
public struct Runner: Sendable {
    /// The tensors it gives, by their names in the file, in the order asked for.
    public let tensors: [String]

    let plan: Plan
    let network: Network
    let workers: Workers
    /// The inputs that are read.
    private let inputs: [Network.Input]
    /// The name of the one that takes images, if there is one.
    private let image: String?

    /// Which loops compute.
    public enum Algorithm: Hashable, Sendable {
        /// As the definitions read; every node by itself.
        case plain
        /// Matrix products and Winograd's tiles; a convolution takes in what follows it.
        case fast
        /// For derivatives that are looked at: convolutions' sums in double precision. Single ones differ by their place in a
        /// matrix, so that of the equal units of an even part of a picture another is the largest of a pool, and a unit
        /// near 0 falls on the other side of a rectifier.
        case precise
    }

    /// Prepares a network.
    ///
    /// - Parameters:
    ///   - network: of which only what leads to the tensors is prepared.
    ///   - tensors: names of tensors, or of nodes for their first output.
    ///   - inputs: shapes of the inputs, where the file leaves them open: what is prepared suits their sizes best, and
    ///     works for others.
    ///   - algorithm: which loops compute.
    ///   - workers: any number gives the same values.
    /// - Throws: ``InferenceError``: no such tensor, an operation that is not run, weights that cannot be read or are not
    ///   finite, settings that cannot be.
    /// - Complexity: linear in the weights.
    public init(
        _ network: Network, giving tensors: [String], on inputs: [String: [Int]] = [:],
        by algorithm: Algorithm = .fast, workers: Workers
    ) throws(InferenceError) {
        try self.init(
            network, giving: tensors, on: inputs, by: algorithm, isRecorded: false, workers: workers)
    }

    init(
        _ network: Network, giving tensors: [String], on inputs: [String: [Int]], by algorithm: Algorithm,
        isRecorded: Bool, workers: Workers
    ) throws(InferenceError) {
        var names: [String] = []
        for name in tensors { names.append(try network.tensor(named: name)) }
        self.tensors = names
        self.network = network
        self.workers = workers
        plan = try Plan(network, for: Set(names), on: inputs, by: algorithm, isRecorded: isRecorded, workers: workers)
        let read = Set(plan.steps.flatMap(\.inputs)).union(names)
        self.inputs = network.inputs.filter { read.contains($0.name) }
        image = (try? ImageInput(of: network))?.name
    }

    /// Runs the network.
    ///
    /// - Parameter inputs: images and whatever else comes from outside, by name. The first state of a recurrent layer is 0
    ///   where it is not given.
    /// - Returns: the tensors it was made for, by name; whole numbers as floats.
    /// - Throws: ``InferenceError``: an input that is missing or of another shape, a node that cannot run on what reaches
    ///   it, the first node that gives NaN or infinity.
    public func run(_ inputs: [String: Tensor<Float>]) throws(InferenceError) -> [String: Tensor<Float>] {
        _ = Memory.isKept
        var values = try given(inputs)
        for step in plan.steps {
            var read = Inputs(
                step.inputs.indices.map { index in
                    if let known = step.known[index] { return known }
                    return step.isLastUse[index]
                        ? values.take(step.inputs[index]) : values[step.inputs[index]]
                })
            try step.run(&read, workers, into: &values)
        }
        var results: [String: Tensor<Float>] = [:]
        for name in tensors { results[name] = (values[name] ?? plan.known[name])?.numbers }
        return results
    }

    /// Runs the network on one image.
    ///
    /// - Throws: as ``run(_:)``, and where the network has several inputs or none.
    public func run(_ image: Tensor<Float>) throws(InferenceError) -> [String: Tensor<Float>] {
        try run([network.imageName: image])
    }

    /// The inputs as values, checked against the network's shapes.
    func given(_ tensors: [String: Tensor<Float>]) throws(InferenceError) -> TensorsInUse {
        var values = TensorsInUse()
        for input in inputs {
            guard let tensor = tensors[input.name] ?? network.firstState(input) else {
                throw .inputMissing(input: input.name)
            }
            if let shape = input.shape {
                // The batch is free for whoever runs it to choose.
                let expected = shape.enumerated().map { axis, size -> Int? in
                    if axis > 0 || shape.count < 4, case .known(let size) = size { size } else { nil }
                }
                let fits =
                    expected.count == tensor.shape.count
                    && zip(expected, tensor.shape).allSatisfy { $0 == nil || $0 == $1 }
                guard fits else { throw .inputShape(input: input.name, expected: expected, found: tensor.shape) }
            }
            let value = Value.floats(tensor)
            if let bad = value.firstNonFinite(workers) {
                throw .nonFinite(node: input.name, op: "input", tensor: input.name, value: bad)
            }
            // A picture's numbers are followed back as floats; indices and lengths are whole.
            let isWhole = (input.type.isInteger || input.type == .bool) && input.name != image
            values[input.name] = isWhole ? value.whole : value
        }
        return values
    }
}

extension Network {
    /// 0 for every number of the first state of a recurrent layer; `nil` for other inputs.
    fileprivate func firstState(_ input: Input) -> Tensor<Float>? {
        guard let shape = input.shape, isState(input.name) else { return nil }
        let sizes = shape.map { if case .known(let size) = $0 { size } else { 1 } }
        guard elementCount(sizes) <= Budget(of: self).elements else { return nil }
        return Tensor(shape: sizes, repeating: 0)
    }
}

extension Plan.Step {
    /// Runs the operation, looks at what it gives, and puts it with the other tensors in use.
    func run(
        _ inputs: inout Inputs, _ workers: Workers, into values: inout TensorsInUse
    ) throws(InferenceError) {
        do throws(OperatorError) {
            try values.put(operation.run(&inputs, workers), as: outputs)
        } catch {
            if let bad = error.nonFinite {
                throw .nonFinite(node: label, op: op.name, tensor: outputs[0], value: bad)
            }
            throw .impossible(node: label, op: op.name, reason: error.reason)
        }
        for name in outputs where !operation.givesFinite {
            if let bad = values[name]?.firstNonFinite(workers) {
                throw .nonFinite(node: label, op: op.name, tensor: name, value: bad)
            }
        }
    }
}

extension Value {
    /// The elements as whole numbers, cut toward zero.
    fileprivate var whole: Value {
        guard case .floats(let tensor) = self else { return self }
        return .integers(Tensor(shape: tensor.shape, values: Numbers.floats(tensor.values).integers))
    }

    /// The elements as floats.
    var numbers: Tensor<Float> {
        switch self {
        case .floats(let tensor): tensor
        case .integers(let tensor): Tensor(shape: tensor.shape, values: tensor.values.map { Float($0) })
        }
    }
}

extension Network {
    /// The name of a tensor, given its name or that of the node whose first output it is.
    ///
    /// - Throws: ``InferenceError/noSuchTensor(name:suggestion:)``.
    public func tensor(named name: String) throws(InferenceError) -> String {
        let outputs = Set(nodes.flatMap(\.outputs))
        if outputs.contains(name) || constants[name] != nil || inputs.contains(where: { $0.name == name }) {
            return name
        }
        if let node = nodes.first(where: { $0.name == name }), let output = node.outputs.first(where: { !$0.isEmpty }) {
            return output
        }
        throw .noSuchTensor(name: name, suggestion: name.nearest(among: nodes.map(\.label) + outputs.sorted()))
    }

    /// The name of the one input, or of several of the image's.
    var imageName: String {
        get throws(InferenceError) {
            if inputs.count == 1 { return inputs[0].name }
            do throws(NetworkError) { return try ImageInput(of: self).name } catch { throw .network(error) }
        }
    }
}
