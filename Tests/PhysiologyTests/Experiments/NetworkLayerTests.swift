import Archives
import Networks
import Physiology
import Testing
import Workers

/// Units of a layer that share their stimuli.
@Suite struct NetworkLayerTests {
    @Test func `units recorded together answer as each does alone`() throws {
        let path = try #require(References.kernels("lenet/lenet-5.onnx"))
        let layer = try NetworkLayer(Network(path: path), layer: "C1", workers: Workers(2))
        func recorded(_ units: [Int]) throws -> [TunedUnit] {
            var tuned: [TunedUnit] = []
            try layer.record(units, seed: 0, finished: { _ in }, take: { tuned.append($0) })
            return tuned
        }
        let together = try recorded([4, 1])
        let alone = try recorded([4]) + recorded([1])
        #expect(together.map(\.recording.unit) == [4, 1])
        #expect(together.map(\.recording) == alone.map(\.recording))
        #expect(together.map(\.spectrum) == alone.map(\.spectrum))
        // Units that are not one.
        #expect(together[0].recording.search != together[1].recording.search)
    }
}
