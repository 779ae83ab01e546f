internal import Glibc
public import Planes

/// What a network takes a picture for: its classes by probability.
public struct Predictions: Hashable, Sendable {
    /// One class.
    public struct Prediction: Hashable, Sendable {
        /// Its place in the network's answer.
        public let index: Int
        /// What the network gave for it.
        public let score: Float
        /// From 0 to 1.
        public let probability: Double
    }

    /// All classes, the likeliest first; of equal ones the first in the answer.
    public let ranked: [Prediction]
    /// Whether the probabilities are the softmax of the answer, e^(score − max) / Σ, which the network left out.
    public let isSoftmaxAdded: Bool
    /// The sum of the probabilities.
    public let sum: Double

    /// Classes that an answer may have.
    public static let mostClasses = 1 << 20

    /// Reads an answer: probabilities as they are, where none is negative and they sum to 1 within a thousandth; else
    /// their softmax. `nil` for an answer that is no class vector: two to ``mostClasses`` numbers, the first after the
    /// batch (or alone, or where the network has channels last the last), on a map of one place or on none. A list of
    /// boxes or anchors, batch × place × number, is none.
    public init?(_ answer: Tensor<Float>) {
        guard (2...Self.mostClasses).contains(answer.count), Self.isClassVector(answer.shape) else { return nil }
        let scores = answer.values
        let total = scores.reduce(0.0) { $0 + Double($1) }
        isSoftmaxAdded = !(scores.allSatisfy { $0 >= 0 } && abs(total - 1) < 1e-3)
        let largest = Double(scores.max() ?? 0)
        let weights = isSoftmaxAdded ? scores.map { exp(Double($0) - largest) } : scores.map(Double.init)
        let share = isSoftmaxAdded ? weights.reduce(0, +) : 1
        let probabilities = weights.map { $0 / share }
        sum = probabilities.reduce(0, +)
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        ranked = order.map { Prediction(index: $0, score: scores[$0], probability: probabilities[$0]) }
    }

    /// N, 1 × N, 1 × N × 1 × 1 or 1 × 1 × 1 × N.
    static func isClassVector(_ shape: [Int]) -> Bool {
        switch shape.count {
        case 1: true
        case 2: shape[0] == 1
        case 4: shape[0] == 1 && shape[2] == 1 && (shape[3] == 1 || shape[1] == 1)
        default: false
        }
    }
}
