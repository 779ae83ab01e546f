import Archives
import Foundation
import Kernels
import Networks
import Testing

/// Weights that pass through operations before they reach the convolution, against ONNX's own reference evaluator.
@Suite struct OnnxWeightTests {
    private struct Case: Decodable {
        let model: Data
        let shape: [Int]
        let values: [Float]
        let bias: [Float]?
    }

    private static let cases: [String: Case] = {
        let data = (try? Data(referenceFile("onnx_weights.json"))) ?? Data()
        return (try? JSONDecoder().decode([String: Case].self, from: data)) ?? [:]
    }()

    /// The cases' names.
    static var names: [String] { cases.keys.sorted() }

    /// The model of a case.
    static func model(_ name: String) throws -> [UInt8] { try Array(#require(cases[name]).model) }

    @Test func `the reference has every case`() { #expect(Self.cases.count == 50) }

    @Test(arguments: names)
    func `a weight is what ONNX makes of it`(name: String) throws {
        let expected = try #require(Self.cases[name])
        try withFile("m.onnx", Array(expected.model)) { path in
            let file = try ModelFile(path: path)
            let layer = try file.choice(of: nil).layer
            let values = try file.kernels(of: layer).kernels.flatMap(\.values)
            #expect(layer.shape == expected.shape && values == expected.values)
            if let bias = expected.bias { #expect(try file.bias(of: layer) == bias) }
        }
    }

    @Test func `quantised convolutions are named for what they are, and branches keep theirs`() throws {
        let names = ["qlinear_conv": ["QLinearConv"], "conv_integer": ["ConvInteger"], "branches": ["Conv", "Conv"]]
        for (name, ops) in names {
            let model = try #require(Self.cases[name]?.model)
            try withFile("m.onnx", Array(model)) { path in
                let layers = try ModelFile(path: path).layers
                #expect(layers.map(\.op.name) == ops)
                // The branch not taken comes first by name: else, then.
                if name == "branches" { #expect(layers.map(\.name) == ["c2", "c1"]) }
            }
        }
    }
}

/// Weights that cannot be told, and those that announce more than there is.
@Suite struct OnnxRefusalTests {
    private static let conv = Proto.node("Conv", "c", ["x", "w"], "y")

    private func message(_ nodes: [[UInt8]], _ tensors: [[UInt8]] = [], after graph: [UInt8] = []) throws -> String {
        try refusal("m.onnx", Proto.model(nodes + [Self.conv], tensors) + graph)
    }

    private static func unknown(_ reason: String) -> String {
        "m.onnx: layer 'c' takes its weights from 'w', \(reason); name a layer with stored weights"
    }

    @Test func `what makes the weights is named where they are not known`() throws {
        let k = Proto.raw("k", [2, 1, 1, 2], [1, 2, 3, 4])
        #expect(
            try message([Proto.node("MatMul", "", ["k", "k"], "w")], [k])
                == Self.unknown("which the file computes by MatMul"))
        #expect(try message([]) == Self.unknown("which nothing in the graph makes"))
        let input = Proto.bytes(11, Proto.text(1, "w"))
        let model = Proto.number(1, 8) + Proto.text(2, "tests") + Proto.bytes(7, Proto.bytes(1, Self.conv) + input)
        #expect(try refusal("m.onnx", model) == Self.unknown("an input of the graph"))
        let foreign = Proto.node("Identity", "", ["k"], "w") + Proto.text(7, "my.domain")
        #expect(try message([foreign], [k]) == Self.unknown("which the file computes by Identity of 'my.domain'"))
        let blocked = Proto.node("Conv", "c", ["x", "w"], "y") + Proto.text(7, "com.microsoft.nchwc")
        #expect(
            try refusal("m.onnx", Proto.model([blocked], [k]))
                == Self.unknown("which operations of 'com.microsoft.nchwc' keep in an order of their own"))
    }

    @Test func `a weight made of itself is refused`() throws {
        let loop = [Proto.node("Identity", "", ["w"], "a"), Proto.node("Transpose", "", ["a"], "w")]
        #expect(
            try message(loop)
                == "m.onnx: node 'a' reads, through others, what it gives; a network without cycles is expected")
        let scale = Proto.node("DequantizeLinear", "", ["k", "w"], "w")
        #expect(
            try message([scale], [Proto.raw("k", [2, 1, 1, 2], [1, 2, 3, 4])])
                == "m.onnx: node 'w' reads, through others, what it gives; a network without cycles is expected")
    }

    @Test func `a weight behind too many operations is refused, and one behind few is read`() throws {
        let k = Proto.raw("k", [2, 1, 1, 2], [1, 2, 3, 4])
        func chain(_ length: Int) -> [[UInt8]] {
            (1...length).map { step in
                Proto.node("Identity", "", [step == 1 ? "k" : "n\(step - 1)"], step == length ? "w" : "n\(step)")
            }
        }
        let tooMany = Self.unknown("which more than 64 operations make")
        #expect(try message(chain(63), [k]).isEmpty)
        #expect(try message(chain(64), [k]) == tooMany)
        #expect(try message(chain(100_000), [k]) == tooMany)
        // Each step uses the one before twice: 2^40 evaluations, were they not counted.
        let one = Proto.raw("k", [1, 1, 1, 1], [1])
        let double = (1...40).map { step in
            let before = step == 1 ? "k" : "n\(step - 1)"
            return Proto.node("DequantizeLinear", "", [before, before], step == 40 ? "w" : "n\(step)")
        }
        #expect(try message(double, [one]) == tooMany)
    }

    @Test func `operands that do not fit are refused`() throws {
        let k = Proto.raw("k", [2, 1, 1, 2], [1, 2, 3, 4])
        func ints(_ name: String, _ values: [Int]) -> [UInt8] {
            Proto.text(1, name) + values.flatMap { Proto.number(8, $0) }
        }
        let cases: [(op: String, attributes: [[UInt8]])] = [
            ("Transpose", [ints("perm", [0, 1, 1, 2])]), ("Transpose", [ints("perm", [0, 1])]),
            ("Reshape", [ints("shape", [3, -1])]), ("Reshape", [ints("shape", [-1, -1])]),
            ("Reshape", [ints("shape", [-2, 2, 1, 1])]), ("Reshape", []),
            ("Reshape", [ints("shape", [1 << 62, 1 << 62, 0, 1])]), ("Squeeze", [ints("axes", [0])]),
            ("Unsqueeze", [ints("axes", [9])]), ("Unsqueeze", [ints("axes", [0, 0])]),
            ("Cast", [Proto.text(1, "to") + Proto.number(3, 8)]), ("Constant", []),
        ]
        for (op, attributes) in cases {
            #expect(
                try message([Proto.node(op, "", ["k"], "w", attributes)], [k])
                    == Self.unknown("which \(op) cannot make of what it is given"), "\(op)")
        }
        let scale = Proto.raw("s", [3], [1, 2, 3])
        #expect(
            try message([Proto.node("DequantizeLinear", "", ["k", "s"], "w")], [k, scale])
                == Self.unknown("whose scales of shape 3 do not fit its shape 2 × 1 × 1 × 2"))
    }

    @Test func `a tensor that no byte stands for is bounded`() throws {
        let trillion = Proto.tensor("s", [4], type: 7, [1_000_000, 1_000_000, 1, 1].flatMap { Proto.number(7, $0) })
        let fill = Proto.node("ConstantOfShape", "", ["s"], "w")
        let tooLarge =
            "of shape 1000000 × 1000000 × 1 × 1 is malformed; "
            + "at most 1048576 elements are filled in that are not stored one by one"
        #expect(try message([fill], [trillion]) == "m.onnx: tensor 'w' \(tooLarge)")
        let turned = Proto.node("Transpose", "", ["f"], "w")
        let inner = Proto.node("ConstantOfShape", "", ["s"], "f")
        #expect(try message([inner, turned], [trillion]) == "m.onnx: tensor 'f' \(tooLarge)")
        let sparse = Proto.bytes(15, Self.sparse([1_000_000, 1_000_000, 1, 1], [1], places: [0]))
        #expect(try refusal("m.onnx", Self.model(sparse)) == "m.onnx: tensor 'w' \(tooLarge)")
        let axes = Proto.tensor("s", [20], type: 7, [Int](repeating: 1, count: 20).flatMap { Proto.number(7, $0) })
        #expect(
            try message([fill], [axes]) == Self.unknown("which ConstantOfShape cannot make of what it is given"))
        let wrapping = Proto.tensor("s", [4], type: 7, [1 << 40, 1 << 40, 1, 1].flatMap { Proto.number(7, $0) })
        #expect(
            try message([fill], [wrapping]) == Self.unknown("which ConstantOfShape cannot make of what it is given"))
    }

    private static func sparse(_ shape: [Int], _ values: [Float], places: [Int]) -> [UInt8] {
        Proto.bytes(1, Proto.raw("w", [values.count], values))
            + Proto.bytes(2, Proto.tensor("", [places.count], type: 7, places.flatMap { Proto.number(7, $0) }))
            + shape.flatMap { Proto.number(3, $0) }
    }

    private static func model(_ fields: [UInt8]) -> [UInt8] {
        Proto.number(1, 8) + Proto.text(2, "tests") + Proto.bytes(7, Proto.bytes(1, conv) + fields)
    }

    @Test func `sparse places lie in their tensor, one for each element`() throws {
        for places in [[4], [-1], [1 << 50]] {
            #expect(
                try refusal("m.onnx", Self.model(Proto.bytes(15, Self.sparse([2, 1, 1, 2], [1], places: places))))
                    == "m.onnx: sparse tensor 'w' is malformed; every place lies in its shape 2 × 1 × 1 × 2")
        }
        #expect(
            try refusal("m.onnx", Self.model(Proto.bytes(15, Self.sparse([2, 1, 1, 2], [1], places: [0, 1]))))
                == "m.onnx: sparse tensor 'w' is malformed; a place for every element is expected")
        #expect(
            try refusal("m.onnx", Self.model(Proto.bytes(15, Self.sparse([-2, 1, 1, 2], [1], places: [0]))))
                == "m.onnx: sparse tensor 'w' of shape -2 × 1 × 1 × 2 is malformed; "
                + "sizes are not negative and fit in memory")
    }

    @Test func `convolutions in functions and graphs nested without end are named`() throws {
        let function = Proto.bytes(25, Proto.text(1, "aten_conv2d") + Proto.bytes(7, Self.conv))
        #expect(
            try refusal("m.onnx", Proto.model([Proto.node("aten_conv2d", "", ["x", "w"], "y")], []) + function)
                == "m.onnx: its convolutions lie in function 'aten_conv2d'; "
                + "write its functions out first (onnx.inliner does)")
        var graph = Proto.bytes(1, Self.conv)
        for _ in 0..<17 {
            let attribute = Proto.text(1, "body") + Proto.bytes(6, graph)
            graph = Proto.bytes(1, Proto.node("Loop", "", [], "", [attribute]))
        }
        let model = Proto.number(1, 8) + Proto.text(2, "tests") + Proto.bytes(7, graph)
        let message = try refusal("m.onnx", model)
        #expect(message.hasSuffix("is malformed; graphs lie at most 16 deep in one another"), "\(message)")
    }

    @Test func `types that are no numbers are named`() throws {
        let text = Proto.tensor("w", [1, 1, 1, 1], type: 8, Proto.bytes(6, [0x41]) + Proto.bytes(9, [0]))
        #expect(
            try refusal("m.onnx", Proto.model([Self.conv], [text]))
                == "m.onnx: tensor 'w' has elements of type STRING; floats of 8 to 64 bits and integers are read")
    }
}
