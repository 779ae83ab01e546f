import Inference
import Planes
import ReceptiveFields

/// What the page is told of a picture that was shown.
struct SeenPicture: Encodable, Sendable {
    struct Guess: Encodable, Sendable {
        let index: Int
        let label: String
        let probability: Double
        let score: Float
    }

    /// Where the network's picture lies on a drawing: of each axis the place of its first edge and the pixels of the drawing
    /// to one of the network's.
    struct Placed: Encodable, Sendable {
        struct Axis: Encodable, Sendable { let edge, step: Double }

        let x, y: Axis

        init(_ placement: Placement) {
            func axis(_ axis: Placement.Axis) -> Axis { Axis(edge: axis.extent.lowerBound + 0.5, step: axis.step) }
            (x, y) = (axis(placement.x), axis(placement.y))
        }
    }

    /// By which it is asked about; `nil` without a network.
    var id: Int?
    let name: String
    /// As the network takes it, before its values are changed; channel × row × column.
    var input: PackedNumbers?
    /// What was done to it for the network.
    var preprocessing: String?
    /// Of a drawing.
    var placement: Placed?
    /// As it was, made small.
    let photograph: PackedNumbers?
    /// Its columns before.
    let photographWidth: Int?
    /// All classes in their order where they are few, else the likeliest.
    var guesses: [Guess] = []
    /// All that there are; 0 of a network without.
    var classCount = 0
    /// Whether probabilities are the softmax of an answer without one.
    var isSoftmaxAdded = false
    /// All layers, of a small network.
    var layers: [SeenLayer] = []

    /// Classes up to which all are told.
    private static let fewClasses = 20

    init(name: String, photograph: Image?, width: Int? = nil) {
        (self.name, photographWidth) = (name, width)
        self.photograph = photograph.map { PackedNumbers($0) }
    }

    /// Takes up what a run gave.
    mutating func describe(_ run: RecordedRun, in scene: NetworkScene, withLayers: Bool) {
        if let output = scene.output, let answer = try? run.tensor(output), let predictions = Predictions(answer) {
            let ranked = predictions.ranked
            (isSoftmaxAdded, classCount) = (predictions.isSoftmaxAdded, ranked.count)
            let told =
                ranked.count <= Self.fewClasses ? ranked.sorted { $0.index < $1.index } : Array(ranked.prefix(10))
            guesses = told.map { guess in
                let names = scene.labels ?? []
                return Guess(
                    index: guess.index,
                    label: names.indices.contains(guess.index) ? names[guess.index] : "\(guess.index)",
                    probability: guess.probability, score: guess.score)
            }
        }
        if withLayers {
            layers = scene.layers.compactMap { layer in (try? run.array(of: layer)).map { SeenLayer($0) } }
        }
    }
}

/// A layer's activations.
struct SeenLayer: Encodable, Sendable {
    let activations: PackedNumbers

    init(_ array: LayerArray) {
        activations = PackedNumbers(shape: [array.channels, array.height, array.width], array.values)
    }
}
