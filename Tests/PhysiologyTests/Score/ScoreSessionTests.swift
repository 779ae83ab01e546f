import Archives
import Inference
import Networks
import Planes
import Testing
import Workers

@testable import Physiology

/// The score's gratings, piece by piece.
@Suite struct ScoreSessionTests {
    @Test func `pieces shown in any order and number, on any workers, give the study of all at once`() throws {
        let path = try #require(References.kernels("lenet/lenet-5.onnx"))
        func session(_ workers: Int) throws -> ScoreSession {
            let network = try RunnableNetwork(Network(path: path), workers: Workers(workers))
            return try ScoreSession(network, layers: ["C3", "C1"], degrees: 6)
        }
        let (one, two) = (try session(1), try session(2))
        #expect(one.layers == ["C1", "C3"] && one.pieceCount > 4)
        func answers(_ session: ScoreSession, _ pieces: [Int]) throws -> [ScoreAnswers] {
            var answers: [ScoreAnswers] = []
            try session.show(pieces) { answers.append($0) }
            return answers
        }
        let all = Array(0..<one.pieceCount)
        let together = try answers(two, all)
        let (even, odd) = (all.filter { $0.isMultiple(of: 2) }, all.filter { !$0.isMultiple(of: 2) })
        let parts = Dictionary(
            uniqueKeysWithValues: zip(odd + even, try answers(one, odd) + answers(one, even)))
        #expect(all.map { parts[$0] } == together && Set(together).count > 4)
        let study = ScoreStudy(together, in: one, seed: 0)
        let whole = try ScoreStudy(
            RunnableNetwork(Network(path: path), workers: Workers(2)), layers: ["C1", "C3"], degrees: 6)
        #expect(study.layers.map(\.units) == whole.layers.map(\.units))
        #expect(study.layers.map(\.properties) == whole.layers.map(\.properties))
        #expect(study.layers.contains { !$0.units.isEmpty })
    }

    @Test func `units that are mapped some lines at a time are those that are mapped at once`() throws {
        let path = try #require(References.kernels("lenet/lenet-5.onnx"))
        let network = try RunnableNetwork(Network(path: path), workers: Workers(2))
        let session = try ScoreSession(network, layers: ["C1", "C3"], degrees: 6)
        func units(_ mostValues: Int) throws -> [[[Double]]] {
            let recorder = try ScoreRecorder(
                network, layers: session.scored, screen: session.screen, mostValues: mostValues)
            return try recorder.nearUnits { _ in }.map { layer in
                layer.map { [Double($0.channel), Double($0.row), Double($0.column), $0.x, $0.y] }
            }
        }
        let whole = try units(100 << 20)
        #expect(whole.count == 2 && !whole.joined().isEmpty)
        #expect(try units(100_000) == whole)
    }

    @Test func `a layer of which millions of units see the stimuli is refused before anything is shown`() throws {
        let weight = Constant(
            name: "w", shape: [5, 1, 1, 1], type: .float32, source: .floats((1...5).map { Float($0) }))
        let ones = Constant(
            name: "one", shape: [5], type: .float32, source: .floats([Float](repeating: 1, count: 5)))
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [1, 1, 2000, 2000].map { .known($0) })], outputs: ["y"],
            nodes: [
                Node(op: "Conv", inputs: ["x", "w"], outputs: ["c"]),
                Node(op: "InstanceNormalization", inputs: ["c", "one", "one"], outputs: ["y"]),
            ], constants: ["w": weight, "one": ones])
        let runnable = try RunnableNetwork(network, preprocessing: Preprocessing.none, workers: Workers(1))
        #expect(throws: RecordingError.tooManyUnits(20_000_000, layer: "y", limit: 1 << 24)) {
            try ScoreSession(runnable, layers: ["y"], degrees: 1)
        }
    }
}
