import Archives
import Kernels
import Networks
import Planes
import Testing

/// First convolutions that read an image's phases side by side.
@Suite struct PhaseStemTests {
    private static func numbers(_ name: String, _ values: [Int]) -> Constant {
        Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
    }

    /// A convolution of two 3 × 3 kernels over 12 channels `c`, each weight its place in the file.
    private static func network(
        _ nodes: [Node], _ constants: [Constant] = [], image: [Network.Dimension], dilation: Int = 1
    ) throws -> [UInt8] {
        let weight = Constant(
            name: "w", shape: [2, 12, 3, 3], type: .float32, source: .floats((0..<216).map(Float.init)))
        let convolution = Node(
            name: "stem", op: "Conv", inputs: ["c", "w"], outputs: ["y"],
            attributes: ["dilations": .ints([dilation, dilation])])
        return try Network(
            opset: 17, inputs: [.init(name: "x", shape: image)], outputs: ["y"], nodes: nodes + [convolution],
            constants: Dictionary(uniqueKeysWithValues: ([weight] + constants).map { ($0.name, $0) })
        ).onnx()
    }

    private func read(_ bytes: [UInt8]) throws -> (kernels: KernelBank, layer: ConvolutionLayer, notes: [String]) {
        try withFile("m.onnx", bytes) { path in
            let file = try ModelFile(path: path)
            let layer = try file.choice(of: nil).layer
            return (try file.kernels(of: layer), layer, file.notes(of: layer).map(\.description))
        }
    }

    private static let image: [Network.Dimension] = [.known(1), .known(3), .known(32), .known(32)]
    private static let sentence =
        "It reads the image's 2 × 2 phases side by side, as 12 channels of 3 × 3 (space to depth), and is shown unfolded: "
        + "a weight per pixel of the image."

    /// Every weight stands where its pixel is.
    private func check(
        _ bytes: [UInt8], channel: (_ color: Int, _ row: Int, _ column: Int) -> Int
    ) throws {
        let (bank, layer, notes) = try read(bytes)
        #expect(bank.count == 2 && bank.channelCount == 3 && bank.size == PixelSize(side: 6))
        #expect(layer.parameters == 216 && notes == [Self.sentence])
        for (output, kernel) in bank.kernels.enumerated() {
            for color in 0..<min(kernel.channels.count, 3) {
                for row in 0..<6 {
                    for column in 0..<6 {
                        let stored = channel(color, row % 2, column % 2)
                        let place = ((output * 12 + stored) * 3 + row / 2) * 3 + column / 2
                        #expect(kernel.channels[color][row, column] == Float(place))
                    }
                }
            }
        }
    }

    /// Slices `[start::2]` of rows and columns, in the given order, laid together.
    private static func slices(of image: String, _ starts: [(Int, Int)]) -> (nodes: [Node], constants: [Constant]) {
        let parts = starts.indices.map { "p\($0)" }
        let nodes = zip(parts, starts).map { part, start in
            Node(op: "Slice", inputs: [image, "\(part)s", "ends", "axes", "steps"], outputs: [part])
        }
        let concat = Node(op: "Concat", inputs: parts, outputs: ["c"], attributes: ["axis": .int(1)])
        let constants = zip(parts, starts).map { Self.numbers("\($0)s", [$1.0, $1.1]) }
        return (
            nodes + [concat],
            constants + [
                Self.numbers("ends", [.max, .max]), Self.numbers("axes", [2, 3]), Self.numbers("steps", [2, 2]),
            ]
        )
    }

    /// A stem by slices, or by new shapes and turned axes.
    static func stem(_ way: String) throws -> [UInt8] {
        if way == "slices" {
            let parts = slices(of: "x", [(0, 0), (1, 0), (0, 1), (1, 1)])
            return try network(parts.nodes, parts.constants, image: image)
        }
        let nodes = [
            Node(op: "Pad", inputs: ["x", "pads"], outputs: ["p"]),
            Node(op: "Reshape", inputs: ["p", "blocks"], outputs: ["b"]),
            Node(op: "Transpose", inputs: ["b"], outputs: ["t"], attributes: ["perm": .ints([0, 5, 2, 4, 1, 3])]),
            Node(op: "Reshape", inputs: ["t", "channels"], outputs: ["c"]),
        ]
        let constants = [
            numbers("pads", [0, 2, 2, 0, 0, 2, 2, 0]), numbers("blocks", [1, 18, 2, 18, 2, 3]),
            numbers("channels", [1, 12, 18, 18]),
        ]
        return try network(nodes, constants, image: [.known(1), .known(32), .known(32), .known(3)])
    }

    // Focus in YOLOv5: x[::2, ::2], x[1::2, ::2], x[::2, 1::2], x[1::2, 1::2].
    @Test(arguments: [
        image, [.named("batch"), .known(3), .named("height"), .named("width")],
    ])
    func `slices of every other pixel are laid on the image again`(image: [Network.Dimension]) throws {
        let parts = Self.slices(of: "x", [(0, 0), (1, 0), (0, 1), (1, 1)])
        try check(Self.network(parts.nodes, parts.constants, image: image)) { color, row, column in
            3 * (row + 2 * column) + color
        }
    }

    @Test func `the order of the slices and what is done to each pixel before do not matter`() throws {
        let parts = Self.slices(of: "d", [(1, 1), (0, 1), (1, 0), (0, 0)])
        let scaled = [
            Node(op: "Cast", inputs: ["x"], outputs: ["b"], attributes: ["to": .int(1)]),
            Node(op: "Div", inputs: ["b", "scale"], outputs: ["d"]),
        ]
        let scale = Constant(name: "scale", shape: [], type: .float32, source: .floats([255]))
        try check(Self.network(scaled + parts.nodes, parts.constants + [scale], image: Self.image)) {
            color, row, column in
            3 * ((1 - row) + 2 * (1 - column)) + color
        }
    }

    @Test func `space to depth is unfolded`() throws {
        let node = Node(op: "SpaceToDepth", inputs: ["x"], outputs: ["c"], attributes: ["blocksize": .int(2)])
        try check(Self.network([node], image: Self.image)) { color, row, column in 3 * (2 * row + column) + color }
    }

    @Test func `reshaping and turning axes is unfolded, and channels may come last`() throws {
        try check(Self.stem("blocks")) { color, row, column in 4 * color + 2 * row + column }
    }

    @Test func `channels made in a way that is not followed are named`() throws {
        let node = Node(
            op: "Resize", inputs: ["d", "", "scales"], outputs: ["c"], attributes: ["mode": .string("linear")])
        let before = Node(op: "SpaceToDepth", inputs: ["x"], outputs: ["d"], attributes: ["blocksize": .int(2)])
        let scales = Constant(name: "scales", shape: [4], type: .float32, source: .floats([1, 1, 2, 2]))
        let (bank, _, notes) = try read(Self.network([before, node], [scales], image: Self.image))
        #expect(bank.channelCount == 12 && bank.size == PixelSize(side: 3))
        let named =
            "Its 12 channels are made of the image in a way that is not followed, perhaps as phases side by side (space "
            + "to depth): they are shown as they are."
        #expect(notes == [named])
        let dilated = Node(op: "SpaceToDepth", inputs: ["x"], outputs: ["c"], attributes: ["blocksize": .int(2)])
        #expect(try read(Self.network([dilated], image: Self.image, dilation: 2)).notes == [named])
    }

    @Test func `an image of twelve channels is read as it is`() throws {
        let node = Node(op: "Identity", inputs: ["x"], outputs: ["c"])
        let (bank, _, notes) = try read(
            Self.network([node], image: [.known(1), .known(12), .known(32), .known(32)]))
        #expect(bank.channelCount == 12 && notes.isEmpty)
    }
}
