import Inference
import Networks
import Planes
import ReceptiveFields

/// How a unit's value comes of what its node reads: weights are its derivatives by each input, which for sums of products
/// are the weights themselves, so every format and layout is read alike.
struct UnitArithmetic {
    /// A tensor that is read.
    private struct Input {
        let tensor: String
        let array: LayerArray
    }

    let scene: NetworkScene
    let place: UnitPlace
    /// Each tensor once.
    private let inputs: [Input]

    private var input: LayerArray { inputs[0].array }

    /// - Throws: ``ExplorerError/refused(_:)`` for a node that reads nothing that sees the picture.
    init(_ place: UnitPlace, in scene: NetworkScene) throws(ExplorerError) {
        guard !place.layer.inputs.isEmpty else { throw .refused("it reads nothing that sees the picture") }
        (self.place, self.scene) = (place, scene)
        var inputs: [Input] = []
        do throws(InferenceError) {
            for tensor in place.layer.inputs where !inputs.contains(where: { $0.tensor == tensor }) {
                let array = LayerArray(try place.run.tensor(tensor), order: scene.order(of: tensor, for: place.layer))
                inputs.append(Input(tensor: tensor, array: array))
            }
        } catch { throw .refused("\(error)") }
        self.inputs = inputs
    }

    /// The whole account.
    func account() -> UnitAccount {
        let derivatives: [[Float]]
        do throws(InferenceError) {
            let found = try place.run.partials(
                of: place.layer.field.tensor, weighted: place.array.oneHot(place.index))
            derivatives = inputs.map { input in
                found[input.tensor].map { input.array.arranged($0) } ?? input.array.values.map { _ in 0 }
            }
        } catch {
            return account(kind: .opaque, note: "\(error)")
        }
        let weights = derivatives[0]
        let node = place.layer.field.node
        if place.array.height * place.array.width > 0, let windows = windows(), place.layer.isMap {
            return windowed(windows, weights)
        }
        if node.op.kind == .pointwise, node.reads.count == 1, input.count == place.array.count {
            let shown = terms(of: inputs[0], [place.array.native(place.index)].map(input.index(ofNative:)), weights)
            return account(kind: .function, terms: shown, termCount: 1)
        }
        let terms = zip(inputs, derivatives).flatMap { input, weights in
            self.terms(of: input, weights.indices.filter { weights[$0] != 0 }, weights)
        }
        let sum = terms.reduce(0.0) { $0 + Double($1.value) * Double($1.weight) }
        let isSum = if case .product = node.op.kind { place.layer.inputs.count == 1 } else { false }
        return account(
            kind: isSum ? .sum : .derivative, terms: terms.sorted { abs($0.product) > abs($1.product) },
            termCount: terms.count, sum: Float(sum), bias: isSum ? bias : nil)
    }

    /// The windows along rows and columns, where one slides.
    private func windows() -> (rows: Window, columns: Window)? {
        guard place.layer.field.node.op.kind.hasWindow, let windows = (try? place.layer.instance.windows) ?? nil,
            windows.count == 2, !windows[0].isTransposed
        else { return nil }
        return (windows[0], windows[1])
    }

    private func windowed(_ windows: (rows: Window, columns: Window), _ weights: [Float]) -> UnitAccount {
        let (top, left) = (
            windows.rows.stride * place.row - windows.rows.before,
            windows.columns.stride * place.column - windows.columns.before
        )
        let reach = UnitAccount.Reach(
            height: windows.rows.kernel, width: windows.columns.kernel, row: top, column: left,
            rowStep: windows.rows.dilation, columnStep: windows.columns.dilation)
        let isPool = place.layer.field.node.op.kind == .pool
        let kernel = isPool ? nil : kernel(of: windows)
        let channels = self.channels(isPool).map { channel, slot in
            self.channel(channel, reach, weights, kernel.map { ($0, slot) })
        }
        let sum = channels.reduce(0.0) { $0 + Double($1.sum) }
        let name = place.layer.field.node.op.name
        return account(
            kind: !isPool ? .window : name == "MaxPool" ? .largest : name == "AveragePool" ? .mean : .derivative,
            reach: reach, channels: channels.sorted { (abs($1.sum), $0.channel) < (abs($0.sum), $1.channel) },
            termCount: channels.reduce(0) { $0 + $1.products.count { $0 != nil } }, sum: Float(sum),
            bias: isPool ? nil : bias)
    }

    /// The channels that the unit reads, and their places in its kernel.
    private func channels(_ isPool: Bool) -> [(channel: Int, slot: Int)] {
        if isPool { return [(min(place.channel, input.channels - 1), 0)] }
        let groups = max(place.layer.field.node.int("group") ?? 1, 1)
        let size = max(input.channels / groups, 1)
        let group = place.channel / max(place.array.channels / groups, 1)
        return (0..<size).map { (min(group * size + $0, input.channels - 1), $0) }
    }

    private func channel(
        _ channel: Int, _ reach: UnitAccount.Reach, _ weights: [Float], _ kernel: (values: [Float], slot: Int)?
    ) -> UnitAccount.Channel {
        var (inputs, factors, products): ([Float?], [Float?], [Float?]) = ([], [], [])
        var sum = 0.0
        for tap in 0..<reach.height * reach.width {
            let (row, column) = (
                reach.row + tap / reach.width * reach.rowStep, reach.column + tap % reach.width * reach.columnStep
            )
            let stored = kernel.map { $0.values[$0.slot * reach.height * reach.width + tap] }
            guard (0..<input.height).contains(row), (0..<input.width).contains(column) else {
                inputs.append(nil)
                factors.append(stored)
                products.append(nil)
                continue
            }
            let index = input.index(channel, row, column)
            let factor = stored ?? weights[index]
            inputs.append(input.values[index])
            factors.append(factor)
            products.append(input.values[index] * factor)
            sum += Double(input.values[index]) * Double(factor)
        }
        return UnitAccount.Channel(
            channel: channel, inputs: inputs, weights: factors, products: products, sum: Float(sum))
    }

    /// The kernel as the file has it, input × row × column, where it lies there as such.
    private func kernel(of windows: (rows: Window, columns: Window)) -> [Float]? {
        let node = place.layer.field.node
        guard case .convolution(let slot) = node.op.kind,
            let constant = node.input(slot).flatMap({ scene.network.network.constants[$0] }),
            constant.shape.count == 4, constant.shape[0] == place.array.channels,
            constant.shape[2] == windows.rows.kernel, constant.shape[3] == windows.columns.kernel,
            constant.shape[1] * max(node.int("group") ?? 1, 1) == input.channels,
            let values = try? constant.floats()
        else { return nil }
        let size = constant.shape[1] * constant.shape[2] * constant.shape[3]
        return Array(values[place.channel * size..<(place.channel + 1) * size])
    }

    /// The bias of a convolution or a fully connected layer, as the file has it.
    private var bias: Float? {
        let node = place.layer.field.node
        guard node.inputs.count > 2, let constant = node.input(2).flatMap({ scene.network.network.constants[$0] }),
            constant.type.isFloat, let values = try? constant.floats(), !values.isEmpty,
            values.count == 1 || values.count == place.array.channels
        else { return nil }
        return values[values.count == 1 ? 0 : place.channel] * (node.op.name == "Gemm" ? node.float("beta") ?? 1 : 1)
    }

    private func terms(of input: Input, _ indices: [Int], _ weights: [Float]) -> [UnitAccount.Term] {
        let array = input.array
        // What reads a vector made of maps is shown as reading the maps.
        let source = scene.layerOfTensor[input.tensor]
        let map = source.flatMap { try? place.run.array(of: scene.layers[$0]) }
            .flatMap { $0.count == array.count ? $0 : nil }
        return indices.map { index in
            let shown = map.map { $0.place($0.index(ofNative: array.native(index))) } ?? array.place(index)
            return UnitAccount.Term(
                layer: source ?? -1, channel: shown.channel, row: shown.row, column: shown.column,
                value: array.values[index], weight: weights[index], product: array.values[index] * weights[index])
        }
    }

    private func account(
        kind: UnitAccount.Kind, reach: UnitAccount.Reach? = nil, channels: [UnitAccount.Channel] = [],
        terms: [UnitAccount.Term] = [], termCount: Int = 0, sum: Float? = nil, bias: Float? = nil, note: String? = nil
    ) -> UnitAccount {
        UnitAccount(
            layer: place.layerIndex, channel: place.channel, row: place.row, column: place.column,
            value: place.array.values[place.index], field: .of(place, strictly: false),
            strict: .of(place, strictly: true), kind: kind, source: scene.layerOfTensor[inputs[0].tensor] ?? -1,
            read: [input.channels, input.height, input.width], reach: reach, channels: channels,
            terms: Array(terms.prefix(UnitAccount.mostTerms)), termCount: termCount, sum: sum, bias: bias, note: note)
    }
}

extension NetworkScene {
    /// Where the channels of a tensor lie that a layer reads.
    func order(of tensor: String, for layer: Layer) -> MapOrder? {
        if tensor == network.image.name { return network.image.order }
        return fields.tensors.first { $0.tensor == tensor }?.order
    }
}
