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
        var result = Tensor<Float>(shape: input.shape, repeating: 0)
        result.update { to in
            for plane in 0..<lattice.batch * lattice.channels {
                for place in 0..<lattice.outputPlane {
                    let index = plane * lattice.outputPlane + place
                    guard cotangent.values[index] != 0 else { continue }
                    let (row, column) = place.quotientAndRemainder(dividingBy: lattice.columns.output)
                    let source = lattice.places(row, column).first {
                        input.values[plane * lattice.inputPlane + $0] == output.values[index]
                    }
                    if let source { to[plane * lattice.inputPlane + source] += cotangent.values[index] }
                }
            }
        }
        return [result]
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
        let input = try inputs.floats(0)
        let lattice = try Lattice(recipe.operation(inputs))
        let shares = shares(lattice)
        var result = Tensor<Float>(shape: input.shape, repeating: 0)
        result.update { to in
            for plane in 0..<lattice.batch * lattice.channels {
                for place in 0..<lattice.outputPlane {
                    let value = cotangent.values[plane * lattice.outputPlane + place] * shares[place]
                    guard value != 0 else { continue }
                    let (row, column) = place.quotientAndRemainder(dividingBy: lattice.columns.output)
                    for source in lattice.places(row, column) { to[plane * lattice.inputPlane + source] += value }
                }
            }
        }
        return [result]
    }
}

extension Lattice {
    /// The places of an input plane under an output's window, in reading order.
    func places(_ row: Int, _ column: Int) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(taps)
        for i in 0..<rows.kernel {
            let y = rows.place(of: row, tap: i)
            guard y >= 0, y < rows.input else { continue }
            for j in 0..<columns.kernel {
                let x = columns.place(of: column, tap: j)
                if x >= 0, x < columns.input { places.append(y * columns.input + x) }
            }
        }
        return places
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
