package import Networks

/// What a layer does, in its operator's words and its own numbers.
package struct LayerPurpose {
    private let instance: OperatorInstance
    private let learned: Int

    /// - Parameter learned: its parameters.
    package init(of instance: OperatorInstance, learned: Int) {
        self.instance = instance
        self.learned = learned
    }

    /// A phrase without capital and full stop; empty for an operator without one.
    package var text: String {
        guard let words = instance.node.op.words else { return "" }
        var text = learned > 0 ? words.learned : words.plain
        for (name, value) in values { text.replace("{\(name)}", with: value) }
        return text
    }

    /// What stands for the words in braces.
    private var values: [String: String] {
        [
            "kernels": kernels, "kernel": kernel.map { " of \($0)" } ?? "", "window": sizes(windows.map(\.kernel)),
            "step": step, "groups": groups, "inputs": instance.shape(0)?.last.map { "all \($0)" } ?? "all",
            "part": part,
        ]
    }

    private var kernels: String {
        guard let weights = instance.shape(1), weights.count > 2, let kernel else { return "a convolution" }
        return "\(counted(weights[0], "kernel", "kernels")) of \(kernel) × \(weights[1])"
    }

    private var groups: String {
        let groups = instance.node.int("group") ?? 1
        return groups > 1 ? ", in \(groups) groups" : ""
    }

    /// Rows and columns of the weights.
    private var kernel: String? {
        instance.shape(1).flatMap { $0.count > 2 ? sizes(Array($0.dropFirst(2))) : nil }
    }

    /// What has a learned number of its own.
    private var part: String { (instance.shape(0)?.count ?? 4) > 2 ? "channel" : "unit" }

    private var windows: [Window] { (try? instance.windows) ?? [] }

    private var step: String {
        let strides = windows.map(\.stride)
        guard let first = strides.first, strides.contains(where: { $0 > 1 }) else { return "" }
        return ", step \(strides.allSatisfy { $0 == first } ? "\(first)" : sizes(strides))"
    }
}
