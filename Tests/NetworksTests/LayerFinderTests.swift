import Testing

@testable import Networks

@Suite struct LayerFinderTests {
    private static let finder = LayerFinder([
        ["net/conv1", "net/relu1", "7", "conv"], ["a", "b", "conv", ""], ["conv1.weight", "", "2", ""],
    ])

    @Test(arguments: [
        ("net/relu1", [1], LayerFinder.Way.name), ("b", [1], .name), ("conv1.weight", [0], .name),
        ("conv", [3], .name), ("7", [2], .name), ("2", [2], .name), ("0", [0], .index), ("003", [3], .index),
        ("relu1", [1], .ending), ("weight", [0], .ending), ("net/*", [0, 1], .pattern), ("*.weight", [0], .pattern),
        ("*", [0, 1, 2, 3], .pattern),
    ])
    func `a text is a name, else an index, else an ending, else a pattern`(
        text: String, places: [Int], way: LayerFinder.Way
    ) throws {
        #expect(try Self.finder.find(text) == LayerFinder.Finding(places: places, way: way))
    }

    @Test func `parts between commas are each a name, and give each layer once, in order`() throws {
        #expect(try Self.finder.findAll("conv,0,net/*,a") == [0, 1, 3])
    }

    @Test func `what names nothing is refused with the nearest name, of any kind`() {
        func refused(_ text: String, _ error: NetworkError) {
            #expect(throws: error) { try Self.finder.find(text) }
        }
        refused("net/rely1", .noSuchLayer(name: "net/rely1", suggestion: "net/relu1"))
        refused("conv1.wait", .noSuchLayer(name: "conv1.wait", suggestion: "conv1.weight"))
        refused("x*", .noSuchLayer(name: "x*", suggestion: nil))
        refused("", .noSuchLayer(name: "", suggestion: nil))
        refused("4", .noLayerAtIndex(index: "4", count: 4))
        refused("99999999999999999999", .noLayerAtIndex(index: "99999999999999999999", count: 4))
        #expect("\(NetworkError.noLayerAtIndex(index: "4", count: 4))" == "no layer of index 4; they are 0 to 3")
        #expect("\(NetworkError.noLayerAtIndex(index: "0", count: 0))" == "no layer of index 0; none has an index")
        #expect(
            "\(NetworkError.noSuchLayer(name: "x", suggestion: "y"))" == "no layer 'x'; did you mean 'y'?")
    }

    @Test func `an ending that two names have names none of them`() {
        let finder = LayerFinder([["a.conv", "b.conv"]])
        #expect(throws: NetworkError.noSuchLayer(name: "conv", suggestion: "a.conv")) { try finder.find("conv") }
    }

    @Test func `only what is listed has an index`() throws {
        let finder = LayerFinder([["a", "b", "c"]], listed: 2)
        #expect(try finder.find("1").places == [1] && finder.find("c").places == [2])
        #expect(throws: NetworkError.noLayerAtIndex(index: "2", count: 2)) { try finder.find("2") }
    }

    @Test func `tensors that the image has a part in come first, and have an index`() throws {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [.known(1), .known(3), .known(8), .known(8)])],
            outputs: ["z"],
            nodes: [
                Node(op: "Identity", inputs: ["k"], outputs: ["w"]),
                Node(op: "Shape", inputs: ["x"], outputs: ["s"]),
                Node(name: "first", op: "Conv", inputs: ["x", "w"], outputs: ["y"]),
                Node(name: "second", op: "Conv", inputs: ["y", "k"], outputs: ["z"]),
            ],
            constants: [
                "k": Constant(
                    name: "k", shape: [3, 3, 1, 1], type: .float32,
                    source: .floats([Float](repeating: 0, count: 9)))
            ])
        let names = TensorNames(of: network)
        #expect(
            try ["0", "1", "first", "z", "k", "w", "s", "sec*"].map { try names.tensor($0) }
                == ["y", "z", "y", "z", "z", "w", "s", "z"])
        #expect(throws: NetworkError.noLayerAtIndex(index: "2", count: 2)) { try names.tensor("2") }
        #expect(try names.tensors("s,second,0") == ["y", "z", "s"])
    }
}
