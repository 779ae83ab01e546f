internal import Foundation
public import Inference
import Networks
import ReceptiveFields
import Workers

/// What units near the V1 score's stimuli answer to a piece of its gratings.
public struct ScoreAnswers: Hashable, Sendable, Codable {
    /// Of each layer 32-bit floats, little-endian, grating × unit.
    private let layers: [Data]

    init(_ values: [[Float]]) {
        layers = values.map { values in
            var data = Data(capacity: 4 * values.count)
            for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
            return data
        }
    }

    /// Some values of a layer, by their places in grating × unit.
    func values(ofLayer layer: Int, at places: Range<Int>) -> [Float] {
        layers[layer].withUnsafeBytes { bytes in
            places.map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }
}

/// A network before the V1 score's screen: the layers whose units are measured there, together, and the gratings in pieces
/// that are shown at once, each by itself.
public struct ScoreSession: Sendable {
    /// Names of the layers' nodes, in network order.
    public var layers: [String] { scored.map(\.name) }
    /// How many pieces there are.
    public var pieceCount: Int { recorder.pieces.count }
    let network: RunnableNetwork
    let degrees: Double
    let screen: ScoreScreen
    let scored: [ScoredLayer]
    private let recorder: ScoreRecorder
    private let near: [[ScoreRecorder.NearUnit]]

    /// Finds the units whose receptive field lies where the stimuli do, by gratings all over the screen.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - tensors: of the layers.
    ///   - degrees: of the visual field that the image's width spans.
    ///   - finished: hears how many of ``ScoreStudy/pictures`` are done, from any worker.
    /// - Throws: ``Inference/InferenceError``, ``RecordingError``, ``Networks/NetworkError``.
    public init(
        _ network: RunnableNetwork, layers tensors: [String], degrees: Double = 8,
        finished: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        let screen = try ScoreScreen(before: network, degrees: degrees)
        let fields = try ReceptiveFields(of: network.network, image: network.image, keeping: Set(tensors))
        scored = try fields.tensors.compactMap { field in
            try fields.units[field.tensor].map { try ScoredLayer(field, $0, on: screen) }
        }
        recorder = try ScoreRecorder(network, layers: scored, screen: screen)
        near = try recorder.nearUnits(finished: finished)
        (self.network, self.degrees, self.screen) = (network, degrees, screen)
    }

    /// Shows pieces, several at once; what is answered to each is as it would be without the others.
    ///
    /// - Parameters:
    ///   - pieces: by their place, below ``pieceCount``.
    ///   - finished: hears how many of ``ScoreStudy/pictures`` are done.
    ///   - take: gets the answers, in the order of the pieces.
    /// - Throws: ``Inference/InferenceError``, and what `take` throws.
    public func show(
        _ pieces: [Int], finished: (Int) -> Void = { _ in }, take: (ScoreAnswers) throws -> Void
    ) throws {
        var done = ScoreStudy.pictures - pieces.reduce(0) { $0 + recorder.pieces[$1].count }
        let workers = network.workers
        try workers.inOrder(pieces.count, ahead: 2 * workers.count) { [recorder, near] place in
            Result { () throws(InferenceError) in try recorder.answers(of: near, toPiece: pieces[place]) }
        } take: { place, answers in
            try take(answers.get())
            if place % 64 == 63 { Memory.returnIdle() }
            done += recorder.pieces[pieces[place]].count
            finished(done)
        }
    }

    /// What is found of each layer's units.
    func properties(answers: [ScoreAnswers]) -> [[UnitProperties]] {
        recorder.properties(of: near, answers: answers)
    }

    /// Names of the layers' tensors.
    var tensors: [String] { scored.map(\.tensor) }
}
