import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Inference

/// What every unit of a small network is said to see, against what moves it when the network is run: each pixel changed.
@Suite struct SeenPixelsTests {
    /// Nodes put together one by one; weights are positive, so that nothing cancels.
    private struct Sketch {
        var nodes: [Node] = []
        var constants: [String: Constant] = [:]

        mutating func add(_ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:]) -> String {
            let name = "\(op)\(nodes.count)"
            nodes.append(Node(name: name, op: op, inputs: inputs, outputs: [name], attributes: attributes))
            return name
        }

        mutating func numbers(_ values: [Int]) -> String {
            let name = "k\(constants.count)"
            constants[name] = Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
            return name
        }

        mutating func weights(_ shape: [Int], scale: Float = 1) -> String {
            let name = "k\(constants.count)"
            let values = (0..<elementCount(shape)).map { scale * (0.5 + Float($0 * 7919 % 101) / 101) }
            constants[name] = Constant(name: name, shape: shape, type: .float32, source: .floats(values))
            return name
        }

        mutating func reshape(_ x: String, _ shape: [Int]) -> String { add("Reshape", [x, numbers(shape)]) }

        mutating func transpose(_ x: String, _ order: [Int]) -> String {
            add("Transpose", [x], ["perm": .ints(order)])
        }

        mutating func slice(_ x: String, _ range: Range<Int>, axis: Int) -> String {
            add("Slice", [x, numbers([range.lowerBound]), numbers([range.upperBound]), numbers([axis])])
        }

        mutating func conv(
            _ x: String, _ weight: [Int], stride: Int = 1, pads: [Int] = [1, 1, 1, 1], group: Int = 1
        ) -> String {
            add(
                "Conv", [x, weights(weight)],
                ["strides": .ints([stride, stride]), "pads": .ints(pads), "group": .int(group)])
        }
    }

    /// A network and, where its units' fields are one moved on, what the rows' and the columns' numbers are.
    private struct Case: Sendable {
        let name: String
        let shape: [Int]
        let field: (size: Int, stride: Double, start: Double)?
        let draw: @Sendable (inout Sketch) -> String

        init(
            _ name: String, _ shape: [Int], _ field: (size: Int, stride: Double, start: Double)?,
            draw: @escaping @Sendable (inout Sketch) -> String
        ) {
            (self.name, self.shape, self.field, self.draw) = (name, shape, field, draw)
        }
    }

    private static let cases = [
        groupNorm(2), groupNorm(4), pooledBranches(1), pooledBranches(2), atrousPyramid("Concat"), atrousPyramid("Add"),
        atrousPyramid("Mul"), shuffle(2), shuffle(3),
        tokens(isClassed: false), tokens(isClassed: true), oneRow, padded, windows, channelShuffle,
    ]

    private static func groupNorm(_ groups: Int) -> Case {
        Case("GroupNorm of \(groups) groups", [1, 2, 8, 10], (7, 2, -3)) { sketch in
            let x = sketch.conv("x", [4, 2, 3, 3], stride: 2)
            let flat = sketch.reshape(x, [1, groups, -1])
            let settings = [sketch.weights([groups]), sketch.weights([groups])]
            let normal = sketch.add("InstanceNormalization", [flat] + settings)
            return sketch.conv(sketch.reshape(normal, [1, 4, 4, 5]), [2, 4, 3, 3])
        }
    }

    private static func pooledBranches(_ count: Int) -> Case {
        Case("\(count) pooled branches side by side with others", [1, 2, 8, 10], (7, 2, -3)) { sketch in
            let x = sketch.conv("x", [4, 2, 3, 3], stride: 2)
            let pooled = sketch.add("GlobalAveragePool", [x])
            let window = sketch.add("AveragePool", [x], ["kernel_shape": .ints([4, 5])])
            let sizes = sketch.numbers([1, 4, 4, 5])
            let branches = [
                sketch.add("Resize", [pooled, "", "", sizes], ["mode": .string("linear")]),
                sketch.add("Expand", [window, sketch.numbers([1, 1, 4, 5])]),
            ]
            let all = sketch.add("Concat", [x] + branches.prefix(count), ["axis": .int(1)])
            return sketch.conv(all, [2, 4 * (count + 1), 3, 3])
        }
    }

    /// Atrous spatial pyramid pooling (Chen et al. 2017, arXiv:1706.05587): windows of several dilations and the mean of
    /// the map, spread over it again.
    private static func atrousPyramid(_ op: String) -> Case {
        Case("a pyramid of dilations with a global branch, by \(op)", [1, 2, 12, 14], (15, 2, -7)) { sketch in
            let x = sketch.conv("x", [3, 2, 3, 3], stride: 2)
            var branches = [sketch.conv(x, [3, 3, 1, 1], pads: [0, 0, 0, 0])]
            for rate in [2, 3] {
                branches.append(
                    sketch.add(
                        "Conv", [x, sketch.weights([3, 3, 3, 3])],
                        ["dilations": .ints([rate, rate]), "pads": .ints([rate, rate, rate, rate])]))
            }
            let pooled = sketch.conv(sketch.add("GlobalAveragePool", [x]), [3, 3, 1, 1], pads: [0, 0, 0, 0])
            branches.append(
                sketch.add(
                    "Resize", [sketch.add("Relu", [pooled]), "", "", sketch.numbers([1, 3, 6, 7])],
                    ["mode": .string("linear")]))
            let axis: [String: Attribute] = op == "Concat" ? ["axis": .int(1)] : [:]
            let all = branches.dropFirst().reduce(branches[0]) { sketch.add(op, [$0, $1], axis) }
            return sketch.conv(all, [2, op == "Concat" ? 12 : 3, 1, 1], pads: [0, 0, 0, 0])
        }
    }

    private static func shuffle(_ block: Int) -> Case {
        let stride = 1 / Double(block)
        return Case("pixels shuffled by \(block)", [1, 2, 6, 8], (1, stride, stride / 2 - 0.5)) { sketch in
            let x = sketch.conv("x", [2 * block * block, 2, 1, 1], pads: [0, 0, 0, 0])
            let cut = sketch.transpose(sketch.reshape(x, [1, 2, block, block, 6, 8]), [0, 1, 4, 2, 5, 3])
            return sketch.reshape(cut, [1, 2, 6 * block, 8 * block])
        }
    }

    private static func tokens(isClassed: Bool) -> Case {
        Case(isClassed ? "tokens behind a class token" : "tokens", [1, 2, 8, 10], (6, 2, -2)) { sketch in
            let x = sketch.conv("x", [4, 2, 2, 2], stride: 2, pads: [0, 0, 0, 0])
            var tokens = sketch.transpose(sketch.reshape(x, [1, 4, 20]), [0, 2, 1])
            if isClassed {
                tokens = sketch.add("Concat", [sketch.weights([1, 1, 4]), tokens], ["axis": .int(1)])
                let scores = sketch.add("MatMul", [tokens, sketch.transpose(tokens, [0, 2, 1])])
                let small = sketch.add("Mul", [scores, sketch.weights([1], scale: 0.001)])
                let seen = sketch.add("MatMul", [sketch.add("Softmax", [small]), tokens])
                tokens = sketch.slice(sketch.add("Add", [tokens, seen]), 1..<21, axis: 1)
            }
            let back = sketch.reshape(sketch.transpose(tokens, [0, 2, 1]), [1, 4, 4, 5])
            return sketch.conv(back, [2, 4, 3, 3])
        }
    }

    private static let oneRow = Case("a map of one row as tokens", [1, 2, 4, 24], (12, 4, -4)) { sketch in
        let x = sketch.conv("x", [4, 2, 4, 4], stride: 4, pads: [0, 0, 0, 0])
        let tokens = sketch.transpose(sketch.reshape(x, [1, 4, -1]), [0, 2, 1])
        let both = sketch.add("Add", [tokens, sketch.add("MatMul", [tokens, sketch.weights([4, 4])])])
        let back = sketch.reshape(sketch.transpose(both, [0, 2, 1]), [1, 4, 1, 6])
        return sketch.conv(back, [2, 4, 3, 3])
    }

    private static let padded = Case("a branch of columns that lie in a padding", [1, 2, 8, 10], nil) { sketch in
        let tall = sketch.conv(sketch.slice("x", 0..<6, axis: 3), [2, 2, 3, 1], pads: [1, 0, 1, 0])
        let moved = sketch.add("Pad", [tall, sketch.numbers([0, 0, 0, 3, 0, 0, 0, 1])])
        return sketch.add("Add", ["x", moved])
    }

    private static let windows = Case("few windows of many columns", [1, 2, 6, 8], nil) { sketch in
        let cut = sketch.transpose(sketch.reshape("x", [2, 2, 3, 2, 4]), [0, 1, 3, 2, 4])
        let mixed = sketch.add("MatMul", [sketch.reshape(cut, [-1, 12]), sketch.weights([12, 12])])
        let back = sketch.transpose(sketch.reshape(mixed, [2, 2, 2, 3, 4]), [0, 1, 3, 2, 4])
        return sketch.reshape(back, [1, 2, 6, 8])
    }

    private static let channelShuffle = Case("channels shuffled", [1, 4, 8, 10], (7, 2, -3)) { sketch in
        let branches = [
            sketch.conv("x", [4, 2, 3, 3], stride: 2, group: 2),
            sketch.conv("x", [4, 4, 1, 1], stride: 2, pads: [0, 0, 0, 0]),
        ]
        let all = sketch.add("Concat", branches, ["axis": .int(1)])
        let cut = sketch.transpose(sketch.reshape(all, [1, 2, 4, 4, 5]), [0, 2, 1, 3, 4])
        let half = sketch.slice(sketch.reshape(cut, [1, 8, 4, 5]), 0..<4, axis: 1)
        return sketch.conv(half, [2, 4, 3, 3])
    }

    @Test(arguments: cases.indices)
    func `every unit sees the rows and columns that move it`(index: Int) throws {
        let (name, shape) = (Self.cases[index].name, Self.cases[index].shape)
        var sketch = Sketch()
        let output = Self.cases[index].draw(&sketch)
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: shape.map { .known($0) })], outputs: [output],
            nodes: sketch.nodes, constants: sketch.constants)
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: [output])
        let units = try #require(fields.units[output])
        let tensor = try #require(fields.tensors.first { $0.tensor == output })
        #expect(tensor.isExact && fields.unknown.isEmpty, "\(name)")
        if let field = Self.cases[index].field {
            for axis in [tensor.rows, tensor.columns] {
                #expect(axis.size == field.size && axis.stride == field.stride, "\(name)")
                #expect(abs(try #require(axis.start) - field.start) < 1e-9, "\(name)")
            }
        }
        let moved = try Self.moved(network, output, shape)
        #expect(units.height == moved.count && units.width == moved[0].count, "\(name)")
        for (row, line) in moved.enumerated() {
            for (column, expected) in line.enumerated() {
                let seen = units.field(row: row, column: column, strictly: true)
                #expect(
                    (0..<shape[2]).filter(seen.rows.contains) == expected.rows.sorted()
                        && (0..<shape[3]).filter(seen.columns.contains) == expected.columns.sorted(),
                    "\(name): unit (\(row), \(column))")
            }
        }
    }

    /// By row and column of the output, the rows and the columns of the pixels that change it.
    private static func moved(
        _ network: Network, _ output: String, _ shape: [Int]
    ) throws -> [[(rows: Set<Int>, columns: Set<Int>)]] {
        let runner = try Runner(network, giving: [output], by: .plain, workers: Workers(1))
        func run(_ values: [Float]) throws -> Tensor<Float> {
            try #require(try runner.run(["x": Tensor(shape: shape, values: values)])[output])
        }
        let (height, width) = (shape[2], shape[3])
        let image = (0..<elementCount(shape)).map { Float($0 * 31 % 17) / 17 }
        let before = try run(image)
        let (rows, columns) = (before.shape[2], before.shape[3])
        let least = (before.values.map(abs).max() ?? 0) * 1e-6
        var moved = (0..<rows).map { _ in (0..<columns).map { _ in (rows: Set<Int>(), columns: Set<Int>()) } }
        for pixel in 0..<height * width {
            var changed = image
            for channel in 0..<shape[1] { changed[channel * height * width + pixel] += Float(3 + channel) }
            for (place, (a, b)) in zip(before.values, try run(changed).values).enumerated() where abs(a - b) > least {
                moved[place / columns % rows][place % columns].rows.insert(pixel / width)
                moved[place / columns % rows][place % columns].columns.insert(pixel % width)
            }
        }
        return moved
    }
}
