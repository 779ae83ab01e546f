internal import Foundation
internal import Planes

/// Softmax and cross-entropy: how surprised a network is by the right answers.
///
/// p = e^(z − max z) / Σ e^(z − max z); loss = −log p of the right class, its derivative by z is p − 1 there, p elsewhere;
/// both are means over the batch.
struct CrossEntropy {
    /// The mean loss.
    let loss: Double
    /// Its derivatives by the answers, of their shape.
    let derivative: Tensor<Float>

    /// Of a batch of answers.
    ///
    /// - Precondition: examples × classes, a class for each example.
    init(_ answers: Tensor<Float>, labels: [Int]) {
        precondition(answers.shape.count == 2 && answers.shape[0] == labels.count, "a class for each example")
        let classes = answers.shape[1]
        var (sum, derivative) = (0.0, answers)
        derivative.update { values in
            for (example, label) in labels.enumerated() {
                let places = example * classes..<(example + 1) * classes
                let largest = Double(values[places].max() ?? 0)
                let weights = values[places].map { exp(Double($0) - largest) }
                let total = weights.reduce(0, +)
                sum += log(total) - (Double(values[places.lowerBound + label]) - largest)
                for (index, place) in places.enumerated() {
                    let rest = weights[index] / total - (index == label ? 1 : 0)
                    values[place] = Float(rest / Double(labels.count))
                }
            }
        }
        loss = labels.isEmpty ? 0 : sum / Double(labels.count)
        self.derivative = derivative
    }
}
