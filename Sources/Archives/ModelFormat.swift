/// The format a model file turned out to have, told by its content.
public enum ModelFormat: Hashable, Sendable, CaseIterable {
    /// Open Neural Network Exchange: a graph with its weights, as a Protocol Buffers message.
    case onnx
    /// Hugging Face's named tensors: a JSON header, then the bytes.
    case safetensors
    /// One NumPy array, `.npy` versions 1 to 3.
    case numpy
    /// Keras: HDF5, or a ZIP archive of one with the model's description.
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
        case .keras: "Keras"
        case .tflite: "TensorFlow Lite"
        case .caffe: "Caffe"
        }
    }
}
