import Networks

/// What a layer does, in a few plain words.
struct LayerPurpose {
    private let instance: OperatorInstance
    private let learned: Int

    /// - Parameter learned: its parameters.
    init(of instance: OperatorInstance, learned: Int) {
        self.instance = instance
        self.learned = learned
    }

    /// A phrase without capital and full stop; empty for an operation without one.
    var text: String {
        switch instance.node.op {
        case "Conv": convolution
        case "ConvTranspose": "spreads every unit through kernels\(kernel.map { " of \($0)" } ?? "")\(step)"
        case "MaxPool": "the largest of every \(window) units\(step)"
        case "AveragePool": "the mean of every \(window) units\(step)"
        case "Gemm", "MatMul":
            "each unit a weighted sum of \(instance.shape(0)?.last.map { "all \($0)" } ?? "all") before it"
        case "Add", "Sum": learned > 0 ? "adds a learned number to each \(part)" : "adds its inputs unit by unit"
        case "Mul": learned > 0 ? "multiplies each \(part) by a learned number" : "multiplies its inputs unit by unit"
        default: Self.phrases[instance.node.op] ?? ""
        }
    }

    private static let phrases = [
        "Relu": "sets what is negative to 0", "LeakyRelu": "shrinks what is negative",
        "PRelu": "shrinks what is negative, by learned factors", "Clip": "cuts values off at both ends",
        "Sigmoid": "bends values into 0 to 1", "Tanh": "bends values into −1 to 1",
        "BatchNormalization": "shifts and scales each channel, as learned",
        "InstanceNormalization": "takes each map's mean away and divides by its spread",
        "LayerNormalization": "takes the mean away and divides by the spread",
        "LRN": "divides every unit by its neighbours in other channels",
        "GlobalAveragePool": "the mean of each map", "GlobalMaxPool": "the largest of each map",
        "ReduceMean": "means along axes", "Concat": "sets the channels of its inputs side by side",
        "Softmax": "makes probabilities, e^value / Σ e^value", "Flatten": "the same values in a row",
        "Reshape": "the same values in another shape", "Transpose": "the same values in another order",
        "Dropout": "changes nothing when the network runs", "Identity": "changes nothing",
        "Upsample": "makes maps larger", "Resize": "makes maps larger or smaller",
        "Pad": "sets a margin around each map",
    ]

    private var convolution: String {
        guard let weights = instance.shape(1), weights.count > 2, let kernel else { return "a convolution" }
        let groups = instance.node.int("group") ?? 1
        return "\(weights[0]) kernel\(weights[0] == 1 ? "" : "s") of \(kernel) × \(weights[1])\(step)"
            + (groups > 1 ? ", in \(groups) groups" : "")
    }

    /// Rows and columns of the weights.
    private var kernel: String? {
        instance.shape(1).flatMap { $0.count > 2 ? sizes(Array($0.dropFirst(2))) : nil }
    }

    /// What has a learned number of its own.
    private var part: String { (instance.shape(0)?.count ?? 4) > 2 ? "channel" : "unit" }

    private var windows: [Window] { (try? instance.windows) ?? [] }

    private var window: String { sizes(windows.map(\.kernel)) }

    private var step: String {
        let strides = windows.map(\.stride)
        guard let first = strides.first, strides.contains(where: { $0 > 1 }) else { return "" }
        return ", step \(strides.allSatisfy { $0 == first } ? "\(first)" : sizes(strides))"
    }
}
