/// How long an operation takes, in multiplications each followed by an addition of a fast matrix product.
extension OperatorInstance {
    /// What the plain loops take for one element, by the same measure.
    private static let loop = 16
    /// What a node takes that does nothing.
    private static let least = 1 << 18

    /// Elements of 32 bits that are kept while it runs, besides what it reads and gives: an index, or a list of taps, for
    /// every place along each axis.
    func room(giving outputs: [[Int]]) -> Int {
        let places = Count.sum(outputs.map { Count.sum($0) })
        switch node.op.kind {
        case .movement: return Count.product([places, 6])
        case .resampling: return Count.product([places, 32])
        default: return 0
        }
    }

    /// The work of one run.
    ///
    /// - Parameters:
    ///   - outputs: the shapes of the outputs, where they are known.
    ///   - cost: of the node.
    func work(giving outputs: [[Int]], cost: Cost) -> Int {
        let written = Count.sum(outputs.map(elementCount))
        let read = Count.sum(inputs.map { $0.map { elementCount($0.shape) } ?? 0 })
        let moved = Count.sum([Self.least, Count.product([Count.sum([written, read]), Self.loop])])
        switch node.op.kind {
        case .pool:
            // The taps that lie in the padding are stepped over, and cost as much.
            let taps = ((try? windows) ?? nil).map { Count.product($0.map(\.kernel)) } ?? 1
            return Count.sum([moved, Count.product([outputs.first.map(elementCount) ?? 0, taps, Self.loop])])
        case .resampling:
            // Each axis in its turn, at up to four places with a list of taps for each output.
            let lists = (resamplings ?? []).map { Count.product([$0.outputs, Self.loop * Self.loop]) }
            return Count.sum([Count.product([moved, 4]), Count.sum(lists)])
        default: return Count.sum([moved, cost.multiplyAdds ?? 0])
        }
    }
}

extension Shapes {
    /// Refuses nodes that ask for more than a budget grants, as far as shapes are known before the network runs.
    ///
    /// - Parameters:
    ///   - nodes: that are run, in their order.
    ///   - budget: the most elements and the most work that are granted.
    ///   - kept: tensors that are not let go when nobody reads them any more.
    /// - Returns: the work of one run.
    /// - Throws: ``NetworkError/overBudget(node:reason:)``.
    @discardableResult
    public func check(
        _ nodes: [Node], within budget: Budget, keeping kept: Set<String> = []
    ) throws(NetworkError) -> Int {
        var readers: [String: Int] = [:]
        for node in nodes { for tensor in node.reads { readers[tensor, default: 0] += 1 } }
        let made = Set(nodes.flatMap(\.outputs))
        // What is made of constants alone is made once, and kept.
        var fixed = Set(constants.keys)
        var (work, elements, filled) = (0, 0, 0)
        for node in nodes {
            let instance = instance(of: node)
            let outputs = node.outputs.compactMap { self[$0] }
            let given = Count.sum(outputs.map(elementCount))
            let isFixed = node.reads.allSatisfy(fixed.contains)
            if isFixed { fixed.formUnion(node.outputs) }
            let limit = isFixed ? Budget.mostFilled : budget.elements
            if isFixed { filled = Count.sum([filled, given]) } else { elements = Count.sum([elements, given]) }
            guard Count.sum([isFixed ? filled : elements, instance.room(giving: outputs)]) <= limit else {
                throw .overBudget(
                    node: node.label,
                    reason: "\(limit) elements in use, with its output of "
                        + outputs.map(shapeText).joined(separator: ", "))
            }
            let cost = Cost(of: instance, output: node.outputs.first.flatMap { self[$0] }) { _ in false }
            work = Count.sum([work, instance.work(giving: outputs, cost: cost)])
            guard work <= budget.work else {
                throw .overBudget(node: node.label, reason: "\(budget.work) multiply-adds, or loops as long")
            }
            for tensor in node.reads where !fixed.contains(tensor) {
                guard let left = readers[tensor] else { continue }
                readers[tensor] = left - 1
                // What comes from outside was never counted.
                if left == 1, !kept.contains(tensor), made.contains(tensor) {
                    elements -= self[tensor].map(elementCount) ?? 0
                }
            }
        }
        return work
    }
}
