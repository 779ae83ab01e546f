import CMatrixProduct
import Planes
import Workers

/// Convolution as a matrix product: the windows of a strip of output rows become the columns of a matrix that stays in
/// the cache, so the whole matrix of windows is never there.
///
/// A 1 × 1 convolution's windows are its input, which is used as it lies.
struct Im2colConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels
    /// The weights of each group, output × input and tap.
    private let weights: [PackedMatrix]

    init(_ kernels: ConvolutionKernels) {
        self.kernels = kernels
        let (outputs, inner) = (kernels.outputsOfGroup, kernels.inputs * kernels.taps)
        weights = kernels.weights.values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return [] }
            return (0..<kernels.group).map { group in
                PackedMatrix(rows: outputs, inner: inner, start + group * outputs * inner, stride: inner)
            }
        }
    }

    /// Output places of a strip, about.
    private static let places = 512
    /// Floats of the windows of a strip, if that leaves a row.
    private static let room = 1 << 24
    /// Weights that every strip may read again: they stay in a cache.
    private static let fewWeights = 1 << 16

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let strips = ConvolutionStrips(
            of: geometry, images: geometry.batch * kernels.group,
            places: geometry.isPointwise ? Self.places : min(Self.places, max(Self.room / inner(geometry), 1)),
            pieces: isReadAsItLies(geometry) || kernels.outputsOfGroup * inner(geometry) <= Self.fewWeights
                ? 2 * workers.count : 1)
        nonisolated(unsafe) let (input, output) = (input, output)
        @Sendable func work(_ index: Int, _ workers: Workers) -> Bool {
            let strip = strips[index]
            let (image, group) = strip.image.quotientAndRemainder(dividingBy: kernels.group)
            return convolve(
                strip, group, geometry,
                from: input + (image * geometry.channels + group * kernels.inputs) * geometry.inputPlane,
                to: output + (image * kernels.outputs + group * kernels.outputsOfGroup) * geometry.outputPlane,
                bounds, workers)
        }
        // Many strips are dealt out; of few, each is everyone's.
        if strips.count >= 2 * workers.count { return workers.allSatisfy(strips.count) { work($0, Workers(1)) } }
        return (0..<strips.count).reduce(true) { work($1, workers) && $0 }
    }

    /// Terms of each sum.
    private func inner(_ geometry: ConvolutionGeometry) -> Int { kernels.inputs * geometry.taps }

    private func isReadAsItLies(_ geometry: ConvolutionGeometry) -> Bool {
        geometry.isPointwise && product_reads_as_it_lies(kernels.outputsOfGroup, kernels.inputs) != 0
    }

    /// One strip of one group of one image: of `workers`, everyone reads all its windows for some of the outputs.
    private func convolve(
        _ strip: ConvolutionStrips.Strip, _ group: Int, _ geometry: ConvolutionGeometry,
        from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let inner = inner(geometry)
        // Panels would be mostly empty, and as large as the longest sums ask for.
        let isNarrow = 2 * strip.places.count < Int(PRODUCT_COLUMNS)
        if geometry.isPointwise, isNarrow || workers.count == 1 || isReadAsItLies(geometry) {
            let rows = RightFactor.rows(input + strip.places.lowerBound, stride: geometry.inputPlane)
            return multiply(group, rows, strip.places, geometry, to: output, bounds, workers)
        }
        let room = isNarrow ? inner * strip.places.count : product_panels_count(strip.places.count, inner)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { windows in
            guard let windows = windows.baseAddress else { return false }
            if isNarrow {
                Windows(geometry: geometry, channels: kernels.inputs).lay(strip.rows, from: input, into: windows)
            } else if geometry.isPointwise {
                pack(strip.places, of: input, geometry, into: windows, workers)
            } else {
                lay(strip, geometry, from: input, into: windows, workers)
            }
            let factor: RightFactor = isNarrow ? .rows(windows, stride: strip.places.count) : .panels(windows)
            return multiply(group, factor, strip.places, geometry, to: output, bounds, workers)
        }
    }

    /// Lays places of all channels in panels.
    private func pack(
        _ places: Range<Int>, of input: UnsafePointer<Float>, _ geometry: ConvolutionGeometry,
        into panels: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        nonisolated(unsafe) let (from, panels) = (input + places.lowerBound, panels)
        let columns = Int(PRODUCT_COLUMNS)
        let width = (places.count + columns - 1) / columns
        workers.inPieces(places.count, of: min(4, (width + workers.count - 1) / workers.count) * columns) { some in
            product_pack_columns(
                some.count, kernels.inputs, from + some.lowerBound, geometry.inputPlane,
                panels + some.lowerBound * kernels.inputs)
        }
    }

    /// Lays the windows of a strip in panels.
    private func lay(
        _ strip: ConvolutionStrips.Strip, _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>,
        into panels: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        let (inner, width) = (inner(geometry), Int(PRODUCT_COLUMNS))
        let whole = strip.places.count / width * width
        if whole < strip.places.count { (panels + whole * inner).update(repeating: 0, count: width * inner) }
        let windows = product_windows(
            rows: product_axis(geometry.rows), columns: product_axis(geometry.columns), first: strip.rows.lowerBound,
            count: strip.rows.count)
        nonisolated(unsafe) let (input, panels) = (input, panels)
        workers.inPieces(kernels.inputs, of: 8) { channels in
            product_lay_windows(
                windows, channels.lowerBound, channels.count, input, inner, panels)
        }
    }

    private func multiply(
        _ group: Int, _ windows: RightFactor, _ places: Range<Int>, _ geometry: ConvolutionGeometry,
        to output: UnsafeMutablePointer<Float>, _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        nonisolated(unsafe) let (windows, output) = (windows, output)
        let panels = (kernels.outputsOfGroup + Int(PRODUCT_ROWS) - 1) / Int(PRODUCT_ROWS)
        // Two pieces for everyone, or one where two would not come out even.
        func size(_ pieces: Int) -> Int { (panels + pieces - 1) / pieces }
        let two = size(2 * workers.count)
        let isEven = (panels + two - 1) / two % workers.count == 0
        return workers.allSatisfy(
            kernels.outputsOfGroup, inPiecesOf: (isEven ? two : size(workers.count)) * Int(PRODUCT_ROWS)
        ) { channels in
            let product = MatrixProduct(rows: channels.count, columns: places.count, inner: inner(geometry))
            return kernels.bias.withUnsafeBufferPointer { bias in
                let first = group * kernels.outputsOfGroup + channels.lowerBound
                return product(
                    weights[group], from: channels.lowerBound, windows,
                    into: output + channels.lowerBound * geometry.outputPlane + places.lowerBound,
                    stride: geometry.outputPlane, ending: bias.baseAddress.map { (bias: $0 + first, bounds: bounds) })
            }
        }
    }
}

/// The outputs of some images in strips: whole rows, or, where every output reads its own place, any run of places.
private struct ConvolutionStrips {
    /// How many there are.
    let count: Int
    private let geometry: ConvolutionGeometry
    private let perImage, unit, units: Int

    struct Strip {
        let image: Int
        /// Of whole rows.
        let rows: Range<Int>
        let places: Range<Int>
    }

    /// Strips of some places, about, at least so many pieces in all where there is as much.
    init(of geometry: ConvolutionGeometry, images: Int, places: Int, pieces: Int) {
        self.geometry = geometry
        unit = geometry.isPointwise ? Int(PRODUCT_COLUMNS) : geometry.columns.output
        units = (geometry.outputPlane + unit - 1) / unit
        let wanted = max((geometry.outputPlane + places - 1) / places, (pieces + images - 1) / images)
        perImage = min(wanted, units)
        count = images * perImage
    }

    subscript(index: Int) -> Strip {
        let (image, part) = index.quotientAndRemainder(dividingBy: perImage)
        let rows = part * units / perImage..<(part + 1) * units / perImage
        return Strip(
            image: image, rows: rows,
            places: rows.lowerBound * unit..<min(rows.upperBound * unit, geometry.outputPlane))
    }
}

extension product_axis {
    fileprivate init(_ axis: PlacedAxis) {
        self.init(
            input: axis.input, output: axis.output, kernel: axis.kernel, stride: axis.stride, dilation: axis.dilation,
            before: axis.before)
    }
}
