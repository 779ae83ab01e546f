import Archives
import Inference
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Explorer

@Suite struct UnitArithmeticTests {
    /// A scene with a picture of noise shown to it.
    static func run(_ model: String) throws -> (scene: NetworkScene, run: RecordedRun) {
        let scene = try Lenet.scene(model)
        let size = scene.network.size
        var state: UInt64 = 7
        let plane = Plane(size: size) { _, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        let run = try RecordedRun(
            of: scene.network.network, upTo: scene.targets,
            on: scene.network.input(ofFitted: Image(grey: plane, encoding: .sRGB)), workers: Workers(2))
        return (scene, run)
    }

    func account(
        _ scene: NetworkScene, _ run: RecordedRun, _ layer: String, _ channel: Int, _ row: Int, _ column: Int
    ) throws -> UnitAccount {
        let index = try #require(scene.layers.firstIndex { $0.name == layer })
        let query = ["layer": index, "channel": channel, "row": row, "column": column].mapValues { "\($0)" }
        return try UnitArithmetic(UnitPlace(PageRequest(path: "", query: query), in: scene, run), in: scene).account()
    }

    @Test(arguments: [("C1", 3, 9, 14), ("C1", 0, 0, 0), ("C3", 5, 4, 6), ("C3", 15, 9, 9)])
    func `products of a window and the file's bias sum to what the network gives`(
        layer: String, channel: Int, row: Int, column: Int
    ) throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let account = try account(scene, run, layer, channel, row, column)
        #expect(account.kind == .window && account.channels.count == (layer == "C1" ? 1 : 6))
        let total = try #require(account.sum) + #require(account.bias)
        #expect(abs(total - account.value) < 1e-4, "\(total) \(account.value)")
        // By hand: weights as they lie in the file, over the layer before.
        let node = try #require(scene.network.network.nodes.first { $0.label == layer })
        let weights = try #require(scene.network.network.constants[node.inputs[1]]).floats()
        let source = LayerArray(try run.tensor(node.inputs[0]), order: .channelsFirst)
        let before = layer == "C1" ? 2 : 0
        var sum = 0.0
        for input in 0..<source.channels {
            for tap in 0..<25 {
                let (y, x) = (row - before + tap / 5, column - before + tap % 5)
                guard (0..<source.height).contains(y), (0..<source.width).contains(x) else { continue }
                sum +=
                    Double(weights[(channel * source.channels + input) * 25 + tap])
                    * Double(source.values[source.index(input, y, x)])
            }
        }
        #expect(abs(Float(sum) - (account.sum ?? 0)) < 1e-5)
    }

    @Test(arguments: [("C1", 9, 14), ("S2", 0, 13), ("C3", 4, 6), ("S4", 2, 2), ("C5", 0, 0)])
    func `the box is that of receptive fields by themselves`(layer: String, row: Int, column: Int) throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let account = try account(scene, run, layer, 0, row, column)
        let lookup = try FieldLookup(
            scene.network.network, image: scene.network.image, layer: layer, units: .unit((row, column)), pixel: nil)
        let unit = try #require(lookup.asked.first)
        #expect(account.field.rows == [[unit.rows.first, unit.rows.last]])
        #expect(account.field.columns == [[unit.columns.first, unit.columns.last]])
    }

    @Test func `padding has no input, and its kernel weights are there`() throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let channel = try #require(try account(scene, run, "C1", 0, 0, 0).channels.first)
        #expect(channel.inputs.count { $0 == nil } == 16 && channel.products.count { $0 == nil } == 16)
        #expect(channel.weights.allSatisfy { $0 != nil })
    }

    @Test func `a pool's unit is the largest of its window, a function's is made of one`() throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let pool = try account(scene, run, "S2", 2, 5, 7)
        #expect(pool.kind == .largest)
        #expect(pool.channels[0].inputs.compactMap(\.self).max() == pool.value)
        let relu = try account(scene, run, "C3.relu", 4, 3, 3)
        #expect(relu.kind == .function && relu.value == max(0, relu.terms[0].value))
        #expect(relu.terms[0].channel == 4 && relu.terms[0].row == 3 && relu.terms[0].column == 3)
    }

    @Test func `a fully connected unit is a sum over the maps before it`() throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let unit = try account(scene, run, "C5", 7, 0, 0)
        #expect(unit.kind == .sum && scene.layers[unit.source].name == "S4" && unit.termCount == 400)
        #expect(abs((unit.sum ?? 0) + (unit.bias ?? 0) - unit.value) < 1e-4)
        let maps = try run.array(of: scene.layers[unit.source])
        #expect(unit.terms.allSatisfy { maps.values[maps.index($0.channel, $0.row, $0.column)] == $0.value })
    }

    @Test func `strong paths part what comes through a layer, and the gradient is that of the run`() throws {
        let (scene, run) = try Self.run("data/lenet/lenet-5.onnx")
        let layer = try #require(scene.layers.firstIndex { $0.name == "C3" })
        let query = ["layer": layer, "channel": 2, "row": 4, "column": 4].mapValues { "\($0)" }
        let place = try UnitPlace(PageRequest(path: "", query: query), in: scene, run)
        let paths = try StrongPaths(to: place, in: scene)
        #expect(paths.steps.map { scene.layers[$0.layer].name } == ["S2", "C1.relu", "C1", "scaled"])
        #expect(paths.steps.allSatisfy { $0.units.reduce(0) { $0 + $1.share } <= 1 + 1e-9 })
        let gradient = try run.gradient(of: place.layer.field.tensor, at: [0, 2, 4, 4])
        #expect(paths.image.data == PackedNumbers(shape: [1, 28, 28], gradient.values).data)
    }
}
