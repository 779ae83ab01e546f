import Networks

/// How a convolution or a pooling slides along one axis, before the axis's length is known.
struct WindowAxis: Hashable, Sendable {
    /// What is laid around the axis.
    enum Padding: Hashable, Sendable {
        /// As many places before and after.
        case explicit(before: Int, after: Int)
        /// As many as make output = input / stride, rounded up; an odd one goes after or before.
        case same(oddAfter: Bool)
    }

    let kernel, stride, dilation: Int
    let padding: Padding
    /// Whether a last window that hangs over the end is kept.
    let ceil: Bool

    /// Places from a window's first to its last.
    var extent: Int { (kernel - 1) * dilation + 1 }

    /// The axis on an input of a length.
    func placed(on input: Int) throws(Refusal) -> PlacedAxis {
        let (before, after, output): (Int, Int, Int)
        switch padding {
        case .explicit(let first, let last):
            (before, after) = (first, last)
            let room = input + before + after - extent
            guard room >= 0 else {
                throw Refusal(
                    "a window of \(extent) does not fit into \(input) places with \(before) + \(after) of padding")
            }
            var count = (ceil ? room + stride - 1 : room) / stride + 1
            // A window that would begin beyond the input and what is before it is none.
            if ceil, (count - 1) * stride >= input + before { count -= 1 }
            output = count
        case .same(let oddAfter):
            output = (input + stride - 1) / stride
            let total = max((output - 1) * stride + extent - input, 0)
            before = oddAfter ? total / 2 : (total + 1) / 2
            after = total - before
        }
        return PlacedAxis(
            input: input, output: output, kernel: kernel, stride: stride, dilation: dilation, before: before,
            after: after)
    }
}

/// A window's way along an axis of known length.
struct PlacedAxis: Hashable, Sendable {
    let input, output, kernel, stride, dilation, before, after: Int

    /// The place under a tap of an output's window; outside 0 ..< input it lies in the padding.
    func place(of output: Int, tap: Int) -> Int { output * stride - before + tap * dilation }

    /// The outputs whose tap lies inside the input.
    func inside(tap: Int) -> Range<Int> {
        let offset = before - tap * dilation
        let first = offset > 0 ? (offset + stride - 1) / stride : 0
        let last = (input - 1 + offset) >= 0 ? (input - 1 + offset) / stride + 1 : 0
        return first < min(last, output) ? first..<min(last, output) : 0..<0
    }

    /// Places from the first of the padded axis to its end.
    var padded: Int { input + before + after }
}

/// A window over rows and columns.
struct Window: Hashable, Sendable {
    let rows, columns: WindowAxis

    /// The window of a node.
    ///
    /// - Parameter kernel: rows and columns, where the weights say it.
    init(_ node: Node, kernel: [Int]? = nil) throws(Refusal) {
        guard let kernel = node.ints("kernel_shape") ?? kernel else { throw Refusal("it has no kernel_shape") }
        guard kernel.count == 2 else {
            throw Refusal("its window has \(kernel.count) axes; windows over rows and columns are run")
        }
        let strides = node.ints("strides") ?? [1, 1]
        let dilations = node.ints("dilations") ?? [1, 1]
        let pads = node.ints("pads") ?? [0, 0, 0, 0]
        guard strides.count == 2, dilations.count == 2, pads.count == 4, kernel.allSatisfy({ $0 > 0 }),
            strides.allSatisfy({ $0 > 0 }), dilations.allSatisfy({ $0 > 0 }),
            (kernel + strides + dilations + pads.map(abs)).allSatisfy({ $0 <= 1 << 16 })
        else {
            throw Refusal("kernel \(kernel), strides \(strides), dilations \(dilations) and pads \(pads) do not fit")
        }
        let auto = node.string("auto_pad") ?? "NOTSET"
        let ceil = node.int("ceil_mode") == 1
        func axis(_ index: Int) throws(Refusal) -> WindowAxis {
            let padding: WindowAxis.Padding =
                switch auto {
                case "NOTSET", "": .explicit(before: pads[index], after: pads[index + 2])
                case "VALID": .explicit(before: 0, after: 0)
                case "SAME_UPPER": .same(oddAfter: true)
                case "SAME_LOWER": .same(oddAfter: false)
                default: throw Refusal("auto_pad '\(auto)' is not one of NOTSET, VALID, SAME_UPPER, SAME_LOWER")
                }
            return WindowAxis(
                kernel: kernel[index], stride: strides[index], dilation: dilations[index], padding: padding, ceil: ceil)
        }
        rows = try axis(0)
        columns = try axis(1)
    }
}

/// A window on images of one size, batch and channels beside it.
struct Lattice: Hashable, Sendable {
    let batch, channels: Int
    let rows, columns: PlacedAxis

    init(batch: Int, channels: Int, rows: PlacedAxis, columns: PlacedAxis) {
        self.batch = batch
        self.channels = channels
        self.rows = rows
        self.columns = columns
    }

    /// The window on an input of batch × channel × row × column.
    init(_ window: Window, on shape: [Int]) throws(Refusal) {
        guard shape.count == 4 else {
            throw Refusal("its input is of shape \(shapeText(shape)); batch × channel × row × column is expected")
        }
        batch = shape[0]
        channels = shape[1]
        rows = try window.rows.placed(on: shape[2])
        columns = try window.columns.placed(on: shape[3])
    }

    /// Places of an input plane.
    var inputPlane: Int { rows.input * columns.input }
    /// Places of an output plane.
    var outputPlane: Int { rows.output * columns.output }
    /// Weights of a kernel of one input channel.
    var taps: Int { rows.kernel * columns.kernel }
}
