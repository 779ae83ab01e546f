import Archives
import Figures
import Foundation
import Networks
import Planes
import ReceptiveFields
import Testing

@testable import Reports

/// What a walk through a network shows, over the networks on paper.
@Suite struct LayerActivationsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("data/networks").path

    private func fields(_ name: String) throws -> ReceptiveFields {
        let network = try Network(path: "\(Self.folder)/\(name).csv")
        return try ReceptiveFields(of: network, image: ImageInput(of: network))
    }

    @Test func `a short network is shown whole`() throws {
        let fields = try fields("lenet-5")
        let choice = LayerActivationsChoice(of: fields)
        #expect(choice.note == nil)
        #expect(choice.layers.map(\.tensor) == fields.tensors.filter { $0.node.op != .flatten }.map(\.tensor))
    }

    @Test(arguments: ["resnet-18", "vgg-16", "alexnet", "googlenet-stem"])
    func `a choice is in order, short, and ends with the network`(name: String) throws {
        let fields = try fields(name)
        let choice = LayerActivationsChoice(of: fields)
        #expect(!choice.layers.isEmpty && choice.layers.count <= LayerActivationsChoice.most)
        #expect(choice.layers.map(\.index) == choice.layers.map(\.index).sorted())
        #expect(choice.layers.last?.tensor == fields.tensors.last?.tensor)
    }

    @Test func `of a long chain without maps some layers are taken, evenly`() throws {
        let nodes = (0..<100).map { Node(op: "Gemm", inputs: ["x\($0)", "w"], outputs: ["x\($0 + 1)"]) }
        let network = try Network(
            opset: 13,
            inputs: [Network.Input(name: "image", shape: [.known(1), .known(1), .known(2), .known(2)])],
            outputs: ["x100"],
            nodes: [Node(op: "Flatten", inputs: ["image"], outputs: ["x0"])] + nodes,
            constants: ["w": Constant(name: "w", shape: [4, 4], type: .float32, source: .none)])
        let choice = LayerActivationsChoice(of: try ReceptiveFields(of: network, image: ImageInput(of: network)))
        #expect(choice.layers.count == 24 && choice.layers.last?.tensor == "x100")
        let steps: [Int] = zip(choice.layers.dropFirst(), choice.layers).map { $0.index - $1.index }
        #expect(steps.allSatisfy { (4...5).contains($0) })
        #expect(choice.note?.hasPrefix("Of 100 layers 24 are shown") == true)
    }

    @Test func `a layer's purpose is said in plain words`() {
        func text(_ op: String, _ attributes: [String: Attribute] = [:], _ shapes: [[Int]], learned: Int = 0) -> String
        {
            let names = shapes.indices.map { "t\($0)" }
            let node = Node(op: op, inputs: names, outputs: ["y"], attributes: attributes)
            return LayerPurpose(
                of: OperatorInstance(node: node, opset: 13, inputs: shapes.map { TensorFacts($0) }), learned: learned
            ).text
        }
        let image = [1, 3, 9, 9]
        #expect(
            text("Conv", ["strides": .ints([4, 4])], [image, [64, 3, 5, 5]]) == "64 kernels of 5 × 5 × 3, step 4")
        #expect(
            text("Conv", ["group": .int(3), "strides": .ints([1, 2])], [image, [3, 1, 3, 3]])
                == "3 kernels of 3 × 3 × 1, step 1 × 2, in 3 groups")
        #expect(text("MaxPool", ["kernel_shape": .ints([2, 2])], [image]) == "the largest of every 2 × 2 units")
        #expect(
            text("AveragePool", ["kernel_shape": .ints([3, 3]), "strides": .ints([3, 3])], [image])
                == "the mean of every 3 × 3 units, step 3")
        #expect(text("Gemm", [:], [[1, 256], [10, 256]]) == "each unit a weighted sum of all 256 before it")
        #expect(text("Add", [:], [image, [3, 1, 1]], learned: 3) == "adds a learned number to each channel")
        #expect(text("Add", [:], [[1, 10], [1, 10]], learned: 10) == "adds a learned number to each unit")
        #expect(text("Add", [:], [image, image]) == "adds its inputs unit by unit")
        #expect(text("Erf", [:], [image]).isEmpty)
    }

    @Test func `a large map is shown by the means of blocks`() {
        let plane = Plane(size: PixelSize(height: 3, width: 5)) { Float(10 * $0 + $1) }
        // Blocks of 2 × 2; those at the edges are what is left.
        let reduced = plane.reduced(toSide: 3)
        #expect(reduced.size == PixelSize(height: 2, width: 3))
        #expect(reduced.values == [5.5, 7.5, 9, 20.5, 22.5, 24])
        #expect(plane.reduced(toSide: 5) == plane)
    }

    @Test func `the wall has the strongest channels first, with their shares`() {
        let planes = [1, -3, 2, 3].map { value in Plane(size: PixelSize(side: 2)) { _, _ in Float(value) } }
        let wall = ChannelMontage(planes, atMost: 3)
        #expect(wall.channels.map(\.index) == [1, 3, 2] && wall.isSigned)
        let shares: [Double] = [9 / 23, 9 / 23, 4 / 23]
        #expect(wall.channels.map(\.share) == shares)
    }

    @Test func `maps are drawn wherever their channels lie`() throws {
        let turn = Node(op: "Transpose", inputs: ["image"], outputs: ["y"], attributes: ["perm": .ints([0, 2, 3, 1])])
        let network = try Network(
            opset: 13, inputs: [Network.Input(name: "image", shape: [1, 2, 4, 5].map { .known($0) })],
            outputs: ["y"], nodes: [Node(op: "Relu", inputs: ["image"], outputs: ["x"]), turn], constants: [:])
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
        #expect(fields.tensors.map(\.order) == [.channelsFirst, .channelsLast])
        for field in fields.tensors {
            let shape = field.shape ?? []
            // The second channel is 1 in the last place alone.
            let place = field.order?.place(channel: 1, row: 3, column: 4) ?? []
            let index = zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }
            let activity = Tensor(
                shape: shape, values: (0..<40).map { $0 == index ? Float(1) : 0 })
            let layer = LayerActivation(
                field, instance: OperatorInstance(node: field.node, opset: 13, inputs: []), activity: activity)
            #expect(
                layer.wall != nil && layer.parts.count == 2
                    && layer.sizeText == (shape == [1, 2, 4, 5] ? "2 × 4 × 5" : "4 × 5 × 2"))
            let strongest = try #require(layer.parts.first)
            #expect(strongest.index == 1 && strongest.place?.row == 3 && strongest.place?.column == 4)
        }
    }

    @Test func `units without maps are told from the highest on, and losers are not named`() throws {
        let field = try #require(try fields("lenet-5").tensors.last)
        let instance = OperatorInstance(node: field.node, opset: 13, inputs: [])
        let scores: [Float] = [-38, 2, 18, 0, -1, -7, 0, -20, -3, -4]
        let layer = LayerActivation(field, instance: instance, activity: Tensor(shape: [1, 10], values: scores))
        #expect(layer.parts.prefix(3).map(\.index) == [2, 1, 3])
        let report = LayerActivationsReport(
            model: "m", picture: "p",
            image: Image(grey: Plane(size: PixelSize(side: 2)) { _, _ in 0 }, encoding: .sRGB),
            preprocessing: "none", layers: [layer], predictions: nil, top: 3)
        let text = report.text(place: nil, figures: FigureSet())
        #expect(text.contains("highest units 2 (18.00), 1 (2.00); 20 % active"))
        // Where none is active, as of logarithms of probabilities, the highest is named.
        let logs = LayerActivation(
            field, instance: instance, activity: Tensor(shape: [1, 3], values: [-9, -0.1, -4]))
        #expect(logs.parts.map(\.index) == [1, 2, 0])
        // Where the highest value stands the strip is brightest, and darkest where the lowest does.
        let strip = try #require(LayerActivationsReport.strip(scores).tiles.first?.pictures.first)
        func light(_ column: Int) -> Int {
            let pixel = strip.pixel(row: 0, column: column)
            return Int(pixel.red) + Int(pixel.green) + Int(pixel.blue)
        }
        #expect((0..<10).allSatisfy { light($0) <= light(2) && light($0) >= light(0) } && light(2) > light(1))
    }

    @Test func `what is no number leaves the walk's numbers absent`() throws {
        let field = try #require(try fields("lenet-5").tensors.last)
        let instance = OperatorInstance(node: field.node, opset: 13, inputs: [])
        let layer = LayerActivation(field, instance: instance, activity: Tensor(shape: [1, 0], values: []))
        #expect(layer.range == nil && layer.parts.isEmpty && layer.wall == nil && layer.activeShare == 0)
    }
}
