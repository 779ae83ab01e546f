import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Inference

/// Operators on maps with channels last, beside the same with channels first.
@Suite struct ChannelsLastTests {
    /// What ONNX Runtime has computed for operators that place channels.
    static let cases = OperatorCase.all.filter { reference in
        Node(op: reference.op, inputs: [], outputs: [], attributes: ["data_format": .string("NHWC")]).isChannelsLast
            && reference.inputs[0]?.floats != nil
    }

    private func last(_ value: Value) -> Value {
        guard case .floats(let tensor) = value else { return value }
        return .floats(tensor.ordered(.channelsLast))
    }

    private func arranged(_ reference: OperatorCase, weightsKnown: Bool) throws -> any Computation {
        let node = Node(op: reference.op, inputs: [], outputs: [], attributes: ["data_format": .string("NHWC")])
        return Factories.arranged(try reference.operation(weightsKnown: weightsKnown), for: node)
    }

    @Test(arguments: cases, [true, false])
    func `maps with channels last give the same, with channels last`(reference: OperatorCase, known: Bool) throws {
        var inputs = reference.values
        inputs.replace(0, with: last(try inputs.value(0)))
        let found = try arranged(reference, weightsKnown: known).run(&inputs, Workers(1))
        for (value, expected) in zip(found, reference.outputs) {
            guard case .floats(let tensor) = value, case .floats(let other) = last(expected.value) else { continue }
            #expect(tensor.shape == other.shape && difference(tensor, from: other) < 1e-5)
        }
    }

    @Test(arguments: cases.filter { $0.node.op.execution == .differentiable })
    func `derivatives are the same, with channels last`(reference: OperatorCase) throws {
        let first = try reference.operation(weightsKnown: true)
        var inputs = reference.values
        let outputs = try first.run(&inputs, Workers(1))
        let cotangents = outputs.map { $0.shape }.enumerated().map { noise($1, seed: UInt64($0 + 3)) }
        let expected = try #require(try first.pullback(cotangents, reference.values, outputs, Workers(1)).first ?? nil)
        inputs = reference.values
        inputs.replace(0, with: last(try inputs.value(0)))
        let found = try arranged(reference, weightsKnown: true).pullback(
            cotangents.map { $0.ordered(.channelsLast) }, inputs, outputs.map(last), Workers(1))
        #expect(try #require(found.first ?? nil) == expected.ordered(.channelsLast))
    }

    /// A convolution with steps, what follows it, and a pool.
    private func chain(_ order: MapOrder) throws -> Network {
        let layout: [String: Attribute] = order == .channelsLast ? ["data_format": .string("NHWC")] : [:]
        func settings(_ more: [String: Attribute]) -> [String: Attribute] { layout.merging(more) { $1 } }
        let scale = noise([5], seed: 4)
        let factors = order == .channelsLast ? scale : scale.reshaped(to: [5, 1, 1])
        let nodes = [
            Node(
                op: "Conv", inputs: ["x", "w", "b"], outputs: ["c"], attributes: settings(["strides": .ints([2, 1])])),
            Node(op: "BatchNormalization", inputs: ["c", "s", "o", "m", "v"], outputs: ["n"], attributes: layout),
            Node(op: "Mul", inputs: ["n", "f"], outputs: ["p"]), Node(op: "Relu", inputs: ["p"], outputs: ["r"]),
            Node(
                op: "MaxPool", inputs: ["r"], outputs: ["y"],
                attributes: settings(["kernel_shape": .ints([2, 3]), "auto_pad": .string("SAME_UPPER")])),
        ]
        let positive = Tensor(shape: [5], values: noise([5], seed: 9).values.map { 1 + $0 * $0 })
        return try network(
            nodes, inputs: ["x": order == .channelsLast ? [1, 9, 11, 3] : [1, 3, 9, 11]],
            constants: [
                "w": noise([5, 3, 3, 2]), "b": noise([5], seed: 2), "s": noise([5], seed: 3), "o": noise([5], seed: 5),
                "m": noise([5], seed: 6), "v": positive, "f": factors,
            ])
    }

    @Test(arguments: [Runner.Algorithm.fast, .plain])
    func `a chain of layers gives the same in both orders, taken in by the convolution or not`(
        algorithm: Runner.Algorithm
    ) throws {
        let image = noise([1, 3, 9, 11], seed: 8)
        let networks = (first: try chain(.channelsFirst), last: try chain(.channelsLast))
        let first = try Runner(networks.first, giving: ["y"], by: algorithm, workers: Workers(1)).run(image)
        let last = try Runner(networks.last, giving: ["y"], by: algorithm, workers: Workers(1))
            .run(image.ordered(.channelsLast))
        let (a, b) = (try #require(first["y"]), try #require(last["y"]))
        #expect(b.shape == [1, 4, 10, 5] && difference(b, from: a.ordered(.channelsLast)) < 1e-6)
    }

    @Test func `units see the same in both orders`() throws {
        let fields = try [MapOrder.channelsFirst, .channelsLast].map { order in
            let network = try chain(order)
            return try ReceptiveFields(of: network, image: ImageInput(of: network))
        }
        #expect(fields[1].image.order == .channelsLast && fields[1].image.channels == 3)
        for (first, last) in zip(fields[0].tensors, fields[1].tensors) {
            #expect(first.rows == last.rows && first.columns == last.columns && first.cost == last.cost)
            #expect(last.axes.rows == 1 && last.axes.columns == 2 && last.order == .channelsLast)
            #expect(last.channels == 5 && last.sizes == first.sizes.dropFirst() + [5])
        }
    }

    @Test func `a picture is shown to an input with channels last as it lies there`() throws {
        let network = try RunnableNetwork(chain(.channelsLast), workers: Workers(1))
        let picture = Image(
            red: Plane(size: network.size) { _, _ in 1 }, green: Plane(size: network.size) { row, _ in Float(row) / 9 },
            blue: Plane(size: network.size) { _, _ in 0 }, encoding: .sRGB)
        let input = try #require(try network.input(ofFitted: picture)["x"])
        #expect(input.shape == [1, 9, 11, 3])
        let expected = try #require(
            try RunnableNetwork(chain(.channelsFirst), workers: Workers(1)).input(ofFitted: picture)["x"])
        #expect(input[0, 4, 7, 1] == expected[0, 1, 4, 7] && input[0, 4, 7, 0] == expected[0, 0, 4, 7])
    }
}
