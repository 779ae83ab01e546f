/// A setting of a node, fixed when the network was made: a stride, a mode, a constant, a body of a loop.
public enum Attribute: Sendable {
    /// A whole number.
    case int(Int)
    /// Whole numbers, such as a kernel's sizes.
    case ints([Int])
    /// A number.
    case float(Float)
    /// Numbers.
    case floats([Float])
    /// A word, such as the mode of padding.
    case string(String)
    /// Words.
    case strings([String])
    /// A tensor.
    case tensor(Constant)
    /// A body, which may read tensors of the network around it.
    case graph(Network)
    /// Several bodies.
    case graphs([Network])
}
