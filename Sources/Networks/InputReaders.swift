/// What reads an input of a network, behind operations that leave it what it is.
extension Network {
    /// Whether a tensor is only ever the first state, or memory, of recurrent layers.
    package func isState(_ tensor: String) -> Bool {
        var (isState, isElse) = (false, false)
        follow(tensor, in: nodes.flatMap { $0.andBodies(8) }) { node, place in
            switch node.op.kind {
            case .reshaping, .movement: return true
            case .recurrence where place == 5 || place == 6: isState = true
            // Its sizes are no matter of its values.
            case .shapeArithmetic: break
            // What a branch or a loop reads is followed inside.
            case .unknown where !node.bodies.isEmpty: break
            case .pointwise where node.op == .where && place > 0: return true
            default:
                if ![.identity, .cast].contains(node.op) {
                    isElse = true
                    return false
                }
                return true
            }
            return false
        }
        return isState && !isElse
    }

    /// Goes from a tensor to its readers, and on to what they give where the body says so.
    ///
    /// - Parameter body: a node and which of its inputs the tensor is.
    private func follow(_ tensor: String, in nodes: [Node], _ body: (Node, Int) -> Bool) {
        var known: Set = [tensor]
        for node in nodes {
            for (place, input) in node.inputs.enumerated() where known.contains(input) && body(node, place) {
                known.formUnion(node.outputs.filter { !$0.isEmpty })
            }
        }
    }
}

extension Node {
    /// The operation, then those of its bodies, so many levels deep.
    fileprivate func andBodies(_ levels: Int) -> [Node] {
        levels > 0 ? [self] + renamedBodies.flatMap { $0.flatMap { $0.andBodies(levels - 1) } } : [self]
    }

    /// The operations of its bodies; before them where a state that a loop is given has its name inside, after them where
    /// what a branch gives has its name outside.
    private var renamedBodies: [[Node]] {
        bodies.map { body in
            if op == .if {
                return body.nodes
                    + zip(body.outputs, outputs).filter { !$0.1.isEmpty }.map {
                        Node(op: .identity, inputs: [$0], outputs: [$1])
                    }
            }
            guard [.loop, .scan].contains(op), body.inputs.count == inputs.count else { return body.nodes }
            return zip(inputs, body.inputs).filter { !$0.0.isEmpty }.map {
                Node(op: .identity, inputs: [$0], outputs: [$1.name])
            } + body.nodes
        }
    }
}
