/// The format a model file turned out to have, told by its content.
public enum ModelFormat: Hashable, Sendable, CaseIterable {
    /// Open Neural Network Exchange: a graph with its weights, as a Protocol Buffers message.
    case onnx
    /// Hugging Face's named tensors: a JSON header, then the bytes.
    case safetensors
    /// One NumPy array, `.npy` versions 1 to 3.
    case numpy
    /// Several NumPy arrays in a ZIP, `.npz`.
    case numpyArchive
    /// PyTorch's checkpoints since version 1.6, a ZIP, and TorchScript archives.
    case pytorch
    /// PyTorch's checkpoints before version 1.6, a series of pickles.
    case legacyPytorch

    /// The name for reports.
    public var displayName: String {
        switch self {
        case .onnx: "ONNX"
        case .safetensors: "safetensors"
        case .numpy: "NumPy .npy"
        case .numpyArchive: "NumPy .npz"
        case .pytorch: "PyTorch"
        case .legacyPytorch: "PyTorch, before 1.6"
        }
    }
}
