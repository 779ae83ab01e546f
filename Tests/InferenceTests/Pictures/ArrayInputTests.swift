import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Arrays in the place of pictures: as they are, in the network's own axes or channel × row × column.
@Suite struct ArrayInputTests {
    /// A network that gives its image, of 3 channels and 2 rows by 4 columns, or of open sizes.
    private static func network(
        last: Bool = false, sizes: [Network.Dimension] = [.known(2), .known(4)], channels: Int = 3
    ) throws -> RunnableNetwork {
        let shape: [Network.Dimension] =
            last ? [.known(1)] + sizes + [.known(channels)] : [.known(1), .known(channels)] + sizes
        let settings: [String: Attribute] = last ? ["data_format": .string("NHWC")] : [:]
        let pool = Node(
            name: "pool", op: .averagePool, inputs: ["image"], outputs: ["same"],
            attributes: settings.merging(["kernel_shape": .ints([1, 1])]) { $1 })
        let network = try Network(
            opset: 17, inputs: [.init(name: "image", shape: shape)], outputs: ["same"], nodes: [pool])
        return try RunnableNetwork(network, workers: Workers(1))
    }

    private static func given(_ array: Tensor<Float>, _ network: RunnableNetwork) throws -> Tensor<Float> {
        let runner = try network.runner(giving: ["same"])
        return try #require(try network.run(runner, on: .array(array))["same"])
    }

    private static func counted(_ shape: [Int]) -> Tensor<Float> {
        Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0) - 7 })
    }

    private static func text(_ array: Tensor<Float>, _ network: RunnableNetwork) -> String {
        do throws(InferenceError) { _ = try network.ready(.array(array)) } catch { return "\(error)" }
        return ""
    }

    @Test func `an array goes in as it is, with a batch of one or without`() throws {
        let network = try Self.network()
        for shape in [[3, 2, 4], [1, 3, 2, 4]] {
            let array = Self.counted(shape)
            let same = try Self.given(array, network)
            #expect(same.shape == [1, 3, 2, 4] && same.values == array.values)
        }
    }

    @Test func `a network with channels last takes its own order, and channels first`() throws {
        let network = try Self.network(last: true)
        let own = Self.counted([2, 4, 3])
        #expect(try Self.given(own, network).values == own.values)
        let first = Self.counted([3, 2, 4])
        let turned = try Self.given(first, network)
        #expect(turned.shape == [1, 2, 4, 3])
        for channel in 0..<3 {
            for row in 0..<2 {
                for column in 0..<4 { #expect(turned[0, row, column, channel] == first[channel, row, column]) }
            }
        }
        // Where sizes fit both, they are the network's own.
        let even = try Self.network(last: true, sizes: [.known(3), .known(3)])
        let both = Self.counted([3, 3, 3])
        #expect(try Self.given(both, even).values == both.values)
    }

    @Test func `of one channel rows and columns are enough`() throws {
        for last in [false, true] {
            let array = Self.counted([2, 4])
            #expect(try Self.given(array, Self.network(last: last, channels: 1)).values == array.values)
        }
    }

    @Test func `where the network leaves sizes open they are the array's`() throws {
        let network = try Self.network(sizes: [.named("h"), .named("w")]).network
        func size(_ array: [Int]?, height: Int? = nil) throws -> [Int] {
            try ImageInput(of: network, height: height, width: height, array: array).shape
        }
        #expect(try size([3, 5, 7]) == [1, 3, 5, 7] && size([1, 3, 5, 7]) == [1, 3, 5, 7])
        #expect(try size(nil) == [1, 3, 224, 224] && size([4, 5, 7]) == [1, 3, 224, 224])
        #expect(try size([3, 5, 7], height: 9) == [1, 3, 9, 9])
    }

    @Test func `other shapes and numbers that are none are refused, and what is right is said`() throws {
        #expect(
            try Self.text(Self.counted([4, 2, 3]), Self.network())
                == "this is an array of 4 × 2 × 3; the network takes 3 × 2 × 4 (channel × row × column), with or without a batch of 1 before them"
        )
        #expect(
            try Self.text(Self.counted([2, 3, 2, 4]), Self.network(last: true))
                == "this is an array of 2 × 3 × 2 × 4; the network takes 2 × 4 × 3 (row × column × channel) or 3 × 2 × 4 (channel × row × column), with or without a batch of 1 before them"
        )
        #expect(
            try Self.text(Self.counted([3, 3]), Self.network(channels: 1))
                == "this is an array of 3 × 3; the network takes 1 × 2 × 4 (channel × row × column) or 2 × 4 (row × column), with or without a batch of 1 before them"
        )
        var values = Self.counted([3, 2, 4]).values
        values[14] = .nan
        #expect(
            try Self.text(Tensor(shape: [3, 2, 4], values: values), Self.network())
                == "the array holds nan at [1, 1, 2]; finite numbers are expected")
    }

    @Test func `for the eye the lowest value is black and the highest white`() throws {
        let network = try Self.network()
        let colors = try network.ready(.array(Self.counted([3, 2, 4]))).image
        #expect(colors.isColor && colors.planes[0].values[0] == 0 && colors.planes[2].values[7] == 1)
        let flat = try network.ready(.array(Tensor(shape: [3, 2, 4], repeating: 9))).image
        #expect(flat.planes.allSatisfy { $0.values.allSatisfy { $0 == 0.5 } })
        // Of two channels the mean is shown.
        let two = try Self.network(channels: 2)
        #expect(try two.ready(.array(Self.counted([2, 2, 4]))).image.planes[0].values.first == 0)
        #expect(
            try two.ready(
                .array(
                    Tensor(
                        shape: [2, 2, 4], values: Array(repeating: 3e38, count: 8) + Array(repeating: -3e38, count: 8)))
            )
            .image.planes[0].values.allSatisfy(\.isFinite))
    }

    @Test func `what is done to pictures says that arrays stay as they are`() throws {
        let network = try Self.network()
        #expect(network.preprocessingSummary(arrays: 2, of: 2) == "none: arrays as they are")
        #expect(network.preprocessingSummary(arrays: 1, of: 2) == network.preprocessingSummary + "; arrays as they are")
        #expect(network.preprocessingSummary(arrays: 0, of: 2) == network.preprocessingSummary)
    }
}
