import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// What is computed of a picture where it differs from a background is what the whole picture gives.
@Suite struct LocalRunnerTests {
    /// Padding on uneven sides, strides, dilation, pools, two branches that are added and joined.
    static let nodes = [
        Node(
            name: "c1", op: "Conv", inputs: ["x", "w1"], outputs: ["c1"],
            attributes: ["strides": .ints([2, 2]), "pads": .ints([2, 1, 2, 2])]),
        Node(name: "r1", op: "Relu", inputs: ["c1"], outputs: ["r1"]),
        Node(
            name: "p1", op: "MaxPool", inputs: ["r1"], outputs: ["p1"],
            attributes: [
                "kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1]),
                "ceil_mode": .int(1),
            ]),
        Node(
            name: "c2", op: "Conv", inputs: ["p1", "w2"], outputs: ["c2"],
            attributes: ["pads": .ints([2, 2, 2, 2]), "dilations": .ints([2, 2])]),
        Node(
            name: "c3", op: "Conv", inputs: ["p1", "w3"], outputs: ["c3"],
            attributes: ["auto_pad": .string("SAME_UPPER")]),
        Node(name: "plus", op: "Add", inputs: ["c2", "c3"], outputs: ["s"]),
        Node(name: "lrn", op: "LRN", inputs: ["s"], outputs: ["l"], attributes: ["size": .int(3)]),
        Node(name: "join", op: "Concat", inputs: ["l", "p1"], outputs: ["j"], attributes: ["axis": .int(1)]),
        Node(
            name: "mean", op: "AveragePool", inputs: ["j"], outputs: ["y"],
            attributes: ["kernel_shape": .ints([2, 2])]),
    ]
    static let size = PixelSize(height: 37, width: 41)
    private static let weights: [String: Tensor<Float>] = [
        "w1": noise([4, 3, 5, 5]), "w2": noise([4, 4, 3, 3], seed: 2), "w3": noise([4, 4, 3, 3], seed: 3),
    ]

    static func network(_ nodes: [Node] = nodes, output: String = "y") throws -> RunnableNetwork {
        try RunnableNetwork(
            whole(nodes, output), preprocessing: Preprocessing.none, workers: Workers(1))
    }

    private static func whole(_ nodes: [Node], _ output: String) throws -> Network {
        try InferenceTests.network(
            nodes, inputs: ["x": [1, 3, size.height, size.width]], outputs: [output], constants: weights)
    }

    /// Boxes inside, at corners, and all of the picture.
    static let boxes = [
        MapBox(rows: 14..<19, columns: 20..<27), MapBox(rows: 0..<4, columns: 0..<3),
        MapBox(rows: 33..<37, columns: 38..<41), MapBox(rows: 0..<37, columns: 0..<41),
    ]

    @Test(arguments: boxes) func `every unit has the value of a run on the whole picture`(_ box: MapBox) throws {
        let network = try Self.network()
        let ground = noise([1, 3, Self.size.height, Self.size.width], seed: 4)
        let local = try LocalRunner(network, giving: ["r1", "s", "y"], background: ground, orders: [:])
        #expect(local.isLocal)
        let pieces = noise([5, 3, box.rows.count, box.columns.count], seed: 5)
        let runner = try network.runner(giving: ["r1", "s", "y"])
        let blank = try runner.run(["x": ground])
        // All units, and some alone.
        for part in [1, 3] {
            var wanted: [String: MapBox] = [:]
            for (name, map) in blank {
                wanted[name] = MapBox(
                    rows: map.shape[2] / part / 2..<map.shape[2], columns: 0..<map.shape[3] / part)
            }
            let answers = try local.run(pieces, at: box, wanting: wanted)
            for picture in 0..<5 {
                var whole = ground
                whole.update { values in
                    for channel in 0..<3 {
                        for (i, row) in box.rows.enumerated() {
                            for (j, column) in box.columns.enumerated() {
                                values[(channel * Self.size.height + row) * Self.size.width + column] =
                                    pieces[picture, channel, i, j]
                            }
                        }
                    }
                }
                for (name, map) in try runner.run(["x": whole]) {
                    let box = try #require(wanted[name])
                    let most = map.values.reduce(0) { max($0, abs($1)) }
                    for channel in 0..<map.shape[1] {
                        for row in box.rows {
                            for column in box.columns {
                                let isComputed = answers[name]?.box.contains(row: row, column: column) == true
                                let value =
                                    isComputed
                                    ? answers[name]?[picture, channel, row, column] ?? .nan
                                    : local.background(name, channel: channel, row: row, column: column)
                                #expect(abs(value - map[0, channel, row, column]) <= 1e-5 * most)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The first convolution sees three pictures, the rest of the network sums of them: as if each sum were shown.
    @Test(arguments: boxes) func `sums of pictures are answered as they are when they are shown`(_ box: MapBox) throws {
        let network = try Self.network()
        let ground = noise([1, 3, Self.size.height, Self.size.width], seed: 4)
        let local = try LocalRunner(network, giving: ["r1", "y"], background: ground, orders: [:])
        #expect(local.addsUp)
        let pieces = noise([3, 3, box.rows.count, box.columns.count], seed: 5)
        let weights: [[Float]] = [[1, 0, 0], [0.5, -0.25, 0], [0, 0, 0], [-1, 0.5, 2], [0.3, 0.3, 0.3]]
        var shown = Tensor<Float>(shape: [weights.count] + pieces.shape.dropFirst(), repeating: 0)
        let (height, width) = (box.rows.count, box.columns.count)
        shown.update { values in
            for place in 0..<values.count {
                let (sum, at) = place.quotientAndRemainder(dividingBy: 3 * height * width)
                let (channel, inBox) = at.quotientAndRemainder(dividingBy: height * width)
                let (row, column) = inBox.quotientAndRemainder(dividingBy: width)
                let grey = ground[0, channel, box.rows.lowerBound + row, box.columns.lowerBound + column]
                values[place] = (0..<3).reduce(grey) {
                    $0 + weights[sum][$1] * (pieces[$1, channel, row, column] - grey)
                }
            }
        }
        let wanted = ["r1": try size(of: "r1"), "y": try size(of: "y")]
        let plain = try local.run(shown, at: box, wanting: wanted)
        let summed = try local.run(
            pieces, weights: Tensor(shape: [5, 3], values: weights.flatMap(\.self)), at: box, wanting: wanted)
        #expect(plain.count == 2 && Set(plain.keys) == Set(summed.keys))
        for (name, map) in plain {
            let other = try #require(summed[name])
            #expect(other.box == map.box && other.pictures == 5)
            let channels = name == "r1" ? 4 : 8
            var (most, difference): (Float, Float) = (0, 0)
            for picture in 0..<5 {
                for channel in 0..<channels {
                    for row in map.box.rows {
                        for column in map.box.columns {
                            let value = map[picture, channel, row, column]
                            most = max(most, abs(value))
                            difference = max(difference, abs(value - other[picture, channel, row, column]))
                        }
                    }
                }
            }
            #expect(most > 0.1 && difference <= 1e-5 * most, "\(name): \(difference) of \(most)")
        }
    }

    private func size(of tensor: String) throws -> MapBox {
        let shape = try #require(
            try Self.network().runner(giving: [tensor]).run([
                "x": Tensor(shape: [1, 3, Self.size.height, Self.size.width], repeating: 0)
            ])[tensor]?.shape)
        return MapBox(rows: 0..<shape[2], columns: 0..<shape[3])
    }

    @Test func `a network that begins otherwise sees every picture`() throws {
        let first = Node(name: "f", op: "Relu", inputs: ["x"], outputs: ["f"])
        let nodes =
            [first]
            + Self.nodes.map { node in
                Node(
                    name: node.name, op: node.op, inputs: node.inputs.map { $0 == "x" ? "f" : $0 },
                    outputs: node.outputs,
                    attributes: node.attributes)
            }
        let ground = noise([1, 3, Self.size.height, Self.size.width], seed: 4)
        let local = try LocalRunner(try Self.network(nodes), giving: ["y"], background: ground, orders: [:])
        #expect(local.isLocal && !local.addsUp)
    }

    @Test func `a small change far from all wanted units is not computed`() throws {
        let network = try Self.network()
        let ground = noise([1, 3, Self.size.height, Self.size.width], seed: 4)
        let local = try LocalRunner(network, giving: ["r1"], background: ground, orders: [:])
        let box = MapBox(rows: 0..<2, columns: 0..<2)
        let answers = try local.run(
            noise([2, 3, 2, 2]), at: box, wanting: ["r1": MapBox(rows: 10..<12, columns: 10..<12)])
        #expect(answers["r1"] == nil)
        let near = try local.run(
            noise([2, 3, 2, 2]), at: box, wanting: ["r1": MapBox(rows: 0..<12, columns: 0..<12)])
        // Kernels of 5 at stride 2 that begin two rows above and a column to the left: places 0 and 1 see rows 0 and 1.
        #expect(near["r1"]?.box == MapBox(rows: 0..<2, columns: 0..<2))
    }

    /// A gate made of all places, and windows dilated so far that their padding would fill all memory.
    private static let spread = [
        [
            Node(name: "c1", op: "Conv", inputs: ["x", "w1"], outputs: ["c1"]),
            Node(name: "mean", op: "GlobalAveragePool", inputs: ["c1"], outputs: ["g"]),
            Node(name: "gate", op: "Mul", inputs: ["c1", "g"], outputs: ["y"]),
        ],
        [
            Node(name: "c1", op: "Conv", inputs: ["x", "w1"], outputs: ["c1"]),
            Node(
                name: "far", op: "Conv", inputs: ["c1", "w2"], outputs: ["y"],
                attributes: [
                    "dilations": .ints([1 << 20, 1 << 20]), "pads": .ints([1 << 20, 1 << 20, 1 << 20, 1 << 20]),
                ]),
        ],
    ]

    @Test(arguments: spread) func `where a unit is made of all places, or of some far away, whole pictures are run`(
        nodes: [Node]
    ) throws {
        let network = try Self.network(nodes)
        let ground = noise([1, 3, Self.size.height, Self.size.width], seed: 4)
        let local = try LocalRunner(network, giving: ["y"], background: ground, orders: [:])
        #expect(!local.isLocal)
        let box = MapBox(rows: 3..<6, columns: 4..<9)
        let pieces = noise([1, 3, 3, 5], seed: 6)
        let wanted = MapBox(rows: 2..<9, columns: 5..<8)
        let map = try #require(try local.run(pieces, at: box, wanting: ["y": wanted])["y"])
        var whole = ground
        whole.update { values in
            for channel in 0..<3 {
                for (i, row) in box.rows.enumerated() {
                    for (j, column) in box.columns.enumerated() {
                        values[(channel * Self.size.height + row) * Self.size.width + column] = pieces[0, channel, i, j]
                    }
                }
            }
        }
        let expected = try #require(try network.runner(giving: ["y"]).run(["x": whole])["y"])
        #expect(map.box == wanted)
        for row in wanted.rows {
            for column in wanted.columns { #expect(map[0, 2, row, column] == expected[0, 2, row, column]) }
        }
    }
}
