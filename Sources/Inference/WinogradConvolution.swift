import CWinograd
import Planes
import Workers

/// Convolution by 3 × 3 or 5 × 5 kernels with stride 1 in fewer multiplications.
///
/// A tile of 6 × 6 inputs holds 4 × 4 outputs of a 3 × 3 kernel, 2 × 2 of a 5 × 5 one; a tile of 4 × 4 inputs 2 × 2 of a
/// 3 × 3 kernel. Tile and kernel, as polynomials, are evaluated at as many points along each axis, 0, ±1, ±2 and ∞;
/// their product there needs one multiplication per point, and is, summed over channels, a matrix product per point.
/// - SeeAlso: Lavin & Gray (2016), *Proc. CVPR*, "Fast algorithms for convolutional neural networks".
struct WinogradConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels
    private let tiling: WinogradTiling
    /// At each point, output × input.
    private let transformed: [PackedMatrix]
    /// Floats of the transformed inputs and outputs of a strip, about: 4 MB of them.
    private let room: Int

    /// Kernels at the points; `nil` where the way does not apply or does not pay.
    ///
    /// - Parameter places: outputs of an image, if they are known: small images take small tiles.
    /// - Precondition: stride and dilation are 1.
    init?(_ kernels: ConvolutionKernels, places: Int?, room: Int = 1 << 20) {
        let (side, columns) = (kernels.weights.shape[2], kernels.weights.shape[3])
        guard side == columns, [3, 5].contains(side), kernels.group == 1,
            Self.channels.contains(kernels.inputs), Self.channels.contains(kernels.outputs)
        else { return nil }
        self.kernels = kernels
        self.room = room
        tiling = WinogradTiling(kernel: side, places: places)
        transformed = tiling.transformed(kernels)
    }

    private static let fewest = 100
    /// With fewer there is little to save, with more the scratch memory would be large.
    private static let channels = 16...4096

    func run(
        _ geometry: ConvolutionGeometry, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ bounds: Bounds, _ workers: Workers
    ) -> Bool {
        let across = (geometry.columns.output + tiling.step - 1) / tiling.step
        let down = (geometry.rows.output + tiling.step - 1) / tiling.step
        let perRow = tiling.points * (kernels.inputs + kernels.outputs) * across
        // Fewer tiles than this would make matrices too thin for BLAS.
        let length = min(max(room / perRow, (Self.fewest + across - 1) / across), down)
        let strip = WinogradStrip(
            kernels: kernels, transformed: transformed, tiling: tiling, geometry: geometry, across: across,
            rows: length,
            bounds: bounds)
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: strip.room)
        defer { scratch.deallocate() }
        var isFinite = true
        for image in 0..<geometry.batch {
            let from = input + image * geometry.channels * geometry.inputPlane
            let to = output + image * kernels.outputs * geometry.outputPlane
            for start in stride(from: 0, to: down, by: length) {
                let rows = start..<min(start + length, down)
                isFinite = strip.run(rows, from: from, to: to, scratch, workers) && isFinite
            }
        }
        return isFinite
    }
}

/// Which tiles, and the kernels at their points.
struct WinogradTiling: Hashable, Sendable {
    /// Rows and columns of a kernel, of a tile's inputs, and of its outputs.
    let kernel, side, step: Int

    /// Tiles for a kernel on an image of so many outputs; large ones where that is not known.
    ///
    /// With few large tiles the matrices of kernels, four times as large as the kernels, would be read for little work.
    init(kernel: Int, places: Int?) {
        self.kernel = kernel
        side = kernel == 3 && (places ?? .max) < 600 ? 4 : 6
        step = side - kernel + 1
    }

    /// Points of a tile.
    var points: Int { side * side }

    private static let fourPoints: [(point: Double, scale: Double)] = [(0, 1), (1, 1.0 / 2), (-1, 1.0 / 2)]
    private static let sixPoints: [(point: Double, scale: Double)] = [
        (0, 1.0 / 4), (1, -1.0 / 6), (-1, -1.0 / 6), (2, 1.0 / 24), (-2, 1.0 / 24),
    ]

    /// The evaluation of a polynomial of a kernel's row at the points, scaled as the way back wants it.
    var evaluation: [[Double]] {
        let scaled = side == 4 ? Self.fourPoints : Self.sixPoints
        let finite = scaled.map { point, scale in
            (0..<kernel).map { degree in (0..<degree).reduce(scale) { value, _ in value * point } }
        }
        return finite + [(0..<kernel).map { $0 == kernel - 1 ? 1 : 0 }]
    }

    /// Kernels at the points: at each, output × input.
    func transformed(_ kernels: ConvolutionKernels) -> [PackedMatrix] {
        let evaluation = evaluation
        let (pairs, taps) = (kernels.outputs * kernels.inputs, kernel * kernel)
        return kernels.weights.values.withUnsafeBufferPointer { weights in
            (0..<points).map { point in
                // Both axes at once: a factor per weight.
                let factors = (0..<taps).map { weight in
                    evaluation[point / side][weight / kernel] * evaluation[point % side][weight % kernel]
                }
                return withUnsafeTemporaryAllocation(of: Float.self, capacity: pairs) { values in
                    for pair in 0..<pairs {
                        var sum = 0.0
                        for tap in 0..<taps { sum += factors[tap] * Double(weights[pair * taps + tap]) }
                        values.initializeElement(at: pair, to: Float(sum))
                    }
                    guard let start = values.baseAddress else { preconditionFailure("there are pairs") }
                    return PackedMatrix(
                        rows: kernels.outputs, inner: kernels.inputs, start, stride: kernels.inputs)
                }
            }
        }
    }
}

/// Some rows of tiles: there, the products, and back.
private struct WinogradStrip: Sendable {
    let kernels: ConvolutionKernels
    let transformed: [PackedMatrix]
    let tiling: WinogradTiling
    let geometry: ConvolutionGeometry
    /// Tiles from left to right, and rows of them at most.
    let across, rows: Int
    let bounds: Bounds

    /// Between the planes of two points: some floats more than they need, as equal places of many planes would otherwise
    /// share one line of the cache.
    private static let gap = 16

    /// Floats that a strip needs.
    var room: Int { tiling.points * ((kernels.inputs + kernels.outputs) * across * rows + 2 * Self.gap) }

    /// Transformed inputs and outputs, point × channel × tile.
    private struct Buffers: @unchecked Sendable {
        let inputs, outputs: UnsafeMutablePointer<Float>
        let inputStride, outputStride: Int
        let tiles: Int
    }

    func run(
        _ rows: Range<Int>, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutablePointer<Float>, _ workers: Workers
    ) -> Bool {
        nonisolated(unsafe) let (input, output) = (input, output)
        let tiles = rows.count * across
        let inputStride = kernels.inputs * tiles + Self.gap
        let buffers = Buffers(
            inputs: scratch, outputs: scratch + tiling.points * inputStride, inputStride: inputStride,
            outputStride: kernels.outputs * tiles + Self.gap, tiles: tiles)
        workers.inPieces(kernels.inputs, of: 8) { channels in
            for channel in channels { transform(channel, rows, input + channel * geometry.inputPlane, buffers) }
        }
        workers.forEach(tiling.points) { multiply(point: $0, buffers) }
        return workers.allSatisfy(kernels.outputs, inPiecesOf: 8) { channels in
            channels.reduce(true) { isFinite, channel in
                invert(channel, rows, output + channel * geometry.outputPlane, buffers) && isFinite
            }
        }
    }

    private func tiles(_ rows: Range<Int>) -> winograd_tiles {
        winograd_tiles(side: tiling.side, step: tiling.step, across: across, down: rows.count)
    }

    private func transform(_ channel: Int, _ rows: Range<Int>, _ plane: UnsafePointer<Float>, _ buffers: Buffers) {
        let tiles = tiles(rows)
        let place = winograd_plane(
            rows: geometry.rows.input, columns: geometry.columns.input,
            first_row: rows.lowerBound * tiling.step - geometry.rows.before, first_column: -geometry.columns.before)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: winograd_scratch_count(tiles)) { scratch in
            winograd_input(
                plane, place, tiles, scratch.baseAddress, buffers.inputs + channel * buffers.tiles,
                buffers.inputStride)
        }
    }

    private func multiply(point: Int, _ buffers: Buffers) {
        MatrixProduct(rows: kernels.outputs, columns: buffers.tiles, inner: kernels.inputs)(
            transformed[point], buffers.inputs + point * buffers.inputStride, stride: buffers.tiles,
            into: buffers.outputs + point * buffers.outputStride, stride: buffers.tiles)
    }

    private func invert(_ channel: Int, _ rows: Range<Int>, _ plane: UnsafeMutablePointer<Float>, _ buffers: Buffers)
        -> Bool
    {
        let tiles = tiles(rows)
        let (first, columns) = (rows.lowerBound * tiling.step, geometry.columns.output)
        let ending = winograd_ending(bias: kernels.bias[channel], low: bounds.low, high: bounds.high)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: winograd_scratch_count(tiles)) { scratch in
            winograd_output(
                buffers.outputs + channel * buffers.tiles, buffers.outputStride, tiles, ending, scratch.baseAddress,
                plane + first * columns, min(rows.count * tiling.step, geometry.rows.output - first), columns) == 1
        }
    }
}
