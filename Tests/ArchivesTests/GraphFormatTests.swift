import Glibc
import Networks
import Planes
import Testing

@testable import Archives

/// All that a graph format is: a type that gives a `Network`, as a new one in a folder of its own would.
private enum PaperFormat: GraphFormat {
    static let format = ModelFormat("paper", displayName: "Paper", endings: [".paper"], sign: "a network on paper")

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: Array("paper".utf8)) }

    /// A convolution whose weight lies in the file as row × column × input × output, in whole numbers with a scale.
    static func graph(_ file: LazyFile) throws(ArchiveError) -> Network {
        let storage = ContiguousStorage(type: .int8, typeName: "bytes", range: 5..<file.count)
        let weight = Constant(StoredTensor(name: "w", shape: [1, 2, 3, 2], storage: storage), in: file)
        let scale = Constant(name: "s", shape: [], type: .float32, source: .floats([0.5]))
        let nodes = [
            Node(op: "Transpose", inputs: ["w"], outputs: ["t"], attributes: ["perm": .ints([3, 2, 0, 1])]),
            Node(op: "DequantizeLinear", inputs: ["t", "s"], outputs: ["d"]),
            Node(name: "conv1", op: "Conv", inputs: ["x", "d"], outputs: ["y"]),
            Node(name: "conv2", op: "Conv", inputs: ["y", "x"], outputs: ["z"]),
        ]
        do throws(NetworkError) {
            return try Network(
                opset: 17, inputs: [.init(name: "x", shape: [.known(1), .known(3), .known(4), .known(4)])],
                outputs: ["y"], nodes: nodes, constants: ["w": weight, "s": scale])
        } catch { throw .notANetwork(file: file.path, reason: "\(error)") }
    }
}

@Suite struct GraphFormatTests {
    private static let content = Array("paper".utf8) + (0..<12).map { UInt8($0) }

    @Test func `layers, kernels and shapes follow from the network that a format gives`() throws {
        try withFile("m", Self.content) { path in
            let file = try LazyFile(path: path)
            let recognized = RecognizedFile.plain(PaperFormat.self, file)
            #expect(recognized.format.displayName == "Paper" && PaperFormat.recognizes(file))
            let index = try recognized.contents().index
            let layer = try #require(index.layers.first)
            #expect(index.layers.count == 1 && index.order == .graph && layer.name == "conv1" && layer.weight == "d")
            #expect(layer.outputs == 2 && layer.inputs == 3 && layer.kernelSize == PixelSize(height: 1, width: 2))
            // Input 0 of output 0 at column 0 and 1, then input 1.
            let values = try index.tensors["d"]?.values(in: file)
            #expect(values?.prefix(4) == [0, 3, 1, 4])
            #expect(index.computed.map(\.reason) == ["an input of the graph"])
            let network = try #require(try recognized.network())
            #expect(try Shapes(of: network.part(giving: "y"))["y"] == [1, 2, 4, 3])
        }
    }

    @Test func `weights of a format without a graph are no network`() throws {
        try withFile("m.npy", npy(dictionary("<f4", "(1, 1, 1, 1)"), [0, 0, 0, 0])) { path in
            let network = try RecognizedFile(LazyFile(path: path)).network()
            #expect(network == nil)
        }
    }

    @Test func `whole numbers of any storage stay whole, and exact`() throws {
        let large = [1 << 53 + 1, -(1 << 60)]
        try withFile("m", large.flatMap { bytes(Int64($0)) }) { path in
            let file = try LazyFile(path: path)
            let contiguous = ContiguousStorage(type: .int64, typeName: "", range: 0..<16)
            let backwards = try #require(
                StridedStorage(
                    [1, 2], strides: [7, 1], type: .int64, typeName: "", bigEndian: false, in: .range(0..<16), from: 0))
            for (storage, shape) in [(contiguous as any TensorStorage, [2]), (backwards, [1, 2])] {
                let constant = Constant(StoredTensor(name: "n", shape: shape, storage: storage), in: file)
                #expect(try constant.type == .int64 && constant.integers() == large)
            }
        }
    }

    @Test func `a file that is cut short while it is open says so through what is made of it`() throws {
        try withFile("m", Self.content) { path in
            let file = try LazyFile(path: path)
            let index = try PaperFormat.contents(file).index
            #expect(truncate(path, 3) == 0)
            #expect(throws: ArchiveError.changed(file: path)) { try index.tensors["d"]?.values(in: file) }
        }
    }
}
