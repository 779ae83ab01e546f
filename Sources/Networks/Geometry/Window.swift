/// A window that slides along one axis: a convolution's or a pool's.
///
/// Output *u* reads the inputs `stride·u − before + dilation·j`, *j* = 0 … `kernel` − 1; those outside the axis are padding.
/// Transposed, input *v* is written to the outputs `stride·v − before + dilation·j`.
public struct Window: Hashable, Sendable {
    /// Taps.
    public let kernel: Int
    /// Inputs from one output to the next; transposed, outputs from one input to the next.
    public let stride: Int
    /// Inputs from tap to tap.
    public let dilation: Int
    /// Padding before the first input; negative where inputs are cut off.
    public let before: Int
    /// Outputs along the axis, at least one.
    public let outputs: Int
    /// Whether the window writes where another reads.
    public let isTransposed: Bool

    /// From the first to the last tap, both counted: `dilation·(kernel − 1) + 1`.
    public var span: Int { dilation * (kernel - 1) + 1 }
}

extension OperatorInstance {
    /// The windows of a convolution or a pool, one for each axis after the first two.
    ///
    /// Output sizes are `⌊(N + before + after − span)/stride⌋ + 1`, rounded up in `ceil_mode` unless the last window
    /// would begin in the padding; `SAME_UPPER` and `SAME_LOWER` give `⌈N/stride⌉` and differ in where an odd padding
    /// goes.
    /// - Returns: `nil` where shapes are not known.
    /// - Throws: ``NetworkError/impossible(node:reason:)`` for a window that does not fit, or settings that are none.
    public var windows: [Window]? {
        get throws(NetworkError) {
            guard let input = shape(0) else { return nil }
            guard let kernel = try kernelSizes else { return nil }
            let axes = input.count - 2
            let ones = [Int](repeating: 1, count: max(axes, 0))
            let strides = node.ints("strides") ?? ones
            let dilations = node.ints("dilations") ?? ones
            let pads = node.ints("pads") ?? ones.map { _ in 0 } + ones.map { _ in 0 }
            guard axes > 0, kernel.count == axes, strides.count == axes, dilations.count == axes, pads.count == 2 * axes
            else { throw impossible("its window has not as many axes as its input of \(input.count)") }
            let settings = kernel + strides + dilations
            guard settings.allSatisfy({ (1...Self.largest).contains($0) }),
                (pads + input).allSatisfy(Self.reasonable.contains)
            else { throw impossible("kernel, stride and dilation are from 1 to \(Self.largest)") }
            var windows: [Window] = []
            for axis in 0..<axes {
                let setting = AxisSetting(
                    size: input[axis + 2], kernel: kernel[axis], stride: strides[axis], dilation: dilations[axis],
                    before: pads[axis], after: pads[axis + axes], axis: axis)
                windows.append(try node.op == .convTranspose ? transposed(setting) : sliding(setting))
            }
            return windows
        }
    }

    /// Beyond this no size or setting is followed: products of two still fit.
    static let largest = 1 << 30
    /// Paddings and places of which two can be added and multiplied.
    static let reasonable = -largest...largest

    private struct AxisSetting {
        let size, kernel, stride, dilation, before, after, axis: Int
        var span: Int { dilation * (kernel - 1) + 1 }
    }

    /// Rows, columns … of the kernel: the attribute's, or the weight's.
    private var kernelSizes: [Int]? {
        get throws(NetworkError) {
            if let sizes = node.ints("kernel_shape"), !sizes.isEmpty { return sizes }
            guard case .convolution(let kernel) = node.op.kind else {
                throw impossible("a pool says how large its window is")
            }
            return shape(kernel).map { Array($0.dropFirst(2)) }
        }
    }

    private func sliding(_ setting: AxisSetting) throws(NetworkError) -> Window {
        let (size, stride, span) = (setting.size, setting.stride, setting.span)
        var (before, after) = (setting.before, setting.after)
        let mode = node.string("auto_pad") ?? "NOTSET"
        if mode == "VALID" { (before, after) = (0, 0) }
        var outputs: Int
        if mode.hasPrefix("SAME") {
            outputs = (size + stride - 1) / stride
            let total = max(0, (outputs - 1) * stride + span - size)
            before = mode == "SAME_LOWER" ? total - total / 2 : total / 2
        } else {
            let room = size + before + after - span
            let roundsUp = node.int("ceil_mode") == 1
            guard room >= 0 || roundsUp && room > -stride else {
                throw impossible("a window of \(span) does not fit into \(size + before + after), padding included")
            }
            outputs = room / stride + 1
            if roundsUp, room > 0, !room.isMultiple(of: stride), outputs * stride < size + before { outputs += 1 }
        }
        guard outputs > 0 else { throw impossible("its input has no elements") }
        return Window(
            kernel: setting.kernel, stride: stride, dilation: setting.dilation, before: before, outputs: outputs,
            isTransposed: false)
    }

    private func transposed(_ setting: AxisSetting) throws(NetworkError) -> Window {
        let (axis, stride) = (setting.axis, setting.stride)
        let extra = node.ints("output_padding").flatMap { $0.indices.contains(axis) ? $0[axis] : nil } ?? 0
        guard Self.reasonable.contains(extra) else { throw impossible("it adds \(extra) along an axis") }
        let full = stride * (setting.size - 1) + extra + setting.span
        let mode = node.string("auto_pad") ?? "NOTSET"
        var asked = node.ints("output_shape").flatMap { shape -> Int? in
            let place = axis + max(0, shape.count - (self.shape(0)?.count ?? 2) + 2)
            return shape.indices.contains(place) ? shape[place] : nil
        }
        if asked == nil, mode.hasPrefix("SAME") { asked = setting.size * stride }
        var before = mode == "VALID" ? 0 : setting.before
        var outputs = full - before - (mode == "VALID" ? 0 : setting.after)
        if let asked {
            guard Self.reasonable.contains(asked) else { throw impossible("it gives \(asked) along an axis") }
            // What is asked for beyond the last window comes after it.
            let total = max(0, full - asked)
            before = mode == "SAME_UPPER" ? total / 2 : total - total / 2
            outputs = asked
        }
        guard outputs > 0, outputs <= Self.largest else { throw impossible("it gives \(outputs) along an axis") }
        return Window(
            kernel: setting.kernel, stride: stride, dilation: setting.dilation, before: before, outputs: outputs,
            isTransposed: true)
    }
}
