import Networks
import Workers

/// The steps to some tensors, each of which can be done for some places of a map alone.
struct LocalPlan: Sendable {
    let steps: [LocalStep]
    /// The network whose windows read no padding.
    let network: Network
    /// Of the image and of every step's output, on a whole image.
    let shapes: [String: [Int]]

    /// Plans for tensors; `nil` where a step on the way cannot be done locally.
    ///
    /// - Parameters:
    ///   - shape: of the image.
    ///   - isRecorded: whether every node is a step of its own.
    init?(
        of network: RunnableNetwork, giving tensors: [String], on shape: [Int], isRecorded: Bool = false
    ) throws(InferenceError) {
        let name = network.image.name
        let whole = try Plan.defined(network.network, on: [name: shape])
        let open: Network
        let shapes: Shapes
        do throws(NetworkError) {
            shapes = try Shapes(of: whole, inputs: [name: shape])
            open = try whole.withoutPadding
        } catch {
            throw .network(error)
        }
        func planned(on shape: [Int]) throws(InferenceError) -> Plan {
            try Plan(
                open, for: Set(tensors), on: [name: shape], by: .fast, isRecorded: isRecorded, workers: network.workers)
        }
        let plan: Plan
        do throws(InferenceError) {
            // As on a wide picture: many will be side by side.
            plan = try planned(on: [shape[0], shape[1], shape[2], 4 * shape[3]])
        } catch {
            // A wide one may be too much for the network's budget.
            plan = try planned(on: shape)
        }
        var sizes = [name: shape]
        for step in plan.steps { sizes[step.outputs[0]] = shapes[step.outputs[0]] }
        let nodes = Dictionary(whole.nodes.map { ($0.outputs.first ?? "", $0) }) { first, _ in first }
        let steps = plan.steps.compactMap { step in
            nodes[step.node.outputs[0]].flatMap { LocalStep(step, shapes.instance(of: $0), shapes: sizes) }
        }
        let isWhole = tensors.allSatisfy { tensor in steps.contains { $0.output == tensor } }
        guard isWhole, steps.count == plan.steps.count else { return nil }
        (self.steps, self.network, self.shapes) = (steps, open, sizes)
    }
}

extension [LocalStep] {
    /// The places of every map that wanted units are made of.
    ///
    /// - Parameter shape: of a whole map, by tensor.
    func needed(for wanted: [String: MapBox], shape: (String) -> [Int]?) -> [String: MapBox] {
        var needed = wanted
        for step in reversed() {
            guard let box = needed[step.output], !box.isEmpty else { continue }
            for map in step.maps {
                guard let shape = shape(map) else { continue }
                let read = step.read(by: box).intersection(MapBox(rows: 0..<shape[2], columns: 0..<shape[3]))
                needed[map] = needed[map].map { $0.union(read) } ?? read
            }
        }
        return needed
    }
}

extension Network {
    /// The same with windows that read no padding, and as many outputs as fit.
    fileprivate var withoutPadding: Network {
        get throws(NetworkError) {
            let nodes = nodes.map { node in
                guard [.conv, .maxPool, .averagePool].contains(node.op) else { return node }
                let kept = node.attributes.filter { !["pads", "auto_pad", "ceil_mode"].contains($0.key) }
                return Node(
                    name: node.name, op: node.op, inputs: node.inputs, outputs: node.outputs, attributes: kept)
            }
            return try Network(
                name: name, opset: opset, inputs: inputs, outputs: outputs, nodes: nodes, constants: constants)
        }
    }
}
