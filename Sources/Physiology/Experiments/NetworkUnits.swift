public import GSL
public import Inference
public import Networks
public import Planes
public import Workers

/// The units of a network's layer at one place of its map, one per channel, or of a fully connected one, as the whole network before them runs.
///
/// The window is the part of the image that they can see; the rest of the screen stays grey.
public struct NetworkUnits: Units {
    private let runner: Runner
    /// Computes only what the units see, where the layers before them allow it.
    private let local: LocalRunner?
    private let tensor: String
    private let screen: NetworkScreen
    private let place: (row: Int, column: Int)
    private let order: MapOrder
    /// Who runs and draws.
    public let workers: Workers
    private let centers: [(x: Double, y: Double)]
    /// How many channels the layer has.
    public let count: Int

    /// The units at a place.
    ///
    /// - Parameters:
    ///   - runner: gives the one tensor, on one thread: batches are shared among `workers`.
    ///   - screen: before the network.
    ///   - row: of the layer's map.
    ///   - column: of the layer's map.
    ///   - order: where the channels of the layer's map lie.
    ///   - centers: of each channel's receptive field, from the window's centre.
    ///   - local: gives the same tensor before a grey screen.
    ///   - workers: any number gives the same values.
    /// - Precondition: one centre for each channel.
    public init(
        _ runner: Runner, screen: NetworkScreen, row: Int, column: Int, order: MapOrder = .channelsFirst,
        centers: [(x: Double, y: Double)], local: LocalRunner? = nil, workers: Workers
    ) {
        self.runner = runner
        self.local = local.flatMap { $0.isLocal ? $0 : nil }
        self.screen = screen
        self.workers = workers
        self.centers = centers
        tensor = runner.tensors[0]
        place = (row, column)
        self.order = order
        count = centers.count
    }

    private init(_ other: NetworkUnits, workers: Workers) {
        (runner, local, tensor, screen) = (other.runner, other.local, other.tensor, other.screen)
        (place, order, centers, count) = (other.place, other.order, other.centers, other.count)
        self.workers = workers
    }

    /// The same units on one core.
    public var onOneCore: NetworkUnits { NetworkUnits(self, workers: Workers(1)) }

    /// Rows and columns of what a unit sees.
    public var window: PixelSize { screen.window }

    /// As given.
    public func center(of unit: Int) -> (x: Double, y: Double) { centers[unit] }

    /// Values of the pictures that are shown at once to one runner: 4 MB.
    private static let batchValues = 1 << 20
    /// The most pictures that are shown at once where only windows are computed: few enough that all workers have some.
    private static let mostLocal = 16

    /// The layer's values at the place.
    ///
    /// - Throws: ``Inference/InferenceError``.
    public func responses(to stimuli: [Plane]) throws -> Matrix {
        try inBatches(stimuli) { (batch) throws(InferenceError) in try responses(to: batch) }
    }

    /// Where the network begins with a convolution.
    public var addsUp: Bool { local?.addsUp ?? false }

    /// The layer's values at the place; the first convolution sees the patterns alone.
    ///
    /// - Throws: ``Inference/InferenceError``.
    public func responses(toSums sums: [[PatternWeight]], of patterns: [Plane]) throws -> Matrix {
        guard let local, local.addsUp else {
            return try responses(to: sums.map { PatternWeight.sum(of: $0, patterns) })
        }
        return try inBatches(sums) { (batch) throws(InferenceError) in
            // Most batches are moments of one drift.
            let seen = Set(batch.joined().map(\.pattern)).sorted()
            let places = Dictionary(uniqueKeysWithValues: seen.enumerated().map { ($1, $0) })
            let shown = seen.map { patterns[$0] }
            let box = screen.box(of: shown)
            let weights = Tensor<Float>(shape: [batch.count, seen.count]) { weights in
                weights.update(repeating: 0)
                for (row, terms) in batch.enumerated() {
                    for term in terms { weights[row * seen.count + (places[term.pattern] ?? 0)] += Float(term.weight) }
                }
            }
            let map = try local.run(
                screen.pieces(shown, in: box), weights: weights, at: box, wanting: [tensor: unit])[tensor]
            return answers(of: batch.count, in: map, local)
        }
    }

    /// The answers to stimuli, or to whatever says what is shown, a batch at a time.
    private func inBatches<Shown: Sendable>(
        _ stimuli: [Shown], _ answers: @Sendable (ArraySlice<Shown>) throws(InferenceError) -> [Double]
    ) throws -> Matrix {
        // Side by side, the last bit of an answer depends on a picture's neighbours: they are the same for any number of
        // workers.
        let length =
            local == nil
            ? max(1, min(Self.batchValues / screen.values, (stimuli.count - 1) / workers.count + 1))
            : min(max(1, Self.batchValues / screen.valuesInWindow), Self.mostLocal)
        let batches = stride(from: 0, to: stimuli.count, by: length).map {
            stimuli[$0..<min($0 + length, stimuli.count)]
        }
        let parts = workers.map(batches.count) { index in
            Result { () throws(InferenceError) in try answers(batches[index]) }
        }
        return Matrix(rows: stimuli.count, columns: count, elements: try parts.flatMap { try $0.get() })
    }

    private func responses(to batch: ArraySlice<Plane>) throws(InferenceError) -> [Double] {
        if let local { return try responses(to: batch, by: local) }
        let answers = try runner.run([screen.input: screen.shown(batch)])
        guard let maps = answers[tensor]?.channelsFirst(from: order) else {
            throw .noSuchTensor(name: tensor, suggestion: nil)
        }
        // A row of units is a map of one place.
        let (height, width) = maps.shape.count == 4 ? (maps.shape[2], maps.shape[3]) : (1, 1)
        return (0..<batch.count * count).map {
            Double(maps.values[($0 * height + place.row) * width + place.column])
        }
    }

    /// The same of units whose window alone is computed.
    private func responses(to batch: ArraySlice<Plane>, by local: LocalRunner) throws(InferenceError) -> [Double] {
        let box = screen.box(of: batch)
        let map = try local.run(screen.pieces(batch, in: box), at: box, wanting: [tensor: unit])[tensor]
        return answers(of: batch.count, in: map, local)
    }

    /// Where the units are on the map.
    private var unit: MapBox {
        MapBox(rows: place.row..<place.row + 1, columns: place.column..<place.column + 1)
    }

    /// Answers to pictures, picture by picture; those that reach no unit change nothing.
    private func answers(of pictures: Int, in map: LocalMap?, _ local: LocalRunner) -> [Double] {
        (0..<pictures).flatMap { picture in
            (0..<count).map { channel in
                Double(
                    map?[picture, channel, place.row, place.column]
                        ?? local.background(tensor, channel: channel, row: place.row, column: place.column))
            }
        }
    }
}
