/// The format a model file turned out to have, told by its content.
public enum ModelFormat: Hashable, Sendable, CaseIterable {
    /// Open Neural Network Exchange: a graph with its weights, as a Protocol Buffers message.
    case onnx
    /// Hugging Face's named tensors: a JSON header, then the bytes.
    case safetensors
    /// One NumPy array, `.npy` versions 1 to 3.
    case numpy

    /// The name for reports.
    public var displayName: String {
        switch self {
        case .onnx: "ONNX"
        case .safetensors: "safetensors"
        case .numpy: "NumPy .npy"
        }
    }
}
