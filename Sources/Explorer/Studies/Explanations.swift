import Dispatch
import Inference
import Networks
import Physiology
import Planes
import ReceptiveFields
import Reports
import Synchronization

/// Why the network answers a picture as it does, as `explain` works it out: one after the other, on a thread of its own, so
/// that what takes long keeps no other request waiting. The latest study is kept for the next picture.
final class Explanations: Sendable {
    /// What is explained, and how.
    struct Question: Hashable, Sendable {
        let target: AttributionTarget
        let kind: AttributionMethod.Kind
        /// Whether the map is compared with those of networks of permuted weights.
        let isChecked: Bool
    }

    /// How far it is, and at the end what was found.
    struct State: Encodable, Sendable {
        /// Runs of the network that are done, of all.
        let done, count: Int
        var found: SeenExplanation?
    }

    private let scene: NetworkScene
    private let seed: UInt64
    private let queue = DispatchQueue(label: "explanations")
    private let latest = Mutex<(question: Question, study: ExplanationStudy)?>(nil)

    /// Between two states that are told.
    private static let pause = Duration.milliseconds(100)

    init(_ scene: NetworkScene, seed: UInt64) { (self.scene, self.seed) = (scene, seed) }

    /// Explains a picture: now and then how far it is, at the end what was found, or why not
    /// (``ExplorerError/refused(_:)``: a network without classes, a method that it does not allow).
    ///
    /// It ends when nobody listens any more.
    func states(_ question: Question, of picture: PictureStore.Shown) -> AsyncStream<Result<State, ExplorerError>> {
        let (states, told) = AsyncStream.makeStream(of: Result<State, ExplorerError>.self)
        queue.async { [self] in
            do throws(InferenceError) {
                let study = try study(question)
                let last = Mutex(ContinuousClock.now - Self.pause)
                let found = try study.explanation(
                    of: ReadyPicture(image: picture.fitted, inputs: picture.input)
                ) { done throws(InferenceError) in
                    let now = ContinuousClock.now
                    let isDue = last.withLock { last in
                        guard now - last >= Self.pause else { return false }
                        last = now
                        return true
                    }
                    guard isDue else { return }
                    if case .terminated = told.yield(.success(State(done: done, count: study.runs))) {
                        throw .stopped
                    }
                }
                let seen = SeenExplanation(
                    found.maps[0], on: picture.fitted.size, of: question.target, by: study, labels: scene.labels)
                told.yield(.success(State(done: study.runs, count: study.runs, found: seen)))
            } catch { told.yield(.failure(.refused("\(error)"))) }
            told.finish()
        }
        return states
    }

    private func study(_ question: Question) throws(InferenceError) -> ExplanationStudy {
        if let latest = latest.withLock({ $0 }), latest.question == question { return latest.study }
        let explainer = try Explainer(scene.network, target: question.target)
        let method = try AttributionSettings().method(
            question.kind, on: scene.network, explaining: explainer.tensor)
        let study = try ExplanationStudy(
            scene.network, target: question.target, methods: [method], isChecked: question.isChecked, seed: seed)
        latest.withLock { $0 = (question, study) }
        return study
    }
}

extension Explanations.Question {
    /// What a request asks: a class, a unit of a layer, or without either the likeliest class.
    ///
    /// - Throws: ``ExplorerError``.
    init(_ request: PageRequest, in scene: NetworkScene) throws(ExplorerError) {
        guard let kind = request.query["method"].flatMap(AttributionMethod.Kind.init) else {
            let names = AttributionMethod.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed("method: one of \(names) is expected")
        }
        self.kind = kind
        isChecked = request.query["checked"] == "1"
        if request.query["class"] != nil {
            target = .score(ofClass: try request.number("class", in: 0..<Int.max))
        } else if request.query["layer"] != nil {
            let layer = try scene.layer(of: request).layer
            let channel = try request.number("channel", in: 0..<Int.max)
            guard let order = layer.field.order ?? (layer.isVector ? scene.network.image.order : nil) else {
                throw .refused("'\(layer.name)' has neither maps nor single units; pick a unit of another layer")
            }
            let place = MapLayer(layer.name, tensor: layer.field.tensor, order: order)
            target =
                layer.isMap
                ? .unit(
                    channel: channel, row: try request.number("row", in: 0..<Int.max),
                    column: try request.number("column", in: 0..<Int.max), place)
                : .channel(channel, place)
        } else {
            target = .likeliest
        }
    }
}

extension NetworkScene.Layer {
    /// Whether its units lie along one axis.
    var isVector: Bool { (field.shape ?? []).count { $0 > 1 } <= 1 }
}

/// What the page shows of an explanation.
struct SeenExplanation: Encodable, Sendable {
    let method, target: String
    /// What a method's numbers are.
    let sentence: String
    /// What is explained, of the picture.
    let answer: Double
    /// On the pixels of the picture.
    let map: PackedNumbers
    /// Where the scale of colours ends.
    let limit: Double
    /// Of methods whose values are shares of the answer: what they add up to, the difference from the baseline's answer,
    /// and how far they are apart.
    let sum, difference, error: Double?
    /// Spearman's ρ with the maps of networks of permuted weights; `nil` where nobody asked, or a map is flat.
    let lastLayer, allLayers: Double?
    let isChecked: Bool

    init(
        _ map: ExplanationStudy.Map, on size: PixelSize, of target: AttributionTarget, by study: ExplanationStudy,
        labels: [String]?
    ) {
        let found = map.attribution
        (method, sentence, answer, limit) = (found.method.name, found.method.sentence, found.answer, map.limit)
        self.target =
            switch target {
            case .likeliest, .score:
                found.index.map { index in
                    let name = (labels ?? []).indices.contains(index) ? labels.map { " (\($0[index]))" } : nil
                    return "the score of class \(index)\(name ?? "")"
                } ?? "the score"
            case .channel(let channel, let layer): "unit \(channel) of '\(layer.label)'"
            case .unit(let channel, let row, let column, let layer):
                "unit (\(row), \(column)) of map \(channel) of '\(layer.label)'"
            }
        self.map = PackedNumbers(shape: [1, size.height, size.width], map.plane(on: size).values)
        sum = found.method.isShareOfAnswer ? found.sum : nil
        difference = found.baselineAnswer.map { found.answer - $0 }
        error = found.completenessError
        (lastLayer, allLayers, isChecked) = (map.check?.lastLayer, map.check?.allLayers, study.isChecked)
    }
}
