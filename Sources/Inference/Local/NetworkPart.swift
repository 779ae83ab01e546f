public import Networks

/// The part of a network that makes some units of a map: every window runs only where these units need it, on the part of
/// the image that they see.
///
/// The units have the values and the derivatives that they have in the whole network, up to rounding.
public struct NetworkPart: Sendable {
    /// Takes the part of the image by the image's name, and gives the units by the name of their tensor.
    public let network: Network
    /// Which part of the image.
    public let image: MapBox

    /// Takes a network apart; `nil` where something on the way makes a unit of places all over a map, where channels lie
    /// last, and where the units see nothing.
    ///
    /// - Parameters:
    ///   - network: that is taken apart.
    ///   - units: a box of them.
    ///   - tensor: the name of what has them.
    ///   - shape: of the image, 1 × channel × row × column.
    /// - Throws: ``InferenceError`` as ``Runner``.
    public init?(
        of network: RunnableNetwork, making units: MapBox, of tensor: String, on shape: [Int]
    ) throws(InferenceError) {
        let name = network.image.name
        guard network.image.order == .channelsFirst,
            let plan = try LocalPlan(of: network, giving: [tensor], on: shape, isRecorded: true)
        else { return nil }
        let needed = plan.steps.needed(for: [tensor: units]) { plan.shapes[$0] }
        guard let image = needed[name], !image.isEmpty else { return nil }
        let fixed = plan.network.fixedTensors
        var nodes = plan.network.nodes.filter { $0.reads.allSatisfy(fixed.contains) }
        for step in plan.steps {
            guard let box = needed[step.output], !box.isEmpty else { return nil }
            nodes += step.nodes(making: box, from: needed)
        }
        self.image = image
        do throws(NetworkError) {
            self.network = try Network(
                name: plan.network.name, opset: plan.network.opset,
                inputs: plan.network.inputs.map { input in
                    input.name == name
                        ? Network.Input(
                            name: name, type: input.type,
                            shape: (shape.prefix(2) + [image.rows.count, image.columns.count]).map { .known($0) })
                        : input
                }, outputs: [tensor], nodes: nodes, constants: plan.network.constants)
        } catch {
            throw .network(error)
        }
    }
}

extension LocalStep {
    /// The node for a box of its output, after those that cut what it reads out of what there is.
    ///
    /// - Parameter boxes: what there is of each map.
    fileprivate func nodes(making box: MapBox, from boxes: [String: MapBox]) -> [Node] {
        let read = read(by: box)
        var names: [String: String] = [:]
        var cuts: [Node] = []
        var attributes = step.node.attributes
        for map in maps {
            guard let whole = boxes[map] else { continue }
            let part = read.intersection(whole)
            names[map] = map
            if part != whole {
                let cut = "\(map) for \(output)"
                names[map] = cut
                let starts = [
                    part.rows.lowerBound - whole.rows.lowerBound, part.columns.lowerBound - whole.columns.lowerBound,
                ]
                cuts.append(
                    Node(
                        op: .slice, inputs: [map], outputs: [cut],
                        attributes: [
                            "axes": .ints([2, 3]), "starts": .ints(starts),
                            "ends": .ints([starts[0] + part.rows.count, starts[1] + part.columns.count]),
                        ]))
            }
            if case .window = reach {
                attributes["pads"] = .ints([
                    part.rows.lowerBound - read.rows.lowerBound, part.columns.lowerBound - read.columns.lowerBound,
                    read.rows.upperBound - part.rows.upperBound, read.columns.upperBound - part.columns.upperBound,
                ])
            }
        }
        return cuts + [
            Node(
                name: step.node.name, op: step.node.op, inputs: step.node.inputs.map { names[$0] ?? $0 },
                outputs: step.node.outputs, attributes: attributes)
        ]
    }
}
