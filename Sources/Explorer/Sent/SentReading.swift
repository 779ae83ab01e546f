import Inference
import Networks
import Planes
import ReceptiveFields

/// What a layer reads in a picture's run, and how its units come of that where each is a function of few places.
struct SentReading: Sendable {
    /// A tensor that is read.
    struct Input: Sendable {
        let tensor: String
        let array: LayerArray
        let part: SentPart
    }

    let layer: NetworkScene.Layer
    let own: LayerArray
    /// Each tensor once.
    let inputs: [Input]
    private let scene: NetworkScene
    private let run: RecordedRun

    /// What a layer reads.
    ///
    /// - Parameters:
    ///   - own: what it gave.
    ///   - source: a layer's array on the page, −1 for the picture's.
    /// - Returns: `nil` where something is not on the page.
    init?(
        _ layer: NetworkScene.Layer, _ own: LayerArray, in scene: NetworkScene, _ run: RecordedRun,
        source: (Int) -> LayerArray?
    ) {
        (self.layer, self.own, self.scene, self.run) = (layer, own, scene, run)
        var inputs: [Input] = []
        for tensor in layer.inputs where !inputs.contains(where: { $0.tensor == tensor }) {
            let index = scene.layerOfTensor[tensor] ?? -1
            guard let from = source(index), let values = try? run.tensor(tensor), values.count == from.count else {
                return nil
            }
            let array = LayerArray(values, order: scene.order(of: tensor, for: layer))
            inputs.append(
                Input(tensor: tensor, array: array, part: SentPart(source: (index, from), read: array)))
        }
        guard !inputs.isEmpty else { return nil }
        self.inputs = inputs
    }

    /// How many numbers the page needs for it, besides weights.
    var size: Int {
        let read = inputs.reduce(0) { $0 + $1.array.count }
        return isSmall ? max(read, own.count * read) : read
    }

    /// Whether every derivative of each unit finds room.
    private var isSmall: Bool {
        own.count <= 512 && own.count * inputs.reduce(0) { $0 + $1.array.count } <= 1 << 14
    }

    /// A constant that the layer's node reads.
    func constant(_ slot: Int) -> Constant? {
        layer.field.node.input(slot).flatMap { scene.network.network.constants[$0] }
    }

    /// The bias of so many outputs.
    func bias(_ count: Int) -> PackedNumbers? {
        let node = layer.field.node
        guard node.inputs.count > 2, let constant = constant(2), constant.type.isFloat,
            let values = try? constant.floats(), values.count == 1 || values.count == count
        else { return nil }
        let scale = node.op.name == "Gemm" ? node.float("beta") ?? 1 : 1
        return PackedNumbers(
            shape: [count], (0..<count).map { values[values.count == 1 ? 0 : $0] * scale })
    }

    /// Whether units are sums of products of one tensor.
    var isSum: Bool {
        if case .product = layer.field.node.op.kind { inputs.count == 1 } else { false }
    }

    /// How units come of what is read; `nil` where they are no such functions of it.
    var parts: [SentPart]? {
        let known: [SentPart]? =
            switch layer.field.node.op.kind {
            case .pointwise: sums ?? products ?? functions
            case .adjusted: functions
            case .movement: movements
            case .globalPool, .reduction: pools
            case .alongAxis where layer.field.node.op == .softmax: softmax
            default: nil
            }
        return known ?? relations
    }

    /// Of all units the derivative by what is read, summed.
    private func gradients(_ weights: Tensor<Float>) -> [[Float]]? {
        guard
            let found = try? run.partials(of: layer.field.tensor, weighted: weights),
            inputs.allSatisfy({ found[$0.tensor] != nil })
        else { return nil }
        return inputs.map { input in found[input.tensor].map { input.array.arranged($0) } ?? [] }
    }

    /// Each unit of the one place like it.
    private var functions: [SentPart]? {
        let isPlain = own.height * own.width == 1
        guard inputs.allSatisfy({ $0.array.isLaidOut(as: own) || isPlain && $0.array.count == own.count }),
            let slopes = gradients(own.ones)
        else { return nil }
        if layer.field.node.op.name == "Relu" { return [inputs[0].part.with(.rectified)] }
        return zip(inputs, slopes).map { $0.part.sloped($1, of: own) }
    }

    /// Whether the units are what a rule makes of what is read there.
    private func isRight(_ value: ([Float]) -> Float) -> Bool {
        guard layer.inputs.count == inputs.count, layer.field.node.reads.count == inputs.count,
            inputs.allSatisfy({ $0.array.isStretched(to: own) })
        else { return false }
        return (0..<own.count).allSatisfy { index in
            let made = value(inputs.map { $0.array.values[$0.array.index(stretchedTo: own, index)] })
            return abs(made - own.values[index]) <= 1e-4 * max(1, abs(own.values[index]))
        }
    }

    private var sums: [SentPart]? {
        let signs: [Float] = layer.field.node.op.name == "Sub" ? [1, -1] : inputs.map { _ in 1 }
        guard ["Add", "Sum", "Sub"].contains(layer.field.node.op.name), inputs.count > 1,
            isRight({ zip($0, signs).reduce(0) { $0 + $1.0 * $1.1 } })
        else { return nil }
        return zip(inputs, signs).map { $0.part.with(.sloped, slope: $1) }
    }

    private var products: [SentPart]? {
        guard layer.field.node.op.name == "Mul", inputs.count > 1, isRight({ $0.reduce(1, *) }) else { return nil }
        return inputs.map { $0.part.with(.factor) }
    }

    /// Places that are moved: each unit is one of them, and none becomes two.
    private var movements: [SentPart]? {
        guard own.count < 1 << 24, let counts = gradients(own.ones), counts.allSatisfy({ $0.allSatisfy { $0 <= 1 } }),
            let units = gradients(own.numbered)
        else { return nil }
        return zip(inputs, units).map { $0.part.with(.moved, PackedNumbers(shape: [$1.count], $1)) }
    }

    /// Channels of which each makes one unit.
    private var pools: [SentPart]? {
        guard inputs.count == 1, layer.field.node.op.kind == .globalPool || layer.field.node.op.name == "ReduceMean",
            own.count == inputs[0].array.channels, let slopes = gradients(own.ones)
        else { return nil }
        let (array, area) = (inputs[0].array, inputs[0].array.height * inputs[0].array.width)
        let isRight = (0..<own.count).allSatisfy { channel in
            let places = channel * area..<(channel + 1) * area
            let made = places.reduce(0) { $0 + Double(slopes[0][$1]) * Double(array.values[$1]) }
            return abs(Float(made) - own.values[channel]) <= 1e-4 * max(1, abs(own.values[channel]))
        }
        return isRight ? [inputs[0].part.with(.pooled, slopes[0])] : nil
    }

    /// Units of few numbers, whatever is made of these.
    private var relations: [SentPart]? {
        guard isSmall else { return nil }
        var rows = inputs.map { _ in [[Float]]() }
        for unit in 0..<own.count {
            guard let found = gradients(own.oneHot(unit)) else { return nil }
            for (place, row) in found.enumerated() { rows[place].append(row) }
        }
        return zip(inputs, rows).map { input, rows in
            input.part.with(
                .related, PackedNumbers(shape: [own.count, input.array.count], rows.flatMap(\.self)))
        }
    }

    /// Probabilities of one answer.
    private var softmax: [SentPart]? {
        guard own.height * own.width == 1, own.channels > 1, abs(own.values.reduce(0, +) - 1) < 1e-3 else { return nil }
        return [inputs[0].part.with(.softmax)]
    }
}

extension LayerArray {
    /// Whether each axis is as long as another's, or has one place for all of it.
    fileprivate func isStretched(to other: LayerArray) -> Bool {
        [(channels, other.channels), (height, other.height), (width, other.width)].allSatisfy { $0 == 1 || $0 == $1 }
    }

    /// The unit that is read for a unit of what it is stretched to.
    fileprivate func index(stretchedTo other: LayerArray, _ index: Int) -> Int {
        let place = other.place(index)
        return self.index(
            channels == 1 ? 0 : place.channel, height == 1 ? 0 : place.row, width == 1 ? 0 : place.column)
    }
}
