import Networks
import Testing

@Suite struct ImageInputTests {
    private func image(
        _ inputs: [Network.Input], _ nodes: [Node] = [], height: Int? = nil, width: Int? = nil
    ) throws -> ImageInput {
        let weights = Constant(name: "w", shape: [1], type: .float32, source: .none)
        return try ImageInput(
            of: Network(opset: 17, inputs: inputs, outputs: [], nodes: nodes, constants: ["w": weights]),
            height: height, width: width)
    }

    @Test func `the first input of four axes is the image, channels first or last`() throws {
        let text = Network.Input(name: "ids", type: .int64, shape: [.known(1), .known(77)])
        let first = try image([text, .init(name: "x", shape: [.named("N"), .known(3), .known(20), .known(30)])])
        #expect(first.name == "x" && first.height == 20 && first.width == 30 && first.shape == [1, 3, 20, 30])
        let last = try image([.init(name: "x", shape: [.known(1), .known(20), .known(30), .known(3)])])
        #expect(last.rowAxis == 1 && last.height == 20 && last.width == 30)
        let turned = Node(op: "Transpose", inputs: ["x"], outputs: ["y"], attributes: ["perm": .ints([0, 3, 1, 2])])
        #expect(
            try image([.init(name: "x", shape: [.known(1), .known(4), .known(4), .known(4)])], [turned]).rowAxis == 1)
    }

    @Test func `what slides or looks at channels says where they are, whatever the sizes`() throws {
        let input = Network.Input(name: "x", shape: [.known(1), .known(16), .known(20), .known(4)])
        for op in ["MaxPool", "GlobalAveragePool", "Conv", "ConvInteger", "InstanceNormalization"] {
            let behind = [
                Node(op: "Sub", inputs: ["x", "w"], outputs: ["a"]), Node(op: op, inputs: ["a", "w"], outputs: ["b"]),
            ]
            #expect(try image([input], behind).height == 20 && image([input], behind).rowAxis == 2, "\(op)")
        }
        let turned = [
            Node(op: "Cast", inputs: ["x"], outputs: ["a"]),
            Node(op: "Transpose", inputs: ["a"], outputs: ["b"], attributes: ["perm": .ints([0, 3, 1, 2])]),
            Node(op: "MaxPool", inputs: ["b"], outputs: ["c"]),
        ]
        #expect(try image([input], turned).rowAxis == 1)
    }

    @Test func `of three axes an open first one is a batch where the second is known`() throws {
        let sound = try image([.init(name: "x", shape: [.named("batch"), .known(400), .known(1)])])
        #expect(sound.shape == [1, 400, 1] && !sound.isAssumed)
        let open = try image([.init(name: "x", shape: [.named("rows"), .named("columns"), .known(3)])])
        #expect(open.shape == [224, 224, 3] && open.isAssumed)
    }

    @Test func `the first state of a recurrent layer is not taken for the image`() throws {
        let state = Network.Input(name: "h", shape: [.known(2), .known(1), .known(64)])
        let sound = Network.Input(name: "x", shape: [.known(5), .known(1), .known(40)])
        let nodes = [
            Node(op: "Split", inputs: ["h"], outputs: ["h0", "c0"], attributes: ["axis": .int(0)]),
            Node(op: "LSTM", inputs: ["w", "w", "w", "", "", "h0", "c0"], outputs: ["y"]),
        ]
        #expect(try image([state, sound], nodes).name == "x")
        #expect(throws: NetworkError.self) { try image([state], nodes) }
        // One that is read otherwise too may be one.
        #expect(try image([state, sound], nodes + [Node(op: "Relu", inputs: ["h"], outputs: ["z"])]).name == "h")
        // Read inside a branch.
        let body = try Network(opset: 17, inputs: [], outputs: ["y"], nodes: nodes, isBody: true)
        let branch = Node(
            op: .if, inputs: ["w"], outputs: ["y"],
            attributes: ["then_branch": .graph(body), "else_branch": .graph(body)])
        #expect(try image([state, sound], [branch]).name == "x")
        // Brought into shape by a branch, and read behind it.
        let shaped = try Network(
            opset: 17, inputs: [], outputs: ["r"], nodes: [Node(op: "Identity", inputs: ["h"], outputs: ["r"])],
            isBody: true)
        let before = Node(
            op: .if, inputs: ["w"], outputs: ["h1"],
            attributes: ["then_branch": .graph(shaped), "else_branch": .graph(shaped)])
        let behind = Node(op: "LSTM", inputs: ["w", "w", "w", "", "", "h1"], outputs: ["y"])
        #expect(try image([state, sound], [before, behind]).name == "x")
    }

    @Test func `a state whose sizes are looked at is one all the same`() throws {
        let state = Network.Input(name: "h", shape: [.known(2), .named("N"), .known(64)])
        let sound = Network.Input(name: "x", shape: [.named("N"), .named("n")])
        let nodes = [
            Node(op: "Shape", inputs: ["h"], outputs: ["s"]),
            Node(op: "LSTM", inputs: ["w", "w", "w", "", "", "h"], outputs: ["y"]),
        ]
        #expect(try image([sound, state], nodes).name == "x")
    }

    @Test func `an open first axis of three is run once, whatever reads it`() throws {
        let sound = Network.Input(name: "x", shape: [.named("N"), .known(16), .known(96)])
        #expect(try image([sound]).shape == [1, 16, 96])
        let reader = Node(op: "Conv", inputs: ["x", "w"], outputs: ["y"])
        #expect(try image([sound], [reader]).shape == [1, 16, 96])
    }

    @Test func `two axes are a row of one channel`() throws {
        let row = try image([.init(name: "x", shape: [.named("N"), .known(576)])])
        #expect(row.shape == [1, 576] && row.channels == 1 && row.height == 1 && row.width == 576 && !row.isAssumed)
        let open = Network.Input(name: "x", shape: [.named("N"), .named("n")])
        #expect(try image([open]).shape == [1, 224] && image([open]).isAssumed)
        #expect(try image([open], height: 1, width: 512).shape == [1, 512])
        // Several rows are a matrix, not a picture.
        #expect(throws: NetworkError.self) { try image([.init(name: "x", shape: [.known(8), .known(576)])]) }
    }

    @Test func `what is no image, or too large, is refused by name`() {
        let text = Network.Input(name: "ids", type: .int64, shape: [.known(1), .named("n")])
        #expect(throws: NetworkError.noImage(inputs: ["'ids' (1 × ?)"])) { try image([text]) }
        let open = Network.Input(name: "x", shape: [.known(1), .known(3), .named("h"), .named("w")])
        #expect(throws: NetworkError.tooLarge(input: "x", size: 70_000, limit: 65_536)) {
            try image([open], height: 70_000, width: 4)
        }
    }

    @Test func `a size that is given takes the place of the file's`() throws {
        let fixed = Network.Input(name: "x", shape: [.known(1), .known(3), .known(8), .known(8)])
        #expect(try image([fixed], height: 5, width: 7).shape == [1, 3, 5, 7])
        #expect(try !image([fixed]).isAssumed)
    }

    @Test func `a size that is open and not given is that of ImageNet's pictures, and is said to be assumed`() throws {
        let open = Network.Input(name: "x", shape: [.known(1), .known(3), .named("h"), .named("w")])
        #expect(try image([open]).shape == [1, 3, 224, 224] && image([open]).isAssumed)
        #expect(try image([open], height: 8, width: 9).shape == [1, 3, 8, 9])
        #expect(try !image([open], height: 8, width: 9).isAssumed)
        let halfOpen = Network.Input(name: "x", shape: [.known(1), .known(3), .known(60), .named("w")])
        #expect(try image([halfOpen]).shape == [1, 3, 60, 224])
    }

    @Test func `a side is assumed only where neither the file nor the caller gives one`() throws {
        func input(_ rows: Network.Dimension, height: Int? = nil) throws -> ImageInput {
            let input = Network.Input(name: "x", shape: [.known(1), .known(3), rows, .known(8)])
            return try ImageInput(
                of: Network(opset: 17, inputs: [input], outputs: [], nodes: []), height: height)
        }
        let (open, fixed, given) = (try input(.named("h")), try input(.known(9)), try input(.named("h"), height: 5))
        #expect(open.shape == [1, 3, 224, 8] && open.isAssumed)
        #expect(fixed.height == 9 && !fixed.isAssumed && given.height == 5 && !given.isAssumed)
    }
}
