public import Kernels

extension WeightOrigin {
    /// What a reader is to know before any number about the layer; `nil` where nothing is wrong with it.
    public var caution: String? {
        switch self {
        case .constant(let weight):
            "Every weight of this layer is \(weight), one constant, as in a graph that was saved without its weights: what "
                + "follows is about no kernels."
        case .noise(let initializer):
            "The weights look untouched: independent draws, \(initializer.words), without correlation of neighbours or "
                + "channels. What follows describes initial noise, not what was learned."
        case .shaped: nil
        }
    }
}

extension Initializer {
    /// As in "uniform within ±0.0825, PyTorch's default".
    fileprivate var words: String {
        switch family {
        case .uniform: "uniform within ±\(rounded(deviation * 3.0.squareRoot(), 4)) (\(rule))"
        case .normal, .truncatedNormal: "\(family.rawValue) with deviation \(rounded(deviation, 4)) (\(rule))"
        }
    }
}
