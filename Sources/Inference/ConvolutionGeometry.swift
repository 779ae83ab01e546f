import Networks

/// A window's way along one axis of an image.
struct PlacedAxis: Hashable, Sendable {
    /// Places along the image, and windows.
    let input, output: Int
    let kernel, stride, dilation: Int
    /// Padding before the first place.
    let before: Int

    /// From the first to the last tap.
    var extent: Int { (kernel - 1) * dilation + 1 }

    /// The place under a tap of an output's window; outside 0 ..< input it lies in the padding.
    func place(of output: Int, tap: Int) -> Int { output * stride - before + tap * dilation }

    /// The taps of an output's window that lie inside the input.
    func taps(of output: Int) -> Range<Int> {
        let first = output * stride - before
        let low = first < 0 ? (dilation - 1 - first) / dilation : 0
        let high = first < input ? min((input - 1 - first) / dilation + 1, kernel) : 0
        return low < high ? low..<high : 0..<0
    }

    /// The outputs whose tap lies inside the input.
    func inside(tap: Int) -> Range<Int> {
        let offset = before - tap * dilation
        let first = offset > 0 ? (offset + stride - 1) / stride : 0
        let last = input - 1 + offset >= 0 ? (input - 1 + offset) / stride + 1 : 0
        return first < min(last, output) ? first..<min(last, output) : 0..<0
    }
}

/// A window over the rows and columns of a batch of images.
struct ConvolutionGeometry: Hashable, Sendable {
    let batch, channels: Int
    let rows, columns: PlacedAxis

    /// The most weights of a kernel of one input channel.
    private static let mostTaps = 1 << 20

    /// The windows of a convolution or a pool; of a transposed convolution those of the one that it turns round, which
    /// reads its output.
    ///
    /// - Parameter channels: of the images that are read, if not the input's.
    init(_ instance: OperatorInstance, channels: Int? = nil) throws(OperatorError) {
        let windows: [Networks.Window]?
        do throws(NetworkError) { windows = try instance.windows } catch {
            if case .impossible(_, let reason) = error { throw OperatorError(reason) }
            throw OperatorError("\(error)")
        }
        guard let shape = instance.shape(0), shape.count == 4, let windows else {
            throw OperatorError(
                "its input is of shape \(shapeText(instance.shape(0) ?? [])); batch × channel × row × column is run")
        }
        let (taps, isOverflow) = windows[0].kernel.multipliedReportingOverflow(by: windows[1].kernel)
        guard !isOverflow, taps <= Self.mostTaps else {
            throw OperatorError("a window of \(windows[0].kernel) × \(windows[1].kernel) places is not run")
        }
        batch = shape[0]
        self.channels = channels ?? shape[1]
        (rows, columns) = (Self.placed(windows[0], on: shape[2]), Self.placed(windows[1], on: shape[3]))
    }

    private static func placed(_ window: Networks.Window, on size: Int) -> PlacedAxis {
        PlacedAxis(
            input: window.isTransposed ? window.outputs : size, output: window.isTransposed ? size : window.outputs,
            kernel: window.kernel, stride: window.stride, dilation: window.dilation, before: window.before)
    }

    /// Refuses windows so many that those of one row of outputs would not fit into memory.
    func checkRoom(channels: Int) throws(OperatorError) {
        guard elementCount([channels, taps, columns.output]) <= 1 << 26 else {
            throw OperatorError(
                "its windows on \(channels) channels and \(columns.output) columns do not fit into memory")
        }
    }

    /// Whether every output reads the place where it lies, and no other.
    var isPointwise: Bool {
        [rows, columns].allSatisfy { $0.kernel == 1 && $0.stride == 1 && $0.before == 0 && $0.output == $0.input }
    }

    /// The dense windows that go back from the outputs to the inputs, if there are any: those of the kernels turned round.
    var turned: ConvolutionGeometry? {
        let axes = [rows, columns]
        guard axes.allSatisfy({ $0.stride == 1 && $0.before < $0.extent }) else { return nil }
        let turned = axes.map {
            PlacedAxis(
                input: $0.output, output: $0.input, kernel: $0.kernel, stride: 1, dilation: $0.dilation,
                before: $0.extent - 1 - $0.before)
        }
        return ConvolutionGeometry(batch: batch, channels: channels, rows: turned[0], columns: turned[1])
    }

    private init(batch: Int, channels: Int, rows: PlacedAxis, columns: PlacedAxis) {
        (self.batch, self.channels, self.rows, self.columns) = (batch, channels, rows, columns)
    }

    /// Places of an input plane.
    var inputPlane: Int { rows.input * columns.input }
    /// Places of an output plane.
    var outputPlane: Int { rows.output * columns.output }
    /// Weights of a kernel of one input channel.
    var taps: Int { rows.kernel * columns.kernel }
}
