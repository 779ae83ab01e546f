import Networks
import ReceptiveFields
import Testing

/// Small networks written here, with what their units see worked out by hand.
@Suite struct NetworkFieldTests {
    private static func constant(_ name: String, _ values: [Int]) -> Constant {
        Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
    }

    private static func weight(_ name: String, _ shape: [Int]) -> Constant {
        Constant(name: name, shape: shape, type: .float32, source: .none)
    }

    private func fields(
        _ nodes: [Node], _ constants: [Constant] = [], shape: [Int] = [1, 4, 12, 12], keeping: Set<String> = []
    ) throws -> ReceptiveFields {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: shape.map { .known($0) })], outputs: [], nodes: nodes,
            constants: Dictionary(uniqueKeysWithValues: constants.map { ($0.name, $0) }))
        return try ReceptiveFields(of: network, image: ImageInput(of: network), keeping: keeping)
    }

    private func node(_ op: String, _ inputs: [String], _ output: String, _ attributes: [String: Attribute] = [:])
        -> Node
    {
        Node(name: output, op: op, inputs: inputs, outputs: [output], attributes: attributes)
    }

    private func field(_ name: String, in fields: ReceptiveFields) throws -> TensorField {
        try #require(fields.tensors.first { $0.tensor == name })
    }

    @Test func `channels keep apart until something mixes them`() throws {
        // Half of the channels go through 5 × 5; a depthwise 1 × 1 after the shuffle still knows which.
        let split = Node(name: "split", op: "Split", inputs: ["x"], outputs: ["a", "b"], attributes: ["axis": .int(1)])
        let fields = try fields(
            [
                split, node("Conv", ["a", "w5"], "c", ["pads": .ints([2, 2, 2, 2])]),
                node("Concat", ["c", "b"], "d", ["axis": .int(1)]),
                node("Conv", ["d", "w1"], "e", ["group": .int(2)]),
                node("Slice", ["e", "zero", "one", "one"], "first"),
                node("Slice", ["e", "one", "two", "one"], "second"),
            ],
            [
                Self.weight("w5", [2, 2, 5, 5]), Self.weight("w1", [2, 2, 1, 1]), Self.constant("zero", [0]),
                Self.constant("one", [1]), Self.constant("two", [2]),
            ])
        #expect(try field("d", in: fields).rows.size == 5 && field("first", in: fields).rows.size == 5)
        #expect(try field("second", in: fields).rows.size == 1)
    }

    @Test func `a gate that sees everything leaves the local field beside the strict one`() throws {
        let fields = try fields(
            [
                node("Conv", ["x", "w"], "c", ["pads": .ints([1, 1, 1, 1])]), node("GlobalAveragePool", ["c"], "p"),
                node("Sigmoid", ["p"], "s"), node("Mul", ["c", "s"], "m"),
                node("Conv", ["m", "w"], "d", ["pads": .ints([1, 1, 1, 1])]),
            ], [Self.weight("w", [4, 4, 3, 3])])
        let (gate, gated, after) = (try field("p", in: fields), try field("m", in: fields), try field("d", in: fields))
        #expect(gate.rows.isGlobal && gate.rows.size == 12 && gate.rows.stride == nil)
        #expect(gated.rows.size == 3 && gated.rows.strictSize == 12 && gated.rows.hasGlobalPart && !gated.rows.isGlobal)
        #expect(after.rows.size == 5 && after.rows.strictSize == 12 && after.isAligned && after.isExact)
    }

    @Test func `a branch that sees everything is global also where it stands beside others`() throws {
        let fields = try fields(
            [
                node("Conv", ["x", "w"], "c", ["pads": .ints([1, 1, 1, 1])]), node("GlobalAveragePool", ["c"], "p"),
                node("Resize", ["p", "", "", "sizes"], "r"), node("Concat", ["c", "r"], "d", ["axis": .int(1)]),
            ], [Self.weight("w", [4, 4, 3, 3]), Self.constant("sizes", [1, 4, 12, 12])])
        let (alone, beside) = (try field("r", in: fields), try field("d", in: fields))
        #expect(alone.rows.isGlobal && alone.rows.stride == nil)
        #expect(beside.rows.size == 3 && beside.rows.stride == 1 && beside.rows.start == -1 && beside.isAligned)
        #expect(beside.rows.strictSize == 12 && beside.isExact && fields.misalignments.isEmpty)
    }

    @Test func `a dynamic quantisation is a scale that all see, and leaves what is local`() throws {
        let quantized = Node(op: "DynamicQuantizeLinear", inputs: ["x"], outputs: ["q", "s", "z"])
        let fields = try fields(
            [
                quantized, node("ConvInteger", ["q", "w", "z"], "c", ["pads": .ints([1, 1, 1, 1])]),
                node("Cast", ["c"], "f", ["to": .int(1)]), node("Mul", ["f", "s"], "y"),
            ], [Constant(name: "w", shape: [4, 4, 3, 3], type: .uint8, source: .none)])
        #expect(fields.unknown.isEmpty && fields.tensors.allSatisfy(\.isExact))
        #expect(try field("s", in: fields).shape == [] && field("z", in: fields).rows.isGlobal)
        #expect(try field("q", in: fields).rows.size == 1 && field("q", in: fields).rows.strictSize == 12)
        let y = try field("y", in: fields)
        #expect(y.rows.size == 3 && y.rows.stride == 1 && y.rows.start == -1 && y.rows.strictSize == 12)
        #expect(try field("c", in: fields).cost.multiplyAdds == 4 * 4 * 9 * 144)
    }

    @Test func `holes of any unit are holes`() throws {
        // Stride 2 and dilation 3: every other unit sees one row, those between two rows three apart.
        let fields = try fields(
            [node("ConvTranspose", ["x", "w"], "y", ["strides": .ints([2, 1]), "dilations": .ints([3, 1])])],
            [Self.weight("w", [4, 4, 3, 3])])
        let y = try field("y", in: fields)
        #expect(!y.rows.isDense && y.columns.isDense && !y.isDense)
    }

    @Test func `a token that sees only what all see is global by itself`() throws {
        let fields = try fields(
            [
                node("Reshape", ["x", "flat"], "t"), node("Transpose", ["t"], "k", ["perm": .ints([0, 2, 1])]),
                node("Concat", ["first", "k"], "a", ["axis": .int(1)]),
                node("Softmax", ["a"], "s", ["axis": .int(1)]), node("Add", ["a", "s"], "b"),
                node("Slice", ["b", "zero", "one", "one"], "head"),
            ],
            [
                Self.constant("flat", [1, 4, 144]), Self.weight("first", [1, 1, 4]), Self.constant("zero", [0]),
                Self.constant("one", [1]),
            ])
        #expect(try field("head", in: fields).rows.isGlobal && field("head", in: fields).rows.size == 12)
    }

    @Test func `an operation that is not known is an upper bound and passes for nothing else`() throws {
        let fields = try fields(
            [
                node("Conv", ["x", "w"], "c"), node("Mystery", ["c"], "m"), node("Relu", ["m"], "r"),
                node("Relu", ["c"], "other"),
            ], [Self.weight("w", [4, 4, 3, 3])])
        #expect(fields.unknown.map(\.op.name) == ["Mystery"])
        #expect(try field("c", in: fields).isExact && field("other", in: fields).isExact)
        for name in ["m", "r"] {
            let bound = try field(name, in: fields)
            #expect(!bound.isExact && bound.rows.size == 12 && bound.rows.isGlobal && bound.shape == nil)
        }
    }

    @Test func `paths of unequal strides or centres are reported by node, path and offset`() throws {
        let aligned = [
            node("Conv", ["x", "w"], "a", ["pads": .ints([1, 1, 1, 1]), "strides": .ints([2, 2])]),
            node("Conv", ["x", "v"], "b", ["strides": .ints([2, 2])]), node("Add", ["a", "b"], "sum"),
        ]
        let weights = [Self.weight("w", [4, 4, 3, 3]), Self.weight("v", [4, 4, 1, 1])]
        #expect(try fields(aligned, weights).misalignments.isEmpty)
        let apart = [
            node("Conv", ["x", "w"], "a", ["pads": .ints([0, 1, 2, 1])]), node("Conv", ["x", "v"], "b"),
            node("Add", ["a", "b"], "sum"),
        ]
        let misalignment = try #require(try fields(apart, weights).misalignments.first)
        #expect(misalignment.node.label == "sum" && misalignment.paths.map(\.tensor) == ["a", "b"])
        #expect(misalignment.offsets == [1, 0] && misalignment.paths[0].centers == [1, 0])
        let unequal = [
            node("Conv", ["x", "v"], "a", ["strides": .ints([2, 2])]),
            node("Slice", ["x", "zero", "six", "axes"], "b"),
            node("Add", ["a", "b"], "sum"),
        ]
        let all = try fields(
            unequal,
            weights + [Self.constant("zero", [0, 0]), Self.constant("six", [6, 6]), Self.constant("axes", [2, 3])])
        #expect(try #require(all.misalignments.first).offsets == [nil, nil])
        let sum = try field("sum", in: all)
        #expect(!sum.isAligned && sum.rows.stride == nil && sum.rows.centralUnclipped.pieces == [3...3, 6...6])
    }

    @Test func `attention in windows sees its window, and over all tokens everything`() throws {
        // 12 × 12 in windows of 3 × 3: tokens of one window attend to each other.
        let shapes: [(String, [Int])] = [
            ("cut", [1, 4, 4, 3, 4, 3]), ("tokens", [16, 9, 4]), ("paste", [1, 4, 4, 3, 3, 4]),
            ("back", [1, 4, 12, 12]),
        ]
        let nodes = [
            node("Reshape", ["x", "cut"], "a"), node("Transpose", ["a"], "b", ["perm": .ints([0, 2, 4, 3, 5, 1])]),
            node("Reshape", ["b", "tokens"], "t"), node("Transpose", ["t"], "k", ["perm": .ints([0, 2, 1])]),
            node("MatMul", ["t", "k"], "scores"), node("Softmax", ["scores"], "p"), node("MatMul", ["p", "t"], "o"),
            node("Reshape", ["o", "paste"], "q"), node("Transpose", ["q"], "r", ["perm": .ints([0, 5, 1, 3, 2, 4])]),
            node("Reshape", ["r", "back"], "y"),
        ]
        let fields = try fields(nodes, shapes.map(Self.constant), keeping: ["y"])
        let units = try #require(fields.units["y"])
        #expect(units.height == 12 && units.width == 12 && fields.unknown.isEmpty)
        let seen = units.field(row: 4, column: 11, strictly: true)
        #expect(seen.rows == PixelSet(first: 3, last: 5) && seen.columns == PixelSet(first: 9, last: 11))
        #expect(try field("y", in: fields).isExact)
    }

    @Test func `pixels shuffled into space come from the coarse map`() throws {
        let fields = try fields(
            [node("DepthToSpace", ["x"], "y", ["blocksize": .int(2)])], keeping: ["y"])
        let units = try #require(fields.units["y"])
        #expect(units.height == 24 && units.field(row: 5, column: 8).rows == PixelSet(first: 2, last: 2))
        let y = try field("y", in: fields)
        #expect(!y.isAligned && y.rows.stride == 0.5 && y.rows.center == -0.25 && y.rows.size == 1)
    }

    @Test func `layers whose smallest path sees more than the image are unproductive`() throws {
        let chain = (0..<4).map {
            node("Conv", [$0 == 0 ? "x" : "c\($0 - 1)", "w"], "c\($0)", ["pads": .ints([3, 3, 3, 3])])
        }
        let fields = try fields(chain, [Self.weight("w", [4, 4, 7, 7])])
        // Fields of 7, 13, 19, 25 in an image of 12: the third is given 13 already.
        #expect(fields.tensors.map(\.isProductive) == [true, true, false, false])
        #expect(fields.productiveSides == 19...25)
        #expect(fields.tensors.map(\.smallestInput) == [1, 7, 13, 19])
    }

    @Test func `units that touch the padding are counted`() throws {
        let fields = try fields(
            [node("Conv", ["x", "w"], "c", ["pads": .ints([1, 1, 1, 1])])], [Self.weight("w", [4, 4, 3, 3])])
        // All but 10 × 10 of 12 × 12 units.
        #expect(abs(try field("c", in: fields).paddedShare - (1 - 100.0 / 144)) < 1e-12)
        #expect(try field("c", in: fields).seenShare == 9.0 / 144)
        #expect(try field("c", in: fields).cost == Cost.sample)
    }

    @Test func `a pixel is seen by the units whose field holds it`() throws {
        let fields = try fields(
            [node("Conv", ["x", "w"], "c", ["strides": .ints([2, 2])])], [Self.weight("w", [4, 4, 3, 3])],
            keeping: ["c"])
        let units = try #require(fields.units["c"])
        #expect(units.seeing(row: 4, column: 3).rows == [1, 2] && units.seeing(row: 4, column: 3).columns == [1])
        #expect(units.seeing(row: 11, column: 0).rows.isEmpty)
    }
}

extension Cost {
    /// 4 × 4 × 3 × 3 weights at 12 × 12 places.
    fileprivate static let sample = Cost(
        of: OperatorInstance(
            node: Node(op: "Conv", inputs: ["x", "w"], outputs: ["c"]), opset: 17,
            inputs: [TensorFacts([1, 4, 12, 12]), TensorFacts([4, 4, 3, 3])]), output: [1, 4, 12, 12]
    ) { $0 == "w" }
}
