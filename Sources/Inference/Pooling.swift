import CRows
import Networks
import Planes
import Workers

extension Factories {
    static let poolings: [Operator: Factory] = [
        .maxPool: { (context) throws(OperatorError) in MaxPooling(context: context) },
        .averagePool: { (context) throws(OperatorError) in AveragePooling(context: context) },
    ]
}

/// The largest value under each window; padding is never the largest.
struct MaxPooling: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let input = try inputs.floats(0)
        let geometry = try ConvolutionGeometry(context.instance(inputs))
        try checkWork(
            [geometry.batch, geometry.channels, geometry.rows.output, geometry.rows.kernel, geometry.columns.input])
        let largest = try planes(of: input, geometry, workers) { from, to in raise(geometry, from, to) }
        guard context.node.outputs.dropFirst().contains(where: { !$0.isEmpty }) else { return [.floats(largest)] }
        return [.floats(largest), .integers(places(of: largest, in: input, geometry))]
    }

    /// Where the largest are in the whole input, in its order: the first in reading order of those that are equal.
    private func places(
        of largest: Tensor<Float>, in input: Tensor<Float>, _ geometry: ConvolutionGeometry
    ) -> Tensor<Int> {
        let isColumnMajor = context.node.int("storage_order") == 1
        let (rows, columns) = (geometry.rows.input, geometry.columns.input)
        let places = largest.values.indices.map { index in
            let (plane, place) = index.quotientAndRemainder(dividingBy: geometry.outputPlane)
            let start = plane * geometry.inputPlane
            let source =
                input.values.withUnsafeBufferPointer { input in
                    input.baseAddress.flatMap { geometry.first(place, holding: largest.values[index], $0 + start) }
                } ?? 0
            return start + (isColumnMajor ? source % columns * rows + source / columns : source)
        }
        return Tensor(shape: largest.shape, values: places)
    }

    /// A row of outputs after the other: down the columns of the rows under it, then along what comes of them.
    private func raise(
        _ geometry: ConvolutionGeometry, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (geometry.rows, geometry.columns)
        let last = columns.inside(tap: columns.kernel - 1)
        let whole = columns.inside(tap: 0).clamped(to: last)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns.input) { line in
            guard let line = line.baseAddress else { return }
            for row in 0..<rows.output {
                let out = to + row * columns.output
                let taps = rows.taps(of: row)
                guard let first = taps.first else {
                    out.update(repeating: -.infinity, count: columns.output)
                    continue
                }
                row_max_of(
                    columns.input, line, from + rows.place(of: row, tap: first) * columns.input, taps.count,
                    rows.dilation * columns.input)
                if let first = whole.first {
                    row_max_under(
                        whole.count, out + first, line + columns.place(of: first, tap: 0), columns.stride,
                        columns.kernel, columns.dilation)
                }
                for column in [0..<whole.lowerBound, whole.upperBound..<columns.output].joined() {
                    out[column] = columns.taps(of: column).reduce(-.infinity) {
                        max($0, line[columns.place(of: column, tap: $1)])
                    }
                }
            }
        }
    }

    /// To the first of the largest values, in reading order.
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0], case .floats(let output) = outputs[0] else { return [] }
        let input = try inputs.floats(0)
        let geometry = try ConvolutionGeometry(context.instance(inputs))
        return input.values.withUnsafeBufferPointer { input in
            output.values.withUnsafeBufferPointer { output in
                guard let below = input.baseAddress, let above = output.baseAddress else { return [cotangent] }
                nonisolated(unsafe) let (input, largest) = (below, above)
                return [
                    spread(cotangent, geometry, workers) { plane, values, to in
                        give(
                            values, geometry, largest + plane * geometry.outputPlane,
                            input + plane * geometry.inputPlane, to)
                    }
                ]
            }
        }
    }

    /// Values of a plane given to the first place under each window, in reading order, that holds the largest value.
    private func give(
        _ values: UnsafePointer<Float>, _ geometry: ConvolutionGeometry, _ largest: UnsafePointer<Float>,
        _ input: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (geometry.rows, geometry.columns)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns.output) { left in
            guard let left = left.baseAddress else { return }
            for row in 0..<rows.output {
                let start = row * columns.output
                guard row_zero(columns.output, values + start) == 0 else { continue }
                // What is given away is 0 afterwards, so that it goes to no later place.
                left.update(from: values + start, count: columns.output)
                for tap in 0..<geometry.taps {
                    let (i, j) = tap.quotientAndRemainder(dividingBy: columns.kernel)
                    let (y, inside) = (rows.place(of: row, tap: i), columns.inside(tap: j))
                    guard y >= 0, y < rows.input, let first = inside.first else { continue }
                    let place = y * columns.input + columns.place(of: first, tap: j)
                    row_give(
                        inside.count, left + first, largest + start + first, input + place, to + place, columns.stride)
                }
            }
        }
    }
}

/// The mean under each window, of the places inside the image or of all.
struct AveragePooling: Computation {
    let context: OperatorContext

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let input = try inputs.floats(0)
        let geometry = try ConvolutionGeometry(context.instance(inputs))
        let shares = shares(geometry)
        return [
            .floats(
                try planes(of: input, geometry, workers) { from, to in
                    for row in 0..<geometry.rows.output {
                        for column in 0..<geometry.columns.output {
                            let place = row * geometry.columns.output + column
                            to[place] = geometry.sum(row, column, from) * shares[place]
                        }
                    }
                })
        ]
    }

    /// The places of an axis, with the padding if it counts; never what a last window hangs over.
    private func countedPlaces(_ axis: PlacedAxis, _ index: Int) -> Range<Int> {
        guard context.node.int("count_include_pad") == 1 else { return 0..<axis.input }
        let isSame = context.node.string("auto_pad")?.hasPrefix("SAME") ?? false
        let needed = (axis.output - 1) * axis.stride + axis.extent - axis.input - axis.before
        let given = context.node.ints("pads").flatMap { $0.count == 4 ? $0[index + 2] : nil } ?? 0
        return -axis.before..<max(axis.input + (isSame ? max(needed, 0) : given), -axis.before)
    }

    /// One over the number of places that count, for each window.
    private func shares(_ geometry: ConvolutionGeometry) -> [Float] {
        func counts(_ axis: PlacedAxis, _ index: Int) -> [Int] {
            let places = countedPlaces(axis, index)
            return (0..<axis.output).map { output in
                (0..<axis.kernel).count { places.contains(axis.place(of: output, tap: $0)) }
            }
        }
        let (rows, columns) = (counts(geometry.rows, 0), counts(geometry.columns, 1))
        return rows.flatMap { row in columns.map { row * $0 == 0 ? 0 : 1 / Float(row * $0) } }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(OperatorError) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let geometry = try ConvolutionGeometry(context.instance(inputs))
        let shares = shares(geometry)
        return [
            spread(cotangent, geometry, workers) { _, values, to in
                for place in 0..<geometry.outputPlane where values[place] != 0 {
                    for source in geometry.places(place) { to[source] += values[place] * shares[place] }
                }
            }
        ]
    }
}

extension ConvolutionGeometry {
    /// The places of an input plane under an output's window, in reading order.
    func places(_ output: Int) -> some Sequence<Int> {
        let (row, column) = output.quotientAndRemainder(dividingBy: columns.output)
        return (0..<taps).lazy.compactMap { tap -> Int? in
            let (i, j) = tap.quotientAndRemainder(dividingBy: columns.kernel)
            let (y, x) = (rows.place(of: row, tap: i), columns.place(of: column, tap: j))
            return y >= 0 && y < rows.input && x >= 0 && x < columns.input ? y * columns.input + x : nil
        }
    }

    /// The first place of an input plane under an output's window, in reading order, that holds a value.
    func first(_ output: Int, holding value: Float, _ plane: UnsafePointer<Float>) -> Int? {
        let (row, column) = output.quotientAndRemainder(dividingBy: columns.output)
        for i in 0..<rows.kernel {
            let y = rows.place(of: row, tap: i)
            guard y >= 0, y < rows.input else { continue }
            for j in 0..<columns.kernel {
                let x = columns.place(of: column, tap: j)
                if x >= 0, x < columns.input, plane[y * columns.input + x] == value { return y * columns.input + x }
            }
        }
        return nil
    }

    /// The sum under an output's window.
    func sum(_ row: Int, _ column: Int, _ plane: UnsafePointer<Float>) -> Float {
        var sum: Float = 0
        for i in 0..<rows.kernel {
            let y = rows.place(of: row, tap: i)
            guard y >= 0, y < rows.input else { continue }
            for j in 0..<columns.kernel {
                let x = columns.place(of: column, tap: j)
                if x >= 0, x < columns.input { sum += plane[y * columns.input + x] }
            }
        }
        return sum
    }
}

/// Every plane of a batch by itself, spread over workers.
private func planes(
    of input: Tensor<Float>, _ geometry: ConvolutionGeometry, _ workers: Workers,
    _ work: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) throws(OperatorError) -> Tensor<Float> {
    let shape = try checked([geometry.batch, geometry.channels, geometry.rows.output, geometry.columns.output])
    try checkWork([elementCount(shape), geometry.taps])
    return input.values.withUnsafeBufferPointer { from in
        Tensor(shape: shape) { to in
            guard let input = from.baseAddress, let output = to.baseAddress else { return }
            nonisolated(unsafe) let (from, to) = (input, output)
            workers.inPieces(geometry.batch * geometry.channels, of: 8) { planes in
                for plane in planes { work(from + plane * geometry.inputPlane, to + plane * geometry.outputPlane) }
            }
        }
    }
}

/// What comes back to the input's planes, each by itself.
///
/// - Parameter work: spreads the values of an output plane over the input's.
private func spread(
    _ cotangent: Tensor<Float>, _ geometry: ConvolutionGeometry, _ workers: Workers,
    _ work: @Sendable (_ plane: Int, _ values: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) -> Void
) -> Tensor<Float> {
    let shape = [geometry.batch, geometry.channels, geometry.rows.input, geometry.columns.input]
    return cotangent.values.withUnsafeBufferPointer { from in
        Tensor(shape: shape) { to in
            to.update(repeating: 0)
            guard let from = from.baseAddress, let to = to.baseAddress else { return }
            nonisolated(unsafe) let (values, planes) = (from, to)
            workers.inPieces(geometry.batch * geometry.channels, of: 8) { range in
                for plane in range {
                    work(plane, values + plane * geometry.outputPlane, planes + plane * geometry.inputPlane)
                }
            }
        }
    }
}
