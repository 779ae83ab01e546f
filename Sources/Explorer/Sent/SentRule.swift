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
    /// The layer that is read first; −1 for the picture, −2 for one that is not on the page.
    var source = -2
    /// What is read, of a rule that is no opaque one.
    var parts: [SentPart] = []
    var window: Window?
    var group = 1
    /// Of a window output × input × tap, of a sum unit × input.
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
    /// - Parameter reading: what the layer reads, all of which is on the page.
    mutating func describe(_ reading: SentReading) {
        let layer = reading.layer
        if layer.isMap, layer.field.node.op.kind.hasWindow,
            let windows = (try? layer.instance.windows) ?? nil, windows.count == 2, !windows[0].isTransposed,
            describe(windows, reading, reading.inputs[0])
        {
            parts = [reading.inputs[0].part]
        } else if reading.isSum, describeSum(reading, reading.inputs[0]) {
            parts = [reading.inputs[0].part]
        } else if let parts = reading.parts {
            // What is multiplied by a constant is told as the constant and a product.
            let isFunction = layer.field.node.op.kind == .pointwise && layer.field.node.reads.count == 1
            (kind, note, self.parts) = (reading.isSum ? .sum : isFunction ? .function : .derivative, nil, parts)
            if reading.isSum { bias = reading.bias(reading.own.count) }
        }
    }

    /// Whether it could be said.
    private mutating func describe(
        _ windows: [Networks.Window], _ reading: SentReading, _ input: SentReading.Input
    ) -> Bool {
        let (node, own) = (reading.layer.field.node, reading.own)
        let (rows, columns) = (windows[0], windows[1])
        let sent = Window(
            height: rows.kernel, width: columns.kernel, rowStride: rows.stride, columnStride: columns.stride,
            rowBefore: rows.before, columnBefore: columns.before, rowStep: rows.dilation, columnStep: columns.dilation)
        if node.op.kind == .pool {
            // A mean that counts the padding is not one of what is read.
            let countsPadding = node.int("count_include_pad") == 1 && (rows.before > 0 || columns.before > 0)
            guard let known = ["MaxPool": UnitAccount.Kind.largest, "AveragePool": .mean][node.op.name],
                !countsPadding
            else { return false }
            (kind, window, note) = (known, sent, nil)
            return true
        }
        let group = max(node.int("group") ?? 1, 1)
        guard case .convolution(let slot) = node.op.kind, let constant = reading.constant(slot),
            constant.shape.count == 4, constant.shape[0] == own.channels,
            constant.shape[2] == rows.kernel, constant.shape[3] == columns.kernel,
            constant.shape[1] * group == input.array.channels, let values = try? constant.floats()
        else { return false }
        (kind, window, self.group, note) = (.window, sent, group, nil)
        weights = PackedNumbers(shape: [own.channels, constant.shape[1], rows.kernel * columns.kernel], values)
        bias = reading.bias(own.channels)
        return true
    }

    /// Whether it could be said.
    private mutating func describeSum(_ reading: SentReading, _ input: SentReading.Input) -> Bool {
        let node = reading.layer.field.node
        guard ["Gemm", "MatMul"].contains(node.op.name), node.input(0) == input.tensor, node.int("transA") ?? 0 == 0,
            let constant = reading.constant(1), constant.shape.count == 2, let values = try? constant.floats()
        else { return false }
        let (units, inputs, alpha) = (reading.own.count, input.array.count, node.float("alpha") ?? 1)
        let isTurned = node.int("transB") == 1
        guard constant.shape == (isTurned ? [units, inputs] : [inputs, units]) else { return false }
        let rows =
            isTurned
            ? values : (0..<units).flatMap { unit in (0..<inputs).map { values[$0 * units + unit] } }
        (kind, note) = (.sum, nil)
        weights = PackedNumbers(shape: [units, inputs], alpha == 1 ? rows : rows.map { $0 * alpha })
        bias = reading.bias(units)
        return true
    }
}
