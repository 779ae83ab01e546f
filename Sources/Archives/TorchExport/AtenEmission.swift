import Networks

/// How rules add operators.
extension AtenTranslation {
    /// Adds an operator between the call's inputs and what it gives; the name of its output.
    mutating func emit(
        _ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], as type: NumberType? = nil,
        sizes: [Network.Dimension]? = nil
    ) -> String {
        let output = fresh(op)
        nodes.append(
            Node(
                name: label + output.dropFirst(stem.count), op: op, inputs: inputs, outputs: [output],
                attributes: attributes))
        if let sizes { facts[output] = (sizes, type ?? .float32) }
        return output
    }

    /// Adds the operator that gives what the call gives.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:]
    ) -> [String] {
        give(call, op, inputs, attributes, outputs: [call.output])
    }

    /// Adds the operator that gives several of what the call gives.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute], outputs: [String]
    ) -> [String] {
        nodes.append(Node(name: label, op: op, inputs: inputs, outputs: outputs, attributes: attributes))
        return outputs
    }

    /// Adds the operator that gives what the call gives, and takes away the axis that ``batched(_:axes:)`` put there.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute], dropsBatch: Bool
    ) throws(Untranslated) -> [String] {
        guard dropsBatch else { return give(call, op, inputs, attributes) }
        return give(call, "Squeeze", [emit(op, inputs, attributes), try integers([0])])
    }

    /// The tensor with one axis more at its front, if it has only so many; whoever takes it drops it again.
    mutating func batched(_ tensor: String, axes: Int) throws(Untranslated) -> (tensor: String, isNew: Bool) {
        switch try rank(tensor) {
        case axes + 2: return (tensor, false)
        case axes + 1: return (emit("Unsqueeze", [tensor, try integers([0])]), true)
        default: throw Untranslated()
        }
    }

    /// A name for something of the call.
    mutating func fresh(_ kind: String) -> String {
        usedNames[kind, default: 0] += 1
        let count = usedNames[kind, default: 1]
        return "\(stem)/\(kind)\(count == 1 ? "" : "_\(count)")"
    }
}
