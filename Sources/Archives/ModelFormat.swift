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

    /// How names of such files end.
    var endings: [String] {
        switch self {
        case .onnx: [".onnx"]
        case .safetensors: [".safetensors"]
        case .numpy: [".npy"]
        case .numpyArchive: [".npz"]
        case .pytorch, .legacyPytorch: [".pt", ".pth"]
        case .hdf5: [".h5", ".hdf5"]
        case .keras: [".keras"]
        case .tflite: [".tflite"]
        case .caffe: [".caffemodel"]
        }
    }

    /// What gave the format away.
    var sign: String {
        switch self {
        case .onnx: "an ONNX graph"
        case .safetensors: "safetensors: a JSON header, then tensors"
        case .numpy: "a NumPy array"
        case .numpyArchive: "a ZIP with .npy files: NumPy's .npz"
        case .pytorch: "a ZIP with data.pkl: a PyTorch checkpoint"
        case .legacyPytorch: "pickles behind PyTorch's magic number: a PyTorch checkpoint"
        case .hdf5: "an HDF5 file, as Keras writes"
        case .keras: "a ZIP with model.weights.h5: a Keras model"
        case .tflite: "a TensorFlow Lite model"
        case .caffe: "a Caffe network with its weights"
        }
    }

    /// A line on a file whose name promises another format; `nil` where it promises this or none.
    func warning(of path: String) -> String? {
        let promised = ModelFormat.allCases.filter { format in format.endings.contains { path.hasSuffix($0) } }
        guard !promised.isEmpty, !promised.contains(self) else { return nil }
        return "by its content this is \(sign), renamed; it is read as that"
    }

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
