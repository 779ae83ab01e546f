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
        // Side by side, the last bit of an answer depends on a picture's neighbours: they are the same for any number of
        // workers.
        let length =
            local == nil
            ? max(1, min(Self.batchValues / screen.values, (stimuli.count - 1) / workers.count + 1))
            : min(max(1, Self.batchValues / screen.valuesInWindow), Self.mostLocal)
        let batches = stride(from: 0, to: stimuli.count, by: length).map {
            stimuli[$0..<min($0 + length, stimuli.count)]
        }
        let answers = workers.map(batches.count) { index in
            Result { () throws(InferenceError) in try responses(to: batches[index]) }
        }
        return Matrix(rows: stimuli.count, columns: count, elements: try answers.flatMap { try $0.get() })
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
        let unit = MapBox(rows: place.row..<place.row + 1, columns: place.column..<place.column + 1)
        let map = try local.run(screen.pieces(batch), at: screen.box, wanting: [tensor: unit])[tensor]
        return (0..<batch.count).flatMap { picture in
            (0..<count).map { channel in
                Double(
                    map?[picture, channel, place.row, place.column]
                        ?? local.background(tensor, channel: channel, row: place.row, column: place.column))
            }
        }
    }
}

/// The screen before a network: contrast in a window becomes the values of its input, around it is grey.
public struct NetworkScreen: Sendable {
    /// The input's name.
    public let input: String
    /// Rows and columns of the input.
    public let size: PixelSize
    /// Rows and columns of the part where stimuli appear.
    public let window: PixelSize
    /// The first row and column of that part.
    public let top, left: Int
    /// Where the channels of the input lie.
    private let order: MapOrder
    /// Each channel's value for black and for white.
    private let black, white: [Float]

    /// A screen of a network.
    ///
    /// - Parameters:
    ///   - input: its name.
    ///   - size: rows and columns of the input.
    ///   - top: the window's first row.
    ///   - left: the window's first column.
    ///   - window: rows and columns of the part where stimuli appear.
    ///   - order: where the channels of the input lie.
    ///   - black: a black picture's value in each channel.
    ///   - white: a white picture's value in each channel; between black and white values are linear.
    /// - Precondition: the window lies in the input; as many whites as blacks.
    public init(
        input: String, size: PixelSize, top: Int, left: Int, window: PixelSize, order: MapOrder = .channelsFirst,
        black: [Float], white: [Float]
    ) {
        precondition(
            top >= 0 && left >= 0 && top + window.height <= size.height && left + window.width <= size.width
                && black.count == white.count, "a window is a part of the screen")
        (self.input, self.size, self.window) = (input, size, window)
        (self.top, self.left, self.order) = (top, left, order)
        (self.black, self.white) = (black, white)
    }

    /// Values of one picture.
    var values: Int { black.count * size.count }
    /// Of the part of it where stimuli appear.
    var valuesInWindow: Int { black.count * window.count }
    /// That part.
    var box: MapBox { MapBox(rows: top..<top + window.height, columns: left..<left + window.width) }

    /// The grey screen, 1 × channel × row × column.
    var grey: Tensor<Float> {
        Tensor(
            shape: [1, black.count, size.height, size.width],
            values: zip(black, white).flatMap { [Float](repeating: ($0 + $1) / 2, count: size.count) })
    }

    /// Stimuli as ``shown(_:)``, in their window alone: picture × channel × row × column.
    func pieces(_ stimuli: some Collection<Plane>) -> Tensor<Float> {
        Tensor(shape: [stimuli.count, black.count, window.height, window.width]) { values in
            guard var to = values.baseAddress else { return }
            for stimulus in stimuli {
                stimulus.values.withUnsafeBufferPointer { contrast in
                    for (black, white) in zip(black, white) {
                        let (grey, half) = ((black + white) / 2, (white - black) / 2)
                        for place in 0..<window.count { to[place] = grey + half * contrast[place] }
                        to += window.count
                    }
                }
            }
        }
    }

    /// Stimuli of signed contrast c as a batch, their luminance 0.5 + 0.5·c.
    public func shown(_ stimuli: some Collection<Plane>) -> Tensor<Float> {
        let shape = [stimuli.count, black.count, size.height, size.width]
        let maps = Tensor<Float>(shape: shape) { values in
            guard var to = values.baseAddress else { return }
            for stimulus in stimuli {
                stimulus.values.withUnsafeBufferPointer { contrast in
                    for (black, white) in zip(black, white) {
                        let (grey, half) = ((black + white) / 2, (white - black) / 2)
                        to.update(repeating: grey, count: size.count)
                        for row in 0..<window.height {
                            let line = to + (top + row) * size.width + left
                            for column in 0..<window.width {
                                line[column] = grey + half * contrast[row * window.width + column]
                            }
                        }
                        to += size.count
                    }
                }
            }
        }
        return maps.ordered(order)
    }

    /// A derivative by one picture's values as one by contrast in the window.
    public func byContrast(_ gradient: Tensor<Float>) -> Plane {
        let gradient = gradient.channelsFirst(from: order)
        return Plane(size: window) { row, column in
            black.indices.reduce(Float(0)) { sum, channel in
                let place = (channel * size.height + top + row) * size.width + left + column
                return sum + gradient.values[place] * (white[channel] - black[channel]) / 2
            }
        }
    }
}
