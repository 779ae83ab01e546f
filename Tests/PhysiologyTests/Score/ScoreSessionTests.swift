import Archives
import Inference
import Networks
import Physiology
import Testing
import Workers

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
}
