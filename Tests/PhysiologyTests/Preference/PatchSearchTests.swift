import Inference
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Physiology

@Suite struct LeadersTests {
    @Test func `the largest are kept, and of equal ones the earlier`() {
        var leaders = Leaders<Int>(3)
        for (index, value) in [Float](arrayLiteral: 1, 5, 2, 5, 3, 5, 0).enumerated() { leaders.add(value, index) }
        #expect(leaders.items.map(\.element) == [1, 3, 5])
        var few = Leaders<Int>(3)
        few.add(-2, 0)
        few.add(-1, 1)
        #expect(few.items.map(\.element) == [1, 0])
    }
}

@Suite struct PatchSearchTests {
    /// Sums of 2 × 2 pixels, and their negatives: two channels.
    static func sums(workers: Int = 2) throws -> RunnableNetwork {
        let input = Network.Input(name: "x", shape: [1, 1, 4, 4].map { .known($0) })
        var builder = NetworkBuilder(opset: 17, image: input)
        let weight = Constant(
            name: "w", shape: [2, 1, 2, 2], type: .float32,
            source: .floats([1, 1, 1, 1, -1, -1, -1, -1]))
        builder.add(.conv, "conv", [weight], [:])
        return try RunnableNetwork(
            builder.network(), preprocessing: Preprocessing.none, workers: Workers(workers))
    }

    /// Black but for one pixel.
    static func picture(_ row: Int, _ column: Int, _ value: Float) -> NetworkPicture {
        .image(
            Image(
                grey: Plane(size: PixelSize(side: 4)) { $0 == row && $1 == column ? value : 0 }, encoding: .sRGB))
    }

    private static let pictures = [picture(0, 0, 0.5), picture(3, 3, 1), picture(1, 2, 0.5), picture(1, 1, 0.75)]

    private static func best(_ settings: PatchSearch.Settings, workers: Int = 2) throws -> [PatchSearch.Channel] {
        let network = try sums(workers: workers)
        let search = try PatchSearch(network, layers: ["conv"], settings: settings)
        return try search.best(of: pictures.count) { try network.ready(pictures[$0]) }[0]
    }

    @Test func `patches of more channels than memory holds are refused before any picture is looked at`() throws {
        let input = Network.Input(name: "x", shape: [1, 1, 1024, 1024].map { .known($0) })
        var builder = NetworkBuilder(opset: 17, image: input)
        builder.add(.flatten, "flat", [], [:])
        let network = try RunnableNetwork(
            builder.network(), preprocessing: Preprocessing.none, workers: Workers(1))
        #expect(throws: ActivationError.tooManyPatches(channels: 1 << 20, each: 9, limit: 1 << 23)) {
            try PatchSearch(network, layers: ["flat"], settings: .init())
        }
        let few = try PatchSearch(network, layers: ["flat"], settings: .init(kept: 1))
        #expect(few.recorder.layers[0].channels.count == 1 << 20)
    }

    @Test func `each picture gives the unit that it drives most, the first of equal ones`() throws {
        let found = try Self.best(PatchSearch.Settings(kept: 3))
        #expect(found.map(\.index) == [0, 1])
        #expect(found[0].patches.map(\.picture) == [1, 3, 0])
        #expect(found[0].patches.map(\.value) == [1, 0.75, 0.5])
        let places = found[0].patches.compactMap { patch in patch.unit.place.map { [$0.row, $0.column] } }
        #expect(places == [[2, 2], [0, 0], [0, 0]])
        #expect(found[0].patches[0].unit.rows.first == 2 && found[0].patches[0].unit.columns.last == 3)
        // Every picture has a place without light.
        #expect(found[1].patches.map(\.value) == [0, 0, 0] && found[1].patches.map(\.picture) == [0, 1, 2])
    }

    @Test func `several of one picture, or one unit alone`() throws {
        let found = try Self.best(PatchSearch.Settings(kept: 5, perPicture: 5))
        #expect(found[0].patches.map(\.picture) == [1, 3, 3, 3, 3])
        let alone = try Self.best(PatchSearch.Settings(kept: 5, place: (0, 1)))
        #expect(alone[0].patches.map(\.picture) == [3, 2, 0, 1])
        #expect(alone[0].patches.map(\.value) == [0.75, 0.5, 0, 0])
        #expect(throws: InferenceError.noSuchPlace(layer: "conv", height: 3, width: 3)) {
            try Self.best(PatchSearch.Settings(place: (3, 0)))
        }
    }

    @Test func `workers change nothing, and a patch is what the unit sees`() throws {
        for workers in [1, 3] {
            let found = try Self.best(PatchSearch.Settings(kept: 4), workers: workers)
            #expect(found[0].patches.map(\.picture) == [1, 3, 0, 2])
        }
        let network = try Self.sums()
        let search = try PatchSearch(network, layers: ["conv"], settings: PatchSearch.Settings(kept: 2))
        let shown: @Sendable (Int) throws -> ReadyPicture = { try network.ready(Self.pictures[$0]) }
        let found = try search.best(of: Self.pictures.count, shown: shown)[0]
        let views = try search.views(of: found, shown: shown) { $0?.planes[0].values ?? [] }
        #expect(views[0] == [[0, 0, 0, 1], [0, 0, 0, 0.75]])
    }
}
