import CTiles
import Planes
import Workers

/// Convolution by 3 × 3 or 5 × 5 kernels with stride 1 in fewer multiplications.
///
/// A tile of 6 × 6 inputs holds 4 × 4 outputs of a 3 × 3 kernel, 2 × 2 of a 5 × 5 one. Tile and kernel, as polynomials,
/// are evaluated at the points 0, ±1, ±2 and ∞ along each axis; their product there needs 36 multiplications in place of
/// 144 and 100, and is, summed over channels, a matrix product per point.
/// - SeeAlso: Lavin & Gray (2016), *Proc. CVPR*, "Fast algorithms for convolutional neural networks".
struct WinogradConvolution: ConvolutionWay {
    private let kernels: ConvolutionKernels
    /// Point × output × input.
    private let transformed: [Float]
    /// Outputs of a tile along an axis.
    private let step: Int

    /// Kernels at the points; `nil` where the way does not apply or does not pay.
    init?(_ kernels: ConvolutionKernels, _ window: Window) {
        let (rows, columns) = (window.rows, window.columns)
        guard rows.kernel == columns.kernel, [3, 5].contains(rows.kernel), kernels.group == 1,
            [rows.stride, columns.stride, rows.dilation, columns.dilation].allSatisfy({ $0 == 1 }),
            kernels.inputs >= 16, kernels.outputs >= 16
        else { return nil }
        self.kernels = kernels
        step = 7 - rows.kernel
        transformed = Self.transformed(kernels, side: rows.kernel)
    }

    /// The evaluation of a polynomial of degree `side` − 1 at the six points, scaled as the way back wants it.
    static func evaluation(side: Int) -> [[Double]] {
        let scaled: [(point: Double, scale: Double)] = [
            (0, 1.0 / 4), (1, -1.0 / 6), (-1, -1.0 / 6), (2, 1.0 / 24), (-2, 1.0 / 24),
        ]
        let finite = scaled.map { point, scale in
            (0..<side).map { degree in (0..<degree).reduce(scale) { value, _ in value * point } }
        }
        return finite + [(0..<side).map { $0 == side - 1 ? 1 : 0 }]
    }

    private static func transformed(_ kernels: ConvolutionKernels, side: Int) -> [Float] {
        let points = evaluation(side: side)
        let pairs = kernels.outputs * kernels.inputs
        var result = [Float](repeating: 0, count: 36 * pairs)
        var half = [Double](repeating: 0, count: 6 * side)
        kernels.weights.values.withUnsafeBufferPointer { weights in
            for pair in 0..<pairs {
                for i in 0..<6 {
                    for column in 0..<side {
                        var sum = 0.0
                        for row in 0..<side {
                            sum += points[i][row] * Double(weights[(pair * side + row) * side + column])
                        }
                        half[i * side + column] = sum
                    }
                }
                for i in 0..<6 {
                    for j in 0..<6 {
                        var sum = 0.0
                        for column in 0..<side { sum += points[j][column] * half[i * side + column] }
                        result[(6 * i + j) * pairs + pair] = Float(sum)
                    }
                }
            }
        }
        return result
    }

    /// Floats of the transformed inputs and outputs of a strip, about: 8 MB.
    private static let room = 1 << 21

    func run(
        _ lattice: Lattice, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ bounds: Bounds,
        _ workers: Workers
    ) {
        let across = (lattice.columns.output + step - 1) / step
        let down = (lattice.rows.output + step - 1) / step
        let perRow = 36 * (kernels.inputs + kernels.outputs) * across
        let length = min(max(Self.room / perRow, 1), down)
        let places = length * across
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: length * perRow)
        defer { scratch.deallocate() }
        let strip = WinogradStrip(
            kernels: kernels, transformed: transformed, step: step, lattice: lattice, across: across, bounds: bounds,
            inputs: scratch, outputs: scratch + 36 * kernels.inputs * places)
        for image in 0..<lattice.batch {
            let from = input + image * lattice.channels * lattice.inputPlane
            let to = output + image * kernels.outputs * lattice.outputPlane
            for start in stride(from: 0, to: down, by: length) {
                strip.run(start..<min(start + length, down), from: from, to: to, workers)
            }
        }
    }
}

/// Some rows of tiles: there, the products, and back.
private struct WinogradStrip: @unchecked Sendable {
    let kernels: ConvolutionKernels
    let transformed: [Float]
    let step: Int
    let lattice: Lattice
    /// Tiles from left to right.
    let across: Int
    let bounds: Bounds
    /// Point × channel × tile; written by the worker whose channel or point it is.
    let inputs, outputs: UnsafeMutablePointer<Float>

    func run(
        _ rows: Range<Int>, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, _ workers: Workers
    ) {
        nonisolated(unsafe) let (input, output) = (input, output)
        let tiles = rows.count * across
        workers.inPieces(kernels.inputs, of: 8) { channels in
            for channel in channels { transform(channel, rows, input + channel * lattice.inputPlane) }
        }
        _ = workers.map(36) { multiply(point: $0, tiles) }
        workers.inPieces(kernels.outputs, of: 8) { channels in
            for channel in channels { invert(channel, rows, output + channel * lattice.outputPlane) }
        }
    }

    private func transform(_ channel: Int, _ rows: Range<Int>, _ plane: UnsafePointer<Float>) {
        let tiles = rows.count * across
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 6 * (step * (across - 1) + 6)) { scratch in
            for (index, row) in rows.enumerated() {
                let tiled = tiles_row(
                    rows: lattice.rows.input, columns: lattice.columns.input,
                    first_row: row * step - lattice.rows.before, first_column: -lattice.columns.before, step: step,
                    count: across)
                tiles_winograd_input(
                    plane, tiled, scratch.baseAddress, inputs + channel * tiles + index * across,
                    kernels.inputs * tiles)
            }
        }
    }

    private func multiply(point: Int, _ tiles: Int) {
        transformed.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            MatrixProduct(rows: kernels.outputs, columns: tiles, inner: kernels.inputs)(
                weights + point * kernels.outputs * kernels.inputs, stride: kernels.inputs,
                inputs + point * kernels.inputs * tiles, stride: tiles, into: outputs + point * kernels.outputs * tiles,
                stride: tiles)
        }
    }

    private func invert(_ channel: Int, _ rows: Range<Int>, _ plane: UnsafeMutablePointer<Float>) {
        let tiles = rows.count * across
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 7 * step * across) { scratch in
            for (index, row) in rows.enumerated() {
                tiles_winograd_output(
                    outputs + channel * tiles + index * across, kernels.outputs * tiles, step, across,
                    min(step, lattice.rows.output - row * step), lattice.columns.output, kernels.bias[channel],
                    bounds.low, bounds.high, scratch.baseAddress, plane + row * step * lattice.columns.output,
                    lattice.columns.output)
            }
        }
    }
}
