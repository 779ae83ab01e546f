import Inference
import Networks
import Planes
import ReceptiveFields

/// How the units of a layer come of what they read, for a page that works it out itself: as ``UnitArithmetic`` does.
struct SentRule: Encodable, Sendable {
    /// A window's way over the layer before.
    struct Window: Encodable, Sendable {
        let height, width, rowStride, columnStride, rowBefore, columnBefore, rowStep, columnStep: Int
    }

    var kind: UnitAccount.Kind = .opaque
    /// The layer that is read; −1 for the picture, −2 for one that is not on the page.
    var source = -2
    var window: Window?
    var group = 1
    /// Whether what is read lies channels last in the file.
    var isLast = false
    /// Of a window output × input × tap, of a sum unit × input, of a function the derivative at each unit.
    var weights: PackedNumbers?
    /// One for each output.
    var bias: PackedNumbers?
    var note: String?
    var fields, strict: SentFields?

    /// What is known of a layer without its numbers.
    init(_ layer: NetworkScene.Layer, _ array: LayerArray, source: Int) {
        fields = SentFields(layer, height: array.height, width: array.width, strictly: false)
        let strict = SentFields(layer, height: array.height, width: array.width, strictly: true)
        self.strict = strict == fields ? nil : strict
        self.source = source
        note = "the arithmetic of a \(layer.field.node.op.name) is not on this page; striate explore has it"
    }

    /// Takes up the numbers.
    ///
    /// - Parameter run: of the picture.
    mutating func describe(_ layer: NetworkScene.Layer, _ array: LayerArray, in scene: NetworkScene, _ run: RecordedRun)
    {
        guard let tensor = layer.inputs.first, let values = try? run.tensor(tensor) else { return }
        let order = scene.order(of: tensor, for: layer)
        let input = LayerArray(values, order: order)
        let node = layer.field.node
        if layer.isMap, node.op.kind.hasWindow, let windows = (try? layer.instance.windows) ?? nil, windows.count == 2,
            !windows[0].isTransposed
        {
            describe(windows, layer, array, input, scene)
        } else if node.op.kind == .pointwise, layer.inputs.count == 1, input.count == array.count {
            let ones = Tensor<Float>(shape: (try? run.tensor(layer.field.tensor))?.shape ?? [], repeating: 1)
            guard
                let slopes = try? run.gradients(of: layer.field.tensor, weighted: ones, by: [tensor])[tensor]
            else { return }
            // What is multiplied by a constant is told as the constant and a product.
            (kind, note) = (node.reads.count == 1 ? .function : .derivative, nil)
            if node.op.name != "Relu" { weights = PackedNumbers(shape: [input.count], input.arranged(slopes)) }
        } else if case .product = node.op.kind, layer.inputs.count == 1 {
            describeSum(layer, array, input, scene)
            isLast = order == .channelsLast
        }
    }

    private mutating func describe(
        _ windows: [Networks.Window], _ layer: NetworkScene.Layer, _ array: LayerArray, _ input: LayerArray,
        _ scene: NetworkScene
    ) {
        let node = layer.field.node
        let (rows, columns) = (windows[0], windows[1])
        let sent = Window(
            height: rows.kernel, width: columns.kernel, rowStride: rows.stride, columnStride: columns.stride,
            rowBefore: rows.before, columnBefore: columns.before, rowStep: rows.dilation, columnStep: columns.dilation)
        if node.op.kind == .pool {
            guard let known = ["MaxPool": UnitAccount.Kind.largest, "AveragePool": .mean][node.op.name] else { return }
            (kind, window, note) = (known, sent, nil)
            return
        }
        let group = max(node.int("group") ?? 1, 1)
        guard case .convolution(let slot) = node.op.kind,
            let constant = node.input(slot).flatMap({ scene.network.network.constants[$0] }),
            constant.shape.count == 4, constant.shape[0] == array.channels,
            constant.shape[2] == rows.kernel, constant.shape[3] == columns.kernel,
            constant.shape[1] * group == input.channels, let values = try? constant.floats()
        else { return }
        (kind, window, self.group, note) = (.window, sent, group, nil)
        weights = PackedNumbers(shape: [array.channels, constant.shape[1], rows.kernel * columns.kernel], values)
        bias = Self.bias(node, array.channels, scene)
    }

    private mutating func describeSum(
        _ layer: NetworkScene.Layer, _ array: LayerArray, _ input: LayerArray, _ scene: NetworkScene
    ) {
        let node = layer.field.node
        guard ["Gemm", "MatMul"].contains(node.op.name), node.input(0) == layer.inputs[0], node.int("transA") ?? 0 == 0,
            let constant = node.input(1).flatMap({ scene.network.network.constants[$0] }), constant.shape.count == 2,
            let values = try? constant.floats()
        else { return }
        let (units, inputs, alpha) = (array.count, input.count, node.float("alpha") ?? 1)
        let isTurned = node.int("transB") == 1
        guard constant.shape == (isTurned ? [units, inputs] : [inputs, units]) else { return }
        let rows =
            isTurned
            ? values : (0..<units).flatMap { unit in (0..<inputs).map { values[$0 * units + unit] } }
        (kind, note) = (.sum, nil)
        weights = PackedNumbers(shape: [units, inputs], alpha == 1 ? rows : rows.map { $0 * alpha })
        bias = Self.bias(node, units, scene)
    }

    private static func bias(_ node: Node, _ count: Int, _ scene: NetworkScene) -> PackedNumbers? {
        guard node.inputs.count > 2, let constant = node.input(2).flatMap({ scene.network.network.constants[$0] }),
            constant.type.isFloat, let values = try? constant.floats(), values.count == 1 || values.count == count
        else { return nil }
        let scale = node.op.name == "Gemm" ? node.float("beta") ?? 1 : 1
        return PackedNumbers(
            shape: [count], (0..<count).map { values[values.count == 1 ? 0 : $0] * scale })
    }
}
