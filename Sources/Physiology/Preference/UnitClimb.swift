import GSL
import Inference
import Networks
import Planes
import Workers

/// The way up of the units at one place of a layer.
struct UnitClimb: Sendable {
    /// What the units see of the image differs from this: 1 × channel × row × column, a part of the image where that is all
    /// that they are made of.
    let background: Tensor<Float>
    private let base: RecordedRun
    private let layer: ActivationLayer
    /// The tensor whose gradient is followed: that of the layer, or what the rectifier reads that ends it. Both are highest for
    /// the same pictures, and the latter has a gradient where the former is silent.
    private let climbed: String
    private let input: String
    private let order: MapOrder
    private let part: MapBox?

    /// Prepares a layer.
    ///
    /// - Parameters:
    ///   - place: of the units; `nil` of a layer without maps.
    ///   - background: 1 × channel × row × column.
    /// - Throws: `InferenceError`.
    init(
        of layer: ActivationLayer, at place: (row: Int, column: Int)?, in network: RunnableNetwork,
        background: Tensor<Float>
    ) throws(InferenceError) {
        self.layer = layer
        climbed = Self.beforeRectifiers(layer.tensor, in: network.network)
        (input, order) = (network.image.name, network.image.order)
        let part = try place.flatMap { (place) throws(InferenceError) in
            try NetworkPart(
                of: network, making: MapBox(rows: place.row..<place.row + 1, columns: place.column..<place.column + 1),
                of: layer.tensor, on: background.shape)
        }
        self.part = part?.image
        self.background = part.map { background.cut(to: $0.image) } ?? background
        base = try RecordedRun(
            of: part?.network ?? network.network, upTo: [layer.tensor], on: [input: self.background.ordered(order)],
            workers: Workers(1))
    }

    /// What a unit sees of the background.
    func window(of unit: ActivationLayer.Unit) -> PatternWindow {
        PatternWindow(
            of: unit, on: background.shape, from: (part?.rows.lowerBound ?? 0, part?.columns.lowerBound ?? 0))
    }

    /// Where the unit's value is among those of its layer, or of the part of it that is made.
    private func index(of unit: ActivationLayer.Unit) -> Int { part == nil ? layer.index(of: unit) : unit.channel }

    private static func beforeRectifiers(_ tensor: String, in network: Network) -> String {
        var name = tensor
        while let node = network.nodes.first(where: { $0.outputs.first == name }), [.relu, .clip].contains(node.op),
            let read = node.input(0)
        {
            name = read
        }
        return name
    }

    /// What a unit answers to the background.
    func backgroundValue(_ unit: ActivationLayer.Unit) -> Float {
        (try? base.tensor(layer.tensor).values[index(of: unit)]) ?? 0
    }

    /// The pattern at the end of the way, and the unit's answer to it; `nil` where there is no way up from the start.
    ///
    /// - Parameters:
    ///   - unit: at the place.
    ///   - radius: the length of a pattern of the highest contrast.
    func top(
        of unit: ActivationLayer.Unit, from start: [Float], in window: PatternWindow, radius: Double,
        _ settings: StimulusAscent.Settings, using generator: MersenneTwister
    ) throws(InferenceError) -> (pattern: [Float], value: Float)? {
        let unit = index(of: unit)
        var pattern = start
        var places = [window.places(shifted: (0, 0))]
        var (height, runs) = try look(at: pattern, places, unit)
        for step in 0..<settings.steps {
            if settings.jitter > 0 {
                places = Self.shifts(settings.jitter, generator).map(window.places)
                (height, runs) = try look(at: pattern, places, unit)
            }
            let slope = try slope(runs, places, unit)
            guard slope.length > 0 else {
                if step == 0 { return nil }
                break
            }
            guard let next = try higher(than: height, pattern, slope.scaled(to: radius), places, unit) else { break }
            let gain = next.height - height
            (pattern, height, runs) = next
            if settings.jitter == 0, gain <= 1e-6 * abs(height) { break }
        }
        let last = try look(at: pattern, [window.places(shifted: (0, 0))], unit).runs[0]
        return (pattern, try last.tensor(layer.tensor).values[unit])
    }

    private typealias Place = (pattern: [Float], height: Double, runs: [RecordedRun])

    /// As far on the way to the goal as it goes up: all of it, half, a quarter, …
    private func higher(
        than height: Double, _ pattern: [Float], _ goal: [Float], _ places: [[Int]], _ unit: Int
    ) throws(InferenceError) -> Place? {
        var part: Float = 1
        while part > 1 / 256 {
            let tried = zip(pattern, goal).map { $0 + part * ($1 - $0) }
            let (found, runs) = try look(at: tried, places, unit)
            if found > height { return (tried, found, runs) }
            part /= 2
        }
        return nil
    }

    /// The mean over places of what is climbed.
    private func look(
        at pattern: [Float], _ places: [[Int]], _ unit: Int
    ) throws(InferenceError) -> (height: Double, runs: [RecordedRun]) {
        var (sum, runs) = (0.0, [RecordedRun]())
        for places in places {
            var picture = background
            picture.update { values in
                for (value, place) in zip(pattern, places) where place >= 0 { values[place] += value }
            }
            let run = try base.again(on: [input: picture.ordered(order)])
            sum += Double(try run.tensor(climbed).values[unit])
            runs.append(run)
        }
        return (sum / Double(places.count), runs)
    }

    private func slope(_ runs: [RecordedRun], _ places: [[Int]], _ unit: Int) throws(InferenceError) -> [Float] {
        var sum = [Float](repeating: 0, count: places[0].count)
        for (run, places) in zip(runs, places) {
            var cotangent = Tensor<Float>(shape: try run.tensor(climbed).shape, repeating: 0)
            cotangent.update { $0[unit] = 1 }
            let gradient = try run.gradient(of: climbed, weighted: cotangent, by: input).channelsFirst(from: order)
            for (index, place) in places.enumerated() where place >= 0 { sum[index] += gradient.values[place] }
        }
        return sum
    }

    private static func shifts(_ jitter: Int, _ generator: MersenneTwister) -> [(y: Int, x: Int)] {
        (0..<StimulusAscent.Settings.shifts).map { _ in
            (generator.index(below: 2 * jitter + 1) - jitter, generator.index(below: 2 * jitter + 1) - jitter)
        }
    }
}

extension Tensor<Float> {
    /// Rows and columns of 1 × channel × row × column.
    fileprivate func cut(to box: MapBox) -> Tensor<Float> {
        let (height, width) = (shape[2], shape[3])
        return Tensor(
            shape: [1, shape[1], box.rows.count, box.columns.count],
            values: (0..<shape[1]).flatMap { channel in
                box.rows.flatMap { row in
                    let start = (channel * height + row) * width
                    return values[start + box.columns.lowerBound..<start + box.columns.upperBound]
                }
            })
    }
}
