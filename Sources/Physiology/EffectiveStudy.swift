import GSL
public import Inference
import Networks
public import Planes
public import ReceptiveFields

/// Gradients of a layer's units at one place by photographs and by noise: how much of what they can see moves them.
public struct EffectiveStudy: Sendable {
    /// One kind of picture with what was found.
    public struct Finding: Sendable {
        /// `photographs` or `noise`.
        public let stimulus: String
        /// How many.
        public let pictures: Int
        /// Derivatives that were averaged, and units that no pixel moves, left out.
        public let units, silent: Int
        /// Of |gradient|, and of its square.
        public let absolute, squared: EffectiveField
    }

    /// Whose field it is, at one place in all channels.
    public let unit: UnitField
    /// At least one.
    public let findings: [Finding]
    /// How many of the layer's channels were taken.
    public let channels: (used: Int, all: Int)
    /// One line on what was done to pictures.
    public let preprocessing: String
    /// The first photograph at the network's size; `nil` without photographs.
    public let photograph: Image?

    /// Channels that are taken at most, spread evenly over the layer's.
    private static let mostChannels = 16
    /// Pictures of noise.
    private static let noises = 8

    /// What a study takes.
    public struct Cost: Hashable, Sendable {
        /// For each picture a run, and a way back from each channel.
        public let steps: Int
        /// Of all steps, or what takes as long.
        public let multiplyAdds: Double
    }

    /// What it takes to derive the units of a layer.
    ///
    /// - Parameters:
    ///   - unit: a place of the layer.
    ///   - network: one that is shown pictures.
    ///   - photographs: shown beside noise.
    ///   - channels: of the layer.
    /// - Throws: ``Inference/InferenceError/network(_:)`` where the pictures of noise ask for more than the network's
    ///   budget.
    public static func cost(
        of unit: UnitField, in network: RunnableNetwork, photographs: Int, channels: Int
    ) throws(InferenceError) -> Cost {
        let pictures = photographs + noises
        return Cost(
            steps: pictures * (1 + Self.channels(of: channels).count),
            multiplyAdds: Double(try work(upTo: unit, of: network)) * Double(pictures))
    }

    /// Derives the units of a layer at one place.
    ///
    /// - Parameters:
    ///   - unit: the place; units of all channels stand there.
    ///   - network: one that is shown pictures.
    ///   - photographs: shown before noise, if any.
    ///   - seed: of the noise.
    ///   - finished: hears how many steps are done; what it throws ends the study.
    /// - Throws: ``Inference/InferenceError``; ``RecordingError`` of a unit that sees nothing, or is none where the
    ///   network is run; what `finished` throws.
    public init(
        _ unit: UnitField, of network: RunnableNetwork, photographs: [NetworkPicture], seed: UInt64,
        finished: (Int) throws -> Void = { _ in }
    ) throws {
        guard !unit.rows.isEmpty, !unit.columns.isEmpty else {
            throw RecordingError.emptyField(layer: unit.layer, row: unit.row, column: unit.column)
        }
        _ = try Self.work(upTo: unit, of: network)
        var generator = MersenneTwister(seed: seed)
        let ready = try photographs.map { try network.ready($0) }
        var recording: RecordedRun?
        var findings: [Finding] = []
        var used = (used: 0, all: 0)
        var done = 0
        // Noise is drawn when it is shown: pictures may be large.
        let shown: [(stimulus: String, count: Int, inputs: (Int) throws -> [String: Tensor<Float>])] = [
            ("photographs", ready.count, { ready[$0].inputs }),
            (
                "noise", Self.noises,
                { _ in
                    try network.input(
                        ofFitted: Self.noise(
                            size: network.size, isColor: network.image.channels == 3, &generator))
                }
            ),
        ]
        for (stimulus, count, inputs) in shown where count > 0 {
            var map = GradientMap(size: network.size)
            for index in 0..<count {
                let input = try inputs(index)
                let next =
                    if let recording { try recording.again(on: input) } else {
                        try RecordedRun(of: network.network, upTo: [unit.tensor], on: input, workers: network.workers)
                    }
                recording = next
                let stored = try next.tensor(unit.tensor).shape
                let shape = unit.order == .channelsLast ? stored.channelsFirst : stored
                guard shape.count == 4, shape[0] > 0, unit.row < shape[2], unit.column < shape[3] else {
                    throw RecordingError.noUnit(layer: unit.layer, row: unit.row, column: unit.column)
                }
                done += 1
                try finished(done)
                let channels = Self.channels(of: shape[1])
                used = (channels.count, shape[1])
                for channel in channels {
                    try map.add(
                        next, layer: unit.tensor, channels: [channel], row: unit.row, column: unit.column,
                        orders: (unit.order, network.image.order))
                    done += 1
                    try finished(done)
                }
            }
            func field(_ map: Plane) -> EffectiveField {
                EffectiveField(
                    map, rows: unit.rows.first...unit.rows.last, columns: unit.columns.first...unit.columns.last)
            }
            findings.append(
                Finding(
                    stimulus: stimulus, pictures: count, units: map.count, silent: map.silent,
                    absolute: field(map.meanAbsolute), squared: field(map.meanSquare)))
        }
        self.unit = unit
        self.findings = findings
        channels = used
        preprocessing = network.preprocessingSummary(of: ready)
        photograph = ready.first?.image
    }

    /// Multiply-adds, or what takes as long, of one picture: a run, and two on the way back from each channel.
    ///
    /// - Throws: ``Inference/InferenceError/network(_:)`` where the pictures of noise ask for more than the network's
    ///   budget.
    private static func work(upTo unit: UnitField, of network: RunnableNetwork) throws(InferenceError) -> Int {
        do throws(NetworkError) {
            let part = try network.network.part(giving: unit.tensor)
            let budget = Budget(of: network.network)
            let shapes = try Shapes(of: part, inputs: [network.image.name: network.image.shape])
            let run = try shapes.check(part.nodes, within: budget, keeping: Set(part.nodes.flatMap(\.outputs)))
            let work = Count.product([run, 1 + 2 * mostChannels])
            guard Count.product([work, noises]) <= budget.studyWork else {
                throw NetworkError.overBudget(
                    node: unit.layer,
                    reason: "\(budget.studyWork) multiply-adds for its derivatives; name an earlier layer")
            }
            return work
        } catch {
            throw .network(error)
        }
    }

    private static func channels(of count: Int) -> [Int] {
        count <= mostChannels ? Array(0..<count) : (0..<mostChannels).map { $0 * count / mostChannels }
    }

    /// Pixels from black to white, all equally likely.
    private static func noise(size: PixelSize, isColor: Bool, _ generator: inout MersenneTwister) -> Image {
        func plane() -> Plane {
            Plane(size: size, values: (0..<size.count).map { _ in Float.random(in: 0...1, using: &generator) })
        }
        return isColor
            ? Image(red: plane(), green: plane(), blue: plane(), encoding: .sRGB)
            : Image(grey: plane(), encoding: .sRGB)
    }
}
