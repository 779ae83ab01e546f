import Networks
import Testing

@testable import Lessons

@Suite struct SlidingTests {
    @Test func `seven pixels under three taps give 5, 3, and no size at stride 3`() throws {
        let windows = try [1, 2, 3].map { try Sliding(size: 7, kernel: 3, stride: $0) }
        #expect(windows.map(\.count) == [5, 3, 2])
        #expect(windows.map(\.fits) == [true, true, false])
        #expect(abs(windows[2].exact - 7.0 / 3) < 1e-15 && windows[2].rest == 1 && windows[2].missing == 2)
        #expect(windows[2].countInCeilMode == 3)
        #expect(windows[2].formula == "(7 - 3)/3 + 1 = 4/3 + 1 ≈ 2.33")
    }

    @Test func `padding of one at each end makes stride 3 fit`() throws {
        let window = try Sliding(size: 7, kernel: 3, stride: 3, padding: 1)
        #expect(window.fits && window.count == 3 && window.explanation.isEmpty)
        #expect(window.formula == "(7 + 2·1 - 3)/3 + 1 = 6/3 + 1 = 3")
    }

    @Test func `places are drawn with taps, padding and what lies beyond`() throws {
        let window = try Sliding(size: 4, kernel: 2, stride: 3, padding: 1, dilation: 2)
        #expect(
            window.places == [
                "pixel      p  0  1  2  3  p", "place 0    #  .  #  .  .  .", "place 1    .  .  .  #  .  #",
            ])
        let over = try Sliding(size: 4, kernel: 3, stride: 2)
        #expect(over.places.last == "no place   .  .  #  #  x")
    }

    @Test func `what happens to a size that is not whole is named, each with its number`() throws {
        let window = try Sliding(size: 7, kernel: 3, stride: 3)
        guard case .lines(let lines) = window.explanation.last else { throw Missing() }
        #expect(
            lines.filter { !$0.hasPrefix(" ") } == [
                "round down    2; the last pixel is never seen",
                "ceil_mode     3: the last window hangs 2 over the edge",
                "pad           1 more at each end: 6/3 + 1 = 3",
                "SAME          ⌈7/3⌉ = 3, with 2 of padding in all (TensorFlow)",
                "crop          7 to 6 pixels: 3/3 + 1 = 2", "other stride  1, 2, 4 divide 4",
            ])
    }

    @Test func `a kernel larger than its input is refused`() {
        #expect(throws: LessonError.doesNotFit(kernel: 7, into: 5)) {
            try Sliding(size: 3, kernel: 4, padding: 1, dilation: 2)
        }
        #expect(
            LessonError.doesNotFit(kernel: 7, into: 5).description
                == "kernel: 7 pixels do not fit into 5, padding included; a smaller kernel or more padding")
    }

    struct Missing: Error {}

    /// Sizes, kernels, strides, paddings and dilations, all combined.
    static let settings = [1, 2, 5, 7, 12].flatMap { size in
        [1, 2, 3, 5].flatMap { kernel in
            (1...4).flatMap { stride in
                (0...min(2, kernel - 1)).flatMap { padding in
                    [1, 2].compactMap {
                        try? Sliding(size: size, kernel: kernel, stride: stride, padding: padding, dilation: $0)
                    }
                }
            }
        }
    }

    /// The size that shape inference gives a layer, whose rules were checked against ONNX Runtime.
    private func inferred(_ window: Sliding, op: String, ceil: Bool) throws -> Int? {
        var attributes: [String: Attribute] = [
            "kernel_shape": .ints([window.kernel, window.kernel]), "strides": .ints([window.stride, window.stride]),
            "pads": .ints([Int](repeating: window.padding, count: 4)),
            "dilations": .ints([window.dilation, window.dilation]),
        ]
        if ceil { attributes["ceil_mode"] = .int(1) }
        let network = try Network(
            opset: 13,
            inputs: [.init(name: "x", shape: [.known(1), .known(1), .known(window.size), .known(window.size)])],
            outputs: ["y"], nodes: [Node(op: op, inputs: ["x"], outputs: ["y"], attributes: attributes)])
        return try Shapes(of: network)["y"]?.last
    }

    @Test func `rounding down and ceil mode agree with shape inference`() throws {
        #expect(Self.settings.count > 200)
        for window in Self.settings {
            #expect(try inferred(window, op: "MaxPool", ceil: false) == window.count, "\(window)")
            #expect(try inferred(window, op: "MaxPool", ceil: true) == window.countInCeilMode, "\(window)")
        }
    }

    @Test func `adding what is missing makes the next place fit`() throws {
        for window in Self.settings where !window.fits {
            let padded = try Sliding(
                size: window.size + window.missing, kernel: window.kernel, stride: window.stride,
                padding: window.padding, dilation: window.dilation)
            #expect(padded.fits && padded.count == window.count + 1, "\(window)")
        }
    }
}
