public import Inference
public import Networks
import Planes
import ReceptiveFields
import Workers

/// How like macaque V1 the layers of a network are: the properties of Marques, Schrimpf & DiCarlo (2021) that rest on
/// gratings, measured and scored as Brain-Score does.
///
/// - SeeAlso: Marques, Schrimpf & DiCarlo (2021), *bioRxiv* 2021.03.01.433495.
public struct ScoreStudy: Sendable {
    /// A card for each layer, in network order.
    public let layers: [LayerScore]
    /// What the image's width is taken to span.
    public let degrees: Double
    /// Pixels per degree, which follow.
    public let pixelsPerDegree: Double
    /// One line on what is done to pictures.
    public let preprocessing: String
    /// Rows and columns of the image.
    public let height, width: Int

    /// A unit counts if the middle of its field is at most so far from the stimuli's, degrees.
    public static let nearness = 0.15

    /// Units are looked at whose exact receptive field is centred at most so far from the stimuli along each axis, degrees:
    /// where a large field answers so lopsidedly that its middle is farther off, it is its rim that is measured.
    public static let farthest = 1.5

    /// The layers that are scored where none is named: one for each convolution, its answers after what makes them
    /// positive.
    ///
    /// Negative answers count as none, so that a convolution and the rectifier behind it have the same card.
    public static func customaryLayers(
        of network: Network, image: ImageInput
    ) throws(NetworkError) -> [(convolution: Node, tensor: String)] {
        let fields = try ReceptiveFields(of: network, image: image)
        let maps = fields.tensors.filter { $0.mapOrder != nil && ($0.rows.units ?? 0) * ($0.columns.units ?? 0) > 1 }
        let readers = Dictionary(grouping: network.nodes.flatMap { node in node.reads.map { ($0, node) } }) { $0.0 }
        var chosen: [(Node, String)] = []
        for map in maps where map.node.op == .conv {
            var tensor = map.tensor
            // On through what works at each place alone.
            while let next = readers[tensor], next.count == 1, let node = next.first?.1,
                [.relu, .clip, .batchNormalization].contains(node.op), let output = node.outputs.first
            { tensor = output }
            chosen.append((map.node, tensor))
        }
        return chosen
    }

    /// How many pictures are shown.
    public static let pictures =
        ScoreGrating.mapping.count + ScoreGrating.orientation.count + ScoreGrating.spatialFrequency.count
        + ScoreGrating.size.count

    /// Shows the gratings to layers and scores them.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - tensors: of the layers.
    ///   - degrees: of the visual field that the image's width spans.
    ///   - seed: of bootstrap samples.
    ///   - finished: hears how many of ``pictures`` are done, from any worker.
    /// - Throws: ``Inference/InferenceError``, ``RecordingError``, ``Networks/NetworkError``.
    public init(
        _ network: RunnableNetwork, layers tensors: [String], degrees: Double = 8, seed: UInt64 = 0,
        finished: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        let session = try ScoreSession(network, layers: tensors, degrees: degrees, finished: finished)
        var answers: [ScoreAnswers] = []
        try session.show(Array(0..<session.pieceCount), finished: finished) { answers.append($0) }
        self.init(answers, in: session, seed: seed)
    }

    /// Scores what a session's units answered.
    ///
    /// - Parameters:
    ///   - answers: to all pieces of gratings, in their order.
    ///   - session: in which they were shown.
    ///   - seed: of bootstrap samples.
    /// - Precondition: as many answers as pieces.
    public init(_ answers: [ScoreAnswers], in session: ScoreSession, seed: UInt64) {
        precondition(answers.count == session.pieceCount, "the answers to all pieces")
        let (names, tensors, units) = (session.layers, session.tensors, session.properties(answers: answers))
        let ceilings = LayerScore.ceilings(seed: seed)
        self.layers = session.network.workers.map(names.count) { index in
            LayerScore(
                layer: names[index], tensor: tensors[index], units: units[index], ceilings: ceilings,
                seed: seed, stream: UInt64(index))
        }
        degrees = session.degrees
        pixelsPerDegree = session.screen.pixelsPerDegree
        preprocessing = session.network.preprocessingSummary
        (height, width) = (session.network.size.height, session.network.size.width)
    }

    /// Frequencies of the gratings that are higher than the image's pixels can show, and so appear as lower ones.
    public var hiddenFrequencies: Int { ScoreGrating.frequencies.count { $0 > pixelsPerDegree / 2 } }

    /// The layer that is most like V1; `nil` where no unit of any answers.
    public var best: LayerScore? {
        layers.filter { $0.score != nil }.max { ($0.score?.value ?? 0) < ($1.score?.value ?? 0) }
    }
}
