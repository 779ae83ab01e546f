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
    /// Keras' `.h5`, and other HDF5 files of arrays.
    case hdf5
    /// Keras' `.keras`, a ZIP of an HDF5 file and the model's description.
    case keras
    /// TensorFlow Lite: operators over tensors, as a FlatBuffers file.
    case tflite
    /// A Caffe network with its weights, as a Protocol Buffers message.
    case caffe

    /// The name for reports.
    public var displayName: String {
        switch self {
        case .onnx: "ONNX"
        case .safetensors: "safetensors"
        case .numpy: "NumPy .npy"
        case .numpyArchive: "NumPy .npz"
        case .pytorch: "PyTorch"
        case .legacyPytorch: "PyTorch, before 1.6"
        case .hdf5: "HDF5"
        case .keras: "Keras"
        case .tflite: "TensorFlow Lite"
        case .caffe: "Caffe"
        }
    }
}
