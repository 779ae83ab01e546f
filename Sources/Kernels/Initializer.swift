import Foundation

/// How a layer's weights are drawn before anything is learned: independently, of one distribution around 0.
public struct Initializer: Hashable, Sendable {
    /// The shape of the distribution.
    public enum Family: String, Hashable, Sendable {
        /// Between −√3 σ and √3 σ.
        case uniform
        /// A Gaussian.
        case normal
        /// A Gaussian of which what lies beyond two of its deviations is drawn again.
        case truncatedNormal = "truncated normal"
    }

    /// The shape of the distribution.
    public let family: Family
    /// The standard deviation of the weights, after truncation.
    public let deviation: Double
    /// What prescribes the deviation, as in "He for the inputs".
    public let rule: String

    /// What truncation at two deviations leaves of the deviation.
    static let truncated = 0.8796256610342398

    /// The initialisers in common use for a layer: `fanIn` weights make one output, and each input has part in `fanOut`.
    ///
    /// PyTorch's default is uniform within ±1/√fanIn. LeCun's variance is 1/fanIn (Caffe's "xavier" too), He's 2/fanIn
    /// or 2/fanOut, Glorot's 2/(fanIn + fanOut), uniform, normal or truncated. Others fix the deviation.
    /// - SeeAlso: LeCun et al. (1998), *Efficient BackProp*; Glorot & Bengio (2010), *AISTATS*; He et al. (2015), *ICCV*.
    public static func common(fanIn: Double, fanOut: Double) -> [Initializer] {
        let scaled: [(rule: String, variance: Double)] = [
            ("LeCun", 1 / fanIn), ("He for the inputs", 2 / fanIn), ("He for the outputs", 2 / fanOut),
            ("Glorot", 2 / (fanIn + fanOut)),
        ]
        let families: [Family] = [.uniform, .normal, .truncatedNormal]
        let fixed = [0.001, 0.01, 0.02, 0.05, 0.1]
        return [Initializer(family: .uniform, deviation: (1 / (3 * fanIn)).squareRoot(), rule: "PyTorch's default")]
            + families.flatMap { family in
                scaled.map { Initializer(family: family, deviation: $0.variance.squareRoot(), rule: $0.rule) }
            }
            + fixed.map { Initializer(family: .normal, deviation: $0, rule: "a fixed deviation of \($0)") }
            + fixed.map {
                Initializer(
                    family: .truncatedNormal, deviation: $0 * truncated,
                    rule: "a fixed deviation of \($0), before truncation")
            }
            + [Initializer(family: .uniform, deviation: 0.05 / 3.0.squareRoot(), rule: "a fixed bound of 0.05")]
    }

    /// The fourth moment over the square of the second.
    var kurtosis: Double {
        switch family {
        case .uniform: 1.8
        case .normal: 3
        // By quadrature.
        case .truncatedNormal: 2.3655
        }
    }

    /// The part of the distribution below a weight.
    func cumulative(_ weight: Double) -> Double {
        switch family {
        case .uniform: min(max((weight / (deviation * 3.0.squareRoot()) + 1) / 2, 0), 1)
        case .normal: Self.gaussian(weight / deviation)
        case .truncatedNormal:
            min(
                max(
                    (Self.gaussian(weight / deviation * Self.truncated) - Self.gaussian(-2))
                        / (Self.gaussian(2) - Self.gaussian(-2)), 0), 1)
        }
    }

    private static func gaussian(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }
}
