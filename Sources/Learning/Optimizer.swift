internal import Foundation
internal import Planes

/// How derivatives change weights.
public struct Optimizer: Hashable, Codable, Sendable {
    /// The rule.
    public enum Rule: String, CaseIterable, Codable, Sendable {
        /// Stochastic gradient descent with momentum: v ← momentum · v + g; w ← w − rate · v.
        case sgd
        /// Kingma & Ba (2015): m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
        /// w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε), with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
        case adam
    }

    /// The rule.
    public let rule: Rule
    /// Of the first step; it falls along a straight line to 0 behind the last.
    public let rate: Double
    /// How much of the last change goes on, with `sgd`.
    public let momentum: Double

    /// A way down.
    public init(_ rule: Rule, rate: Double, momentum: Double = 0.9) {
        self.rule = rule
        self.rate = rate
        self.momentum = momentum
    }

    /// What of the steps before acts on the next: by name of the moment and of the parameter.
    public struct Moments: Hashable, Sendable {
        /// Means of the derivatives.
        public internal(set) var first: Parameters
        /// Means of their squares; empty with `sgd`.
        public internal(set) var second: Parameters
    }

    /// Before the first step.
    public func moments(of parameters: Parameters) -> Moments {
        let zero = parameters.mapValues { Tensor<Float>(shape: $0.shape, repeating: 0) }
        return Moments(first: zero, second: rule == .adam ? zero : [:])
    }

    private static let (decay, squareDecay, floor) = (0.9, 0.999, 1e-8)

    /// One step.
    ///
    /// - Parameters:
    ///   - step: from 0 to `steps` − 1.
    ///   - steps: in all.
    func move(
        _ parameters: inout Parameters, _ moments: inout Moments, along gradients: Parameters, step: Int, of steps: Int
    ) {
        let rate = rate * (1 - Double(step) / Double(steps))
        let time = Double(step + 1)
        for (name, gradient) in gradients {
            switch rule {
            case .sgd:
                Self.update(&parameters[name], &moments.first[name], gradient) { weight, mean, slope in
                    mean = Float(momentum) * mean + slope
                    weight -= Float(rate) * mean
                }
            case .adam:
                let (decay, squareDecay) = (Float(Self.decay), Float(Self.squareDecay))
                let scale = Float(rate / (1 - pow(Self.decay, time)))
                let squareScale = Float(1 / (1 - pow(Self.squareDecay, time)))
                Self.update(&moments.first[name], &moments.second[name], gradient) { mean, square, slope in
                    mean = decay * mean + (1 - decay) * slope
                    square = squareDecay * square + (1 - squareDecay) * slope * slope
                }
                guard let square = moments.second[name] else { continue }
                Self.update(&parameters[name], &moments.first[name], square) { weight, mean, square in
                    weight -= scale * mean / ((squareScale * square).squareRoot() + Float(Self.floor))
                }
            }
        }
    }

    /// Changes two tensors of one shape, element by element, by a third.
    private static func update(
        _ a: inout Tensor<Float>?, _ b: inout Tensor<Float>?, _ third: Tensor<Float>,
        _ body: (inout Float, inout Float, Float) -> Void
    ) {
        third.values.withUnsafeBufferPointer { third in
            a?.update { a in
                b?.update { b in for index in third.indices { body(&a[index], &b[index], third[index]) } }
            }
        }
    }
}
