import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Every fast way of convolving against the plain sums.
@Suite struct ConvolutionWayTests {
    struct Case: Sendable, CustomStringConvertible {
        var batch = 1
        var inputs = 16
        var outputs = 16
        var rows = 9
        var columns = 11
        var kernel = [3, 3]
        var pads = [1, 1, 1, 1]
        var strides = [1, 1]
        var dilations = [1, 1]
        var group = 1
        /// With a size small images take small tiles.
        var isSizeKnown = true

        var description: String {
            "\(batch) × \(inputs) × \(rows) × \(columns), \(outputs) of \(kernel), pads \(pads), strides \(strides), "
                + "dilations \(dilations), groups \(group), size \(isSizeKnown ? "known" : "open")"
        }

        var node: Node {
            Node(
                op: "Conv", inputs: ["x", "w", "b"], outputs: ["y"],
                attributes: [
                    "pads": .ints(pads), "strides": .ints(strides), "dilations": .ints(dilations), "group": .int(group),
                ])
        }

        var image: Tensor<Float> { noise([batch, inputs, rows, columns]) }

        func convolution(_ algorithm: Runner.Algorithm) throws -> PreparedConvolution {
            let kernels = try ConvolutionKernels(
                noise([outputs, inputs / group] + kernel, seed: 2), bias: noise([outputs], seed: 3), group: group)
            let context = OperatorContext(
                node, opset: 17, known: Inputs([]), shape: isSizeKnown ? image.shape : nil,
                algorithm: algorithm)
            return try PreparedConvolution(kernels, context)
        }
    }

    private static let cases: [Case] = [
        // Winograd: tiles that end at the image, inside it, and one that is all there is.
        Case(), Case(batch: 2, inputs: 17, outputs: 19, rows: 13, columns: 13),
        Case(rows: 8, columns: 8, pads: [0, 0, 0, 0]),
        Case(rows: 1, columns: 1), Case(rows: 30, columns: 2, pads: [0, 2, 3, 1]),
        Case(kernel: [5, 5], pads: [2, 2, 2, 2]), Case(rows: 6, columns: 7, kernel: [5, 5], pads: [0, 1, 4, 0]),
        Case(isSizeKnown: false), Case(rows: 1, columns: 1, isSizeKnown: false),
        Case(batch: 2, inputs: 17, outputs: 19, rows: 13, columns: 13, isSizeKnown: false),
        // Strips.
        Case(inputs: 3, outputs: 8, rows: 41, columns: 37, kernel: [11, 11], pads: [2, 2, 2, 2], strides: [4, 4]),
        Case(inputs: 5, outputs: 7, kernel: [1, 7], pads: [0, 3, 0, 3]), Case(dilations: [2, 3]),
        Case(strides: [2, 1]),
        // So few places that windows lie row by row, and panels with columns that are missing.
        Case(rows: 7, columns: 9, kernel: [7, 7], pads: [0, 0, 0, 0]), Case(strides: [3, 3]),
        Case(inputs: 40, outputs: 30, rows: 5, columns: 3, kernel: [1, 1], pads: [0, 0, 0, 0]),
        Case(inputs: 40, outputs: 30, rows: 14, columns: 14, strides: [2, 2]),
        Case(inputs: 8, outputs: 6, rows: 30, columns: 40, kernel: [2, 4], pads: [0, 3, 1, 0], group: 2),
        Case(batch: 2, kernel: [1, 1], pads: [0, 0, 0, 0]), Case(kernel: [1, 1], pads: [0, 1, 0, 1]),
        Case(rows: 40, columns: 40, kernel: [1, 1], pads: [0, 0, 0, 0], group: 4),
        // Depthwise: one strip and several, phases of a stride, and windows that reach too far to be laid out.
        Case(batch: 2, outputs: 32, group: 16), Case(strides: [2, 2], group: 16),
        Case(kernel: [3, 2], pads: [0, 2, 3, 0], strides: [3, 2], dilations: [2, 1], group: 16),
        Case(inputs: 2, outputs: 2, rows: 150, columns: 140, strides: [1, 2], group: 2),
        Case(inputs: 2, outputs: 2, rows: 150, columns: 140, kernel: [5, 4], pads: [1, 3, 4, 0], group: 2),
        Case(rows: 3, columns: 3, kernel: [1, 1], pads: [0, 0, 0, 0], strides: [4, 5], group: 16),
        Case(inputs: 2, outputs: 2, kernel: [1, 2], pads: [0, 5_000_000, 0, 0], dilations: [1, 5_000_000], group: 2),
    ]

    @Test(arguments: cases)
    func `a fast way gives the plain sums`(example: Case) throws {
        let unbounded = try example.convolution(.plain).run(example.image, .none, Workers(2))
        let largest = unbounded.values.reduce(0) { max($0, abs($1)) }
        for bounds in [Bounds.none, .positive, Bounds(low: -1, high: 0.5)] {
            let plain = try example.convolution(.plain).run(example.image, bounds, Workers(2))
            let fast = try example.convolution(.fast).run(example.image, bounds, Workers(2))
            #expect(plain.shape == fast.shape)
            let differences = zip(fast.values, plain.values).map { abs($0 - $1) }
            // Winograd's points of ±2 lose some bits of 24; each of the others is a sum in another order.
            #expect((differences.max() ?? 0) < 1e-5 * largest)
        }
    }

    @Test(arguments: cases)
    func `sums in double precision give the plain ones, rounded once`(example: Case) throws {
        let plain = try example.convolution(.plain).run(example.image, .positive, Workers(2))
        let precise = try example.convolution(.precise).run(example.image, .positive, Workers(2))
        #expect(plain.shape == precise.shape)
        // Both are double sums rounded to 24 bits; a last bit may tip over.
        for (a, b) in zip(plain.values, precise.values) { #expect(abs(a - b) <= max(a, b).ulp) }
    }

    @Test(arguments: cases, [Runner.Algorithm.fast, .precise])
    func `the number of workers changes no bit`(example: Case, algorithm: Runner.Algorithm) throws {
        let convolution = try example.convolution(algorithm)
        let one = try convolution.run(example.image, .positive, Workers(1))
        #expect(try convolution.run(example.image, .positive, Workers(2)) == one)
        #expect(try convolution.run(example.image, .positive, Workers(5)) == one)
    }

    @Test func `what overflows is refused, in whichever place`() throws {
        var refused = 0
        for example in Self.cases {
            let large = Tensor(shape: example.image.shape, values: example.image.values.map { _ in Float(3e38) })
            // Where few weights add up to little, all may be finite.
            guard (try? example.convolution(.plain).run(large, .none, Workers(2))) == nil else { continue }
            let error = #expect(throws: OperatorError.self) {
                try example.convolution(.fast).run(large, .none, Workers(2))
            }
            #expect(error?.nonFinite?.isFinite == false)
            refused += 1
        }
        #expect(refused > Self.cases.count / 2)
    }

    /// ⟨convolved x, g⟩ = ⟨x, spread g⟩, but for the bias.
    @Test(arguments: cases)
    func `spreading is the transpose of convolving`(example: Case) throws {
        let convolution = try example.convolution(.fast)
        let convolved = try convolution.run(example.image, .none, Workers(2))
        let zero = try convolution.run(Tensor(shape: example.image.shape, repeating: 0), .none, Workers(2))
        let cotangent = noise(convolved.shape, seed: 4)
        let spread = try convolution.pullback(cotangent, toward: example.image.shape, Workers(2))
        func inner(_ a: Tensor<Float>, _ b: Tensor<Float>) -> Double {
            zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let (left, right) = (inner(convolved, cotangent) - inner(zero, cotangent), inner(example.image, spread))
        let size = (inner(convolved, convolved) * inner(cotangent, cotangent)).squareRoot()
        #expect(abs(left - right) < 1e-5 * size)
    }

    @Test(arguments: [3, 5], [100, 2000])
    func `tiles come out the same strip by strip`(side: Int, room: Int) throws {
        let kernels = try ConvolutionKernels(noise([18, 17, side, side], seed: 2), bias: nil, group: 1)
        let node = Node(op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: ["pads": .ints([1, 1, 1, 1])])
        let image = noise([2, 17, 19, 21])
        let geometry = try ConvolutionGeometry(
            OperatorInstance(
                node: node, opset: 17, inputs: [TensorFacts(image.shape), TensorFacts(kernels.weights.shape)]))
        func run(_ way: any ConvolutionWay) -> Tensor<Float> {
            image.values.withUnsafeBufferPointer { from in
                Tensor(shape: [2, 18, geometry.rows.output, geometry.columns.output]) { to in
                    guard let from = from.baseAddress, let to = to.baseAddress else { return }
                    way.run(geometry, from: from, to: to, .none, Workers(2))
                }
            }
        }
        let strips = try #require(WinogradConvolution(kernels, places: nil, room: room))
        #expect(difference(run(strips), from: run(PlainConvolution(kernels))) < 1e-5)
    }

    @Test func `evaluation at Winograd's points is a polynomial's`() {
        let (large, small) = (WinogradTiling(kernel: 3, places: nil), WinogradTiling(kernel: 3, places: 169))
        #expect(large.side == 6 && large.step == 4 && small.side == 4 && small.step == 2)
        #expect(large.evaluation[3] == [1, 2, 4].map { $0 / 24 })
        #expect(small.evaluation == [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
        let five = WinogradTiling(kernel: 5, places: 169)
        #expect(five.side == 6 && five.step == 2)
        #expect(five.evaluation[2] == [1, -1, 1, -1, 1].map { $0 / -6 } && five.evaluation[5] == [0, 0, 0, 0, 1])
    }
}
