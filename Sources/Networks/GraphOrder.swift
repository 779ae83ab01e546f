/// An order in which every node stands after those it reads.
struct GraphOrder {
    /// Indices of the nodes, in order; as given where that is an order.
    private(set) var indices: [Int] = []
    /// Tensors that are read and given by nobody, each once, with the first node that reads it.
    private(set) var missing: [(tensor: String, node: Int)] = []

    /// Orders nodes, depth first without recursion, so that a chain may be as long as memory allows.
    ///
    /// - Parameter given: tensors that are there from the start.
    /// - Throws: ``NetworkError/cycle(node:)``, ``NetworkError/givenTwice(tensor:)``.
    /// - Complexity: linear in nodes and edges.
    init(_ nodes: [Node], given: Set<String>) throws(NetworkError) {
        var origin: [String: Int] = [:]
        origin.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty {
                guard origin.updateValue(index, forKey: output) == nil, !given.contains(output) else {
                    throw .givenTwice(tensor: output)
                }
            }
        }
        var absent: Set<String> = []
        let needs = nodes.enumerated().map { index, node in
            node.reads.compactMap { tensor -> Int? in
                if let source = origin[tensor] { return source }
                if !given.contains(tensor), absent.insert(tensor).inserted { missing.append((tensor, index)) }
                return nil
            }
        }
        indices.reserveCapacity(nodes.count)
        try order(needs, nodes)
    }

    private mutating func order(_ needs: [[Int]], _ nodes: [Node]) throws(NetworkError) {
        enum State { case unseen, open, done }
        var states = [State](repeating: .unseen, count: needs.count)
        for root in needs.indices where states[root] == .unseen {
            // Each entry: a node, and how many of those it reads have been looked at.
            var path = [(node: root, step: 0)]
            states[root] = .open
            while let (node, step) = path.last {
                guard step < needs[node].count else {
                    states[node] = .done
                    indices.append(node)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].step += 1
                let next = needs[node][step]
                switch states[next] {
                case .unseen:
                    states[next] = .open
                    path.append((next, 0))
                case .open: throw .cycle(node: nodes[next].label)
                case .done: break
                }
            }
        }
    }
}
