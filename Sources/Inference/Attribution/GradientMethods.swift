internal import Glibc
import Networks
import Planes

extension Explainer {
    /// The way back, on which rectifiers let only positive derivatives pass.
    func guided(_ run: RecordedRun, _ units: WeightedUnits) throws(InferenceError) -> Tensor<Float> {
        guard run.hasRectifier else { throw .noRectifier }
        let input = network.image.name
        let found = try run.gradients(
            of: tensor, weighted: units.cotangent(run.tensor(tensor).shape), by: [input], passing: .guided)
        guard let result = found[input] else { throw .unreached(tensor: tensor, input: input) }
        return result
    }

    /// The mean gradient of noisy pictures.
    func smoothed(
        _ input: Tensor<Float>, _ units: WeightedUnits, _ samples: Int, _ noise: Double,
        using generator: inout some RandomNumberGenerator, finished: (Int) throws(InferenceError) -> Void
    ) throws(InferenceError) -> Tensor<Float> {
        let range = (input.values.max() ?? 0) - (input.values.min() ?? 0)
        let deviation = noise * Double(range)
        var sum = [Double](repeating: 0, count: input.count)
        for sample in 0..<samples {
            var noisy = input
            noisy.update { values in
                for index in values.indices { values[index] += Float(deviation * gaussian(using: &generator)) }
            }
            try sum.add(gradient(record(noisy), units))
            try finished(sample + 1)
        }
        return Tensor(shape: input.shape, values: sum.map { Float($0 / Double(samples)) })
    }

    /// (x − x′) · the mean gradient at the middles of equal steps from x′ to x.
    func integrated(
        from start: Tensor<Float>, to end: Tensor<Float>, _ units: WeightedUnits, _ steps: Int,
        finished: (Int) throws(InferenceError) -> Void
    ) throws(InferenceError) -> Tensor<Float> {
        var sum = [Double](repeating: 0, count: end.count)
        for step in 0..<steps {
            let part = Float((Double(step) + 0.5) / Double(steps))
            var between = start
            between.update { values in
                for index in values.indices { values[index] += part * (end.values[index] - values[index]) }
            }
            try sum.add(gradient(record(between), units))
            try finished(step + 1)
        }
        return Tensor(
            shape: end.shape,
            values: sum.indices.map {
                Float(sum[$0] / Double(steps) * (Double(end.values[$0]) - Double(start.values[$0])))
            })
    }
}

/// A standard normal deviate (Box & Muller 1958).
private func gaussian(using generator: inout some RandomNumberGenerator) -> Double {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
}

extension [Double] {
    fileprivate mutating func add(_ tensor: Tensor<Float>) {
        for index in indices { self[index] += Double(tensor.values[index]) }
    }
}

extension Tensor<Float> {
    /// The product, place by place, with a tensor of the same shape.
    func times(_ other: Tensor<Float>) -> Tensor<Float> {
        var product = self
        product.update { for index in $0.indices { $0[index] *= other.values[index] } }
        return product
    }
}
