import Physiology

extension KernelClass {
    /// As a picture's labels have it: `center–surround`, `color gabor`. Tables and reports keep the name that is searched for.
    var words: String { self == .centerSurround ? "center–surround" : rawValue.replacing("_", with: " ") }
}
