import Inference
import Networks
import Planes
import Workers

/// Some layers of a network, shown one picture after another.
struct LayerRuns: Sendable {
    private let network: RunnableNetwork
    private let layers: [MapLayer]

    /// Layers of a network.
    init(of layers: [MapLayer], in network: RunnableNetwork) throws {
        (self.layers, self.network) = (layers, network)
    }

    /// The moments of every layer's answers.
    ///
    /// - Parameters:
    ///   - pictures: category after category.
    ///   - categories: how many pictures each has.
    ///   - finished: hears how many runs are done of layers × pictures.
    /// - Throws: `InferenceError`, ``LocalizerError``, what decoding a picture throws.
    /// - Complexity: a run for each picture, for as many layers at once as moments are held of.
    func moments(
        of pictures: [@Sendable () throws -> Image], categories: [Int], finished: @Sendable (Int) -> Void
    ) throws -> [LayerMoments] {
        guard let example = pictures.first else { throw LocalizerError.fewCategories(0) }
        let shapes = try answers(of: layers, by: runner(of: layers), to: example).map(\.shape)
        let empty = try zip(layers, shapes).map { layer, shape in
            try LayerMoments(of: layer, shape: shape, categories: categories.count)
        }
        let places = categories.enumerated().flatMap { category, count in (0..<count).map { (category, $0) } }
        var moments: [LayerMoments] = []
        while moments.count < layers.count {
            var group = Array(empty[moments.count..<moments.count + 1])
            while moments.count + group.count < layers.count {
                let more = group + [empty[moments.count + group.count]]
                guard more.reduce(0, { $0 + $1.units * categories.count }) <= LayerMoments.most else { break }
                group = more
            }
            let before = moments.count
            let chosen = Array(layers[before..<before + group.count])
            let runner = try runner(of: chosen)
            try network.workers.inOrder(pictures.count, ahead: 4 * network.workers.count) { index in
                Result { try answers(of: chosen, by: runner, to: pictures[index]).map(\.values) }
            } take: { index, found in
                for (place, values) in try found.get().enumerated() {
                    group[place].add(values, category: places[index].0, index: places[index].1)
                }
                if index % 64 == 63 { Memory.returnIdle() }
                finished(before * pictures.count + group.count * (index + 1))
            }
            moments += group
        }
        return moments
    }

    /// The answers of single units to each picture.
    ///
    /// - Parameter units: the layer's place, and the unit's channel, row and column there.
    func answers(
        of units: [(layer: Int, channel: Int, row: Int, column: Int)], to pictures: [@Sendable () throws -> Image],
        finished: @Sendable (Int) -> Void
    ) throws -> [[Float]] {
        let runner = try runner(of: layers)
        var answers = [[Float]](repeating: [], count: units.count)
        try network.workers.inOrder(pictures.count, ahead: 4 * network.workers.count) { index in
            Result {
                let tensors = try self.answers(of: layers, by: runner, to: pictures[index])
                return units.map { unit in
                    let shape = tensors[unit.layer].shape
                    let (rows, columns) = shape.count == 4 ? (shape[2], shape[3]) : (1, shape.count == 3 ? shape[2] : 1)
                    return tensors[unit.layer].values[(unit.channel * rows + unit.row) * columns + unit.column]
                }
            }
        } take: { index, found in
            for (unit, value) in try found.get().enumerated() { answers[unit].append(value) }
            finished(index + 1)
        }
        return answers
    }

    private func runner(of layers: [MapLayer]) throws(InferenceError) -> Runner {
        try network.runner(giving: layers.map(\.tensor), workers: Workers(1))
    }

    private func answers(
        of layers: [MapLayer], by runner: Runner, to picture: @Sendable () throws -> Image
    ) throws -> [Tensor<Float>] {
        let found = try runner.run(network.input(ofFitted: network.fitted(picture())))
        return try layers.map { layer in
            guard let tensor = found[layer.tensor] else {
                throw InferenceError.noSuchTensor(name: layer.tensor, suggestion: nil)
            }
            return tensor.channelsFirst(from: layer.order)
        }
    }
}
