public import Networks
public import Planes
import Workers

/// A network that is shown pictures which differ from one background in a box, and of which only some units are wanted:
/// only what differs and is wanted is computed, of many pictures at once.
///
/// What a window reads beyond the box comes from the background, beyond the map from its padding, so that every unit has the
/// value that a run on the whole picture gives it. Where something on the way makes a unit of places all over a map, or
/// channels lie last, whole pictures are run.
public struct LocalRunner: Sendable {
    /// Whether less than whole pictures is computed.
    public var isLocal: Bool { if case .steps = way { true } else { false } }
    private let way: Way
    /// The first step, where it is a convolution that alone reads the image.
    private let head: LinearHead?
    private let input: String
    private let order: MapOrder
    /// Maps without a picture, 1 × channel × row × column.
    private let background: [String: Tensor<Float>]

    private enum Way {
        case steps([LocalStep])
        case whole(Runner, [String: MapOrder])
    }

    /// Prepares a network.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - tensors: by name.
    ///   - picture: the background, 1 × channel × row × column.
    ///   - orders: where the channels of tensors lie.
    /// - Throws: ``InferenceError`` as ``Runner``.
    public init(
        _ network: RunnableNetwork, giving tensors: [String], background picture: Tensor<Float>,
        orders: [String: MapOrder]
    ) throws(InferenceError) {
        let name = network.image.name
        (input, order) = (name, network.image.order)
        let isFirst = order == .channelsFirst && orders.values.allSatisfy { $0 == .channelsFirst }
        let steps = isFirst ? try LocalPlan(of: network, giving: tensors, on: picture.shape)?.steps : nil
        let runner = try network.runner(giving: steps?.map(\.output) ?? tensors)
        way = steps.map(Way.steps) ?? .whole(try network.runner(giving: tensors, workers: Workers(1)), orders)
        background = try runner.run([name: picture.ordered(order)]).reduce(into: [name: picture]) { maps, map in
            maps[map.key] = map.value.channelsFirst(from: orders[map.key] ?? .channelsFirst)
        }
        let maps = background
        head = try steps.flatMap { (steps) throws(InferenceError) in
            try LinearHead(of: steps, shape: { maps[$0]?.shape }, input: name, background: picture)
        }
    }

    /// The value of a unit without a picture.
    ///
    /// - Precondition: one of a tensor that was asked for.
    public func background(_ tensor: String, channel: Int, row: Int, column: Int) -> Float {
        guard let map = background[tensor] else { preconditionFailure("a tensor that was asked for") }
        return map.values[(channel * map.shape[2] + row) * map.shape[3] + column]
    }

    /// Runs pictures.
    ///
    /// - Parameters:
    ///   - pieces: picture × channel × row × column, what differs from the background.
    ///   - box: where on the image.
    ///   - wanted: the boxes of units that are wanted, by tensor.
    /// - Returns: of each tensor those wanted units that see the box; the others are as without a picture.
    /// - Throws: ``InferenceError``.
    public func run(
        _ pieces: Tensor<Float>, at box: MapBox, wanting wanted: [String: MapBox]
    ) throws(InferenceError) -> [String: LocalMap] {
        switch way {
        case .steps(let steps): try run(steps, pieces, weights: nil, at: box, wanting: wanted)
        case .whole(let runner, let orders): try run(runner, orders, pieces, at: box, wanting: wanted)
        }
    }

    /// Whether sums of pictures cost less than as many pictures: where the network begins with a convolution.
    public var addsUp: Bool { head != nil }

    /// Runs weighted sums of pictures,
    ///
    ///     sum = background + Σ weight · (picture − background)
    ///
    /// of which the first convolution sees only the pictures.
    ///
    /// - Parameters:
    ///   - pieces: picture × channel × row × column, what differs from the background.
    ///   - weights: sum × picture.
    ///   - box: where on the image.
    ///   - wanted: the boxes of units that are wanted, by tensor.
    /// - Returns: as ``run(_:at:wanting:)`` of the sums themselves, up to rounding.
    /// - Throws: ``InferenceError``.
    /// - Precondition: ``addsUp``; a weight for each picture.
    public func run(
        _ pieces: Tensor<Float>, weights: Tensor<Float>, at box: MapBox, wanting wanted: [String: MapBox]
    ) throws(InferenceError) -> [String: LocalMap] {
        guard addsUp, case .steps(let steps) = way else { preconditionFailure("a network that begins linearly") }
        precondition(weights.shape.count == 2 && weights.shape[1] == pieces.shape[0], "a weight for each picture")
        return try run(steps, pieces, weights: weights, at: box, wanting: wanted)
    }

    private func run(
        _ steps: [LocalStep], _ pieces: Tensor<Float>, weights: Tensor<Float>?, at box: MapBox,
        wanting wanted: [String: MapBox]
    ) throws(InferenceError) -> [String: LocalMap] {
        let needed = steps.needed(for: wanted) { background[$0]?.shape }
        var maps = [input: LocalMap(pieces, at: box)]
        var affected = [input: box]
        for (index, step) in steps.enumerated() {
            let reached = step.maps.compactMap { affected[$0] }.map(step.affected(by:))
            let all = reached.dropFirst().reduce(reached.first) { $0?.union($1) }
            affected[step.output] = all
            guard let place = all.flatMap({ needed[step.output]?.intersection($0) }), !place.isEmpty else { continue }
            maps[step.output] =
                if index == 0, let head, let weights {
                    try head.run(place, maps, weights: weights, over: background)
                } else {
                    try step.run(place, maps, over: background, pictures: weights?.shape[0] ?? pieces.shape[0])
                }
        }
        for step in steps where wanted[step.output] != nil {
            guard let bad = maps[step.output]?.firstNonFinite else { continue }
            throw .nonFinite(node: step.step.label, op: step.step.op.name, tensor: step.output, value: bad)
        }
        return maps.filter { wanted[$0.key] != nil }
    }

    private func run(
        _ runner: Runner, _ orders: [String: MapOrder], _ pieces: Tensor<Float>, at box: MapBox,
        wanting wanted: [String: MapBox]
    ) throws(InferenceError) -> [String: LocalMap] {
        guard let ground = background[input] else { preconditionFailure("the picture is kept") }
        let window = LocalWindow(
            rows: 0..<ground.shape[2], columns: 0..<ground.shape[3], pitch: ground.shape[3], padding: 0)
        // One by one: what a batch would save is little where whole pictures are run, and of each only what is wanted stays.
        let answers = try (0..<pieces.shape[0]).map { (picture) throws(InferenceError) -> [String: Tensor<Float>] in
            let size = pieces.count / pieces.shape[0]
            let piece = Tensor(
                shape: [1] + pieces.shape.dropFirst(),
                values: Array(pieces.values[picture * size..<(picture + 1) * size]))
            let maps = try runner.run([
                input: window.laid(LocalMap(piece, at: box), over: ground, pictures: 1).ordered(order)
            ])
            return wanted.reduce(into: [:]) { parts, wanted in
                let (name, box) = wanted
                let part = LocalWindow(rows: box.rows, columns: box.columns, pitch: box.columns.count, padding: 0)
                parts[name] = maps[name].map {
                    part.laid(nil, over: $0.channelsFirst(from: orders[name] ?? .channelsFirst), pictures: 1)
                }
            }
        }
        return wanted.reduce(into: [:]) { maps, wanted in
            maps[wanted.key] = LocalMap(answers.compactMap { $0[wanted.key] }, at: wanted.value)
        }
    }
}

extension LocalMap {
    /// A box of maps, a picture each, side by side.
    ///
    /// - Precondition: all of one shape, that of the box.
    fileprivate init(_ maps: [Tensor<Float>], at box: MapBox) {
        let channels = maps.first?.shape[1] ?? 0
        self.init(
            Tensor(
                shape: [maps.count, channels, box.rows.count, box.columns.count], values: maps.flatMap(\.values)),
            at: box)
    }

    /// Pictures one after the other as pictures side by side.
    fileprivate init(_ pieces: Tensor<Float>, at box: MapBox) {
        let (pictures, channels) = (pieces.shape[0], pieces.shape[1])
        let (height, width) = (box.rows.count, box.columns.count)
        let values = Tensor<Float>(shape: [1, channels, height, pictures * width]) { to in
            guard let to = to.baseAddress else { return }
            pieces.values.withUnsafeBufferPointer { from in
                guard let from = from.baseAddress else { return }
                for picture in 0..<pictures {
                    for line in 0..<channels * height {
                        (to + line * pictures * width + picture * width)
                            .update(from: from + (picture * channels * height + line) * width, count: width)
                    }
                }
            }
        }
        self.init(box: box, pictures: pictures, pitch: width, values: values)
    }
}
