import CTiles
import Networks
import Planes
import Workers

extension Operators {
    static let poolings: [String: Maker] = [
        "MaxPool": { (recipe) throws(Refusal) in try MaxPooling(recipe) },
        "AveragePool": { (recipe) throws(Refusal) in AveragePooling(recipe: recipe) },
    ]
}

/// The largest value under each window; padding is never the largest.
struct MaxPooling: Computation {
    private let recipe: Recipe

    init(_ recipe: Recipe) throws(Refusal) {
        self.recipe = recipe
        guard recipe.node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
            throw Refusal("the places of the largest values are asked for, which are not given")
        }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let input = try inputs.floats(0)
        let lattice = try Lattice(recipe.operation(inputs))
        return [
            .floats(
                try planes(of: input, lattice, workers) { from, to in
                    to.update(repeating: -.infinity, count: lattice.outputPlane)
                    for tap in 0..<lattice.taps { raise(tap, lattice, from, to) }
                })
        ]
    }

    private func raise(
        _ tap: Int, _ lattice: Lattice, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>
    ) {
        lattice.forEachRow(ofTap: tap) { count, output, input in
            tiles_max_row(count, to + output, from + input, lattice.columns.stride)
        }
    }

    /// To the first of the largest values, in reading order.
    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0], case .floats(let output) = outputs[0] else { return [] }
        let input = try inputs.floats(0)
        let lattice = try Lattice(recipe.operation(inputs))
        return [
            spread(cotangent, lattice, workers) { plane, place, value, to in
                let largest = output.values[plane * lattice.outputPlane + place]
                let source = lattice.places(place).first {
                    input.values[plane * lattice.inputPlane + $0] == largest
                }
                if let source { to[source] += value }
            }
        ]
    }
}

/// The mean under each window, of the places inside the image or of all.
struct AveragePooling: Computation {
    let recipe: Recipe

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(Refusal) -> [Value] {
        let input = try inputs.floats(0)
        let lattice = try Lattice(recipe.operation(inputs))
        let shares = shares(lattice)
        return [
            .floats(
                try planes(of: input, lattice, workers) { from, to in
                    for row in 0..<lattice.rows.output {
                        for column in 0..<lattice.columns.output {
                            let place = row * lattice.columns.output + column
                            to[place] = lattice.sum(row, column, from) * shares[place]
                        }
                    }
                })
        ]
    }

    /// The places of an axis, with the padding if it counts; never what a last window hangs over.
    private func countedPlaces(_ axis: PlacedAxis, _ index: Int) -> Range<Int> {
        guard recipe.node.int("count_include_pad") == 1 else { return 0..<axis.input }
        let isSame = recipe.node.string("auto_pad")?.hasPrefix("SAME") ?? false
        let needed = (axis.output - 1) * axis.stride + axis.extent - axis.input - axis.before
        let given = recipe.node.ints("pads").flatMap { $0.count == 4 ? $0[index + 2] : nil } ?? 0
        return -axis.before..<max(axis.input + (isSame ? max(needed, 0) : given), -axis.before)
    }

    /// One over the number of places that count, for each window.
    private func shares(_ lattice: Lattice) -> [Float] {
        func counts(_ axis: PlacedAxis, _ index: Int) -> [Int] {
            let places = countedPlaces(axis, index)
            return (0..<axis.output).map { output in
                (0..<axis.kernel).count { places.contains(axis.place(of: output, tap: $0)) }
            }
        }
        let (rows, columns) = (counts(lattice.rows, 0), counts(lattice.columns, 1))
        return rows.flatMap { row in columns.map { row * $0 == 0 ? 0 : 1 / Float(row * $0) } }
    }

    func pullback(
        _ cotangents: [Tensor<Float>?], _ inputs: Inputs, _ outputs: [Value], _ workers: Workers
    ) throws(Refusal) -> [Tensor<Float>?] {
        guard let cotangent = cotangents[0] else { return [] }
        let lattice = try Lattice(recipe.operation(inputs))
        let shares = shares(lattice)
        return [
            spread(cotangent, lattice, workers) { _, place, value, to in
                for source in lattice.places(place) { to[source] += value * shares[place] }
            }
        ]
    }
}

extension Lattice {
    /// The places of an input plane under an output's window, in reading order.
    func places(_ output: Int) -> some Sequence<Int> {
        let (row, column) = output.quotientAndRemainder(dividingBy: columns.output)
        return (0..<taps).lazy.compactMap { tap -> Int? in
            let (i, j) = tap.quotientAndRemainder(dividingBy: columns.kernel)
            let (y, x) = (rows.place(of: row, tap: i), columns.place(of: column, tap: j))
            return y >= 0 && y < rows.input && x >= 0 && x < columns.input ? y * columns.input + x : nil
        }
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
    of input: Tensor<Float>, _ lattice: Lattice, _ workers: Workers,
    _ work: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) throws(Refusal) -> Tensor<Float> {
    let shape = try checked([lattice.batch, lattice.channels, lattice.rows.output, lattice.columns.output])
    try checkWork([elementCount(shape), lattice.taps])
    return input.values.withUnsafeBufferPointer { from in
        Tensor(shape: shape) { to in
            guard let input = from.baseAddress, let output = to.baseAddress else { return }
            nonisolated(unsafe) let (from, to) = (input, output)
            workers.inPieces(lattice.batch * lattice.channels, of: 8) { planes in
                for plane in planes { work(from + plane * lattice.inputPlane, to + plane * lattice.outputPlane) }
            }
        }
    }
}

/// What comes back to the input's planes, each by itself, from every value of the outputs that is not 0.
///
/// - Parameter work: spreads a value of a plane's output place over the input's plane.
private func spread(
    _ cotangent: Tensor<Float>, _ lattice: Lattice, _ workers: Workers,
    _ work: @Sendable (_ plane: Int, _ place: Int, _ value: Float, _ to: UnsafeMutablePointer<Float>) -> Void
) -> Tensor<Float> {
    let shape = [lattice.batch, lattice.channels, lattice.rows.input, lattice.columns.input]
    return cotangent.values.withUnsafeBufferPointer { from in
        Tensor(shape: shape) { to in
            to.update(repeating: 0)
            guard let from = from.baseAddress, let to = to.baseAddress else { return }
            nonisolated(unsafe) let (values, planes) = (from, to)
            workers.inPieces(lattice.batch * lattice.channels, of: 8) { range in
                for plane in range {
                    for place in 0..<lattice.outputPlane {
                        let value = values[plane * lattice.outputPlane + place]
                        if value != 0 { work(plane, place, value, planes + plane * lattice.inputPlane) }
                    }
                }
            }
        }
    }
}
