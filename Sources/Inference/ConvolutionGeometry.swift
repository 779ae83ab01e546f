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

    /// Runs over the rows of outputs whose tap lies inside the image: how many outputs of a row, where the first of them
    /// lies in the output plane, and where what it reads lies in the input plane.
    func forEachRow(ofTap tap: Int, _ body: (_ count: Int, _ output: Int, _ input: Int) -> Void) {
        let (i, j) = tap.quotientAndRemainder(dividingBy: columns.kernel)
        let inside = columns.inside(tap: j)
        guard !inside.isEmpty else { return }
        let x = columns.place(of: inside.lowerBound, tap: j)
        for row in rows.inside(tap: i) {
            body(
                inside.count, row * columns.output + inside.lowerBound,
                rows.place(of: row, tap: i) * columns.input + x)
        }
    }

    /// Places of an input plane.
    var inputPlane: Int { rows.input * columns.input }
    /// Places of an output plane.
    var outputPlane: Int { rows.output * columns.output }
    /// Weights of a kernel of one input channel.
    var taps: Int { rows.kernel * columns.kernel }
}
