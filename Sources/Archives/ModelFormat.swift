/// The format a model file turned out to have, told by its content.
///
/// Each format describes itself in its own folder; these are names for some of them.
public struct ModelFormat: Hashable, Sendable, CustomStringConvertible {
    /// The name for programs: "onnx".
    public let description: String
    /// The name for reports: "ONNX".
    public let displayName: String
    /// How names of such files end.
    let endings: [String]
    /// What gave the format away: "an ONNX graph".
    let sign: String
    /// How to come by a file with a network that is read.
    let wayToNetwork: String

    init(
        _ description: String, displayName: String, endings: [String], sign: String,
        wayToNetwork: String = "give a network's file, as of ONNX or Keras, or a CSV of layers"
    ) {
        self.description = description
        self.displayName = displayName
        self.endings = endings
        self.sign = sign
        self.wayToNetwork = wayToNetwork
    }

    /// A line on a file whose name promises another format; `nil` where it promises this or none.
    func warning(of path: String) -> String? {
        let all = formats.map { $0.format } + zipFormats.map { $0.format }
        let promised = all.filter { format in format.endings.contains { path.hasSuffix($0) } }
        guard !promised.isEmpty, !promised.contains(self) else { return nil }
        return "by its content this is \(sign), renamed; it is read as that"
    }
}

extension ModelFormat {
    /// Open Neural Network Exchange: a graph with its weights, as a Protocol Buffers message.
    public static let onnx = OnnxFormat.format
    /// Hugging Face's named tensors: a JSON header, then the bytes.
    public static let safetensors = SafetensorsFormat.format
    /// One NumPy array, `.npy` versions 1 to 3.
    public static let numpy = NumpyFormat.format
    /// Several NumPy arrays in a ZIP, `.npz`.
    public static let numpyArchive = NumpyArchiveFormat.format
    /// Arrays in a MATLAB file, `.mat` of version 5 or 7.3.
    public static let matlab = MatlabFormat.format
    /// PyTorch's checkpoints since version 1.6, a ZIP, and TorchScript archives.
    public static let pytorch = TorchFormat.format
    /// What `torch.export.save` writes, `.pt2`: a ZIP of a graph and its weights.
    public static let torchExport = TorchExportFormat.format
    /// PyTorch's checkpoints before version 1.6, a series of pickles.
    public static let legacyPytorch = LegacyTorchFormat.format
    /// Keras' `.h5`, and other HDF5 files of arrays.
    public static let hdf5 = HDF5Format.format
    /// Keras' `.keras`, a ZIP of an HDF5 file and the model's description.
    public static let keras = KerasArchiveFormat.format
    /// TensorFlow Lite: operators over tensors, as a FlatBuffers file.
    public static let tflite = TFLiteFormat.format
    /// A Caffe network with its weights, as a Protocol Buffers message.
    public static let caffe = CaffeFormat.format
}
