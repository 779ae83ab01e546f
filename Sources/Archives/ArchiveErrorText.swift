internal import Files
import Networks

extension ArchiveError: CustomStringConvertible {
    /// `FILE: what is wrong; what would be right`, on one line.
    public var description: String { text { "the \($0.rawValue)" } }

    /// The same line, with choices called as whoever makes them knows them.
    public func text(naming name: (WeightReading.Choice) -> String) -> String {
        if case .noneShown(let count, let first) = self {
            return (count == 1 ? first : "none of \(count) pictures could be shown; the first: \(first)").visible
        }
        return named(name)
    }

    private func named(_ name: (WeightReading.Choice) -> String) -> String {
        "\(StandardInput.named(file)): \(inputText ?? contentText(name))".visible
    }

    private var inputText: String? {
        switch self {
        case .missing: "no such file; give the path of one that is there"
        case .isDirectory: "is a folder; give the path of a file in it"
        case .notRegularFile: "is a pipe or a device; give a regular file"
        case .unreadable(_, let reason): "cannot be read (\(reason)); give a file you may read"
        case .unwritable(_, let reason): "cannot be written (\(reason)); choose another place"
        case .missingLibrary(_, let library, let package):
            "is read by \(library), which is not there; install it (apt-get install \(package))"
        case .empty: "is empty; a file with at least a header is expected"
        case .changed: "was written to while it was read; wait until it is whole and try again"
        case .unknownFormat(_, let bytes): "begins with \(hexadecimal(bytes)), as no known model file does; \(readable)"
        case .otherFormat(_, let kind): "this is \(kind); \(readable)"
        case .otherPicture(_, let kind): "this is \(kind); \(readablePictures)"
        case .unknownPicture(_, let bytes):
            "begins with \(hexadecimal(bytes)), as no known picture does; \(readablePictures)"
        case .otherArray(_, let reason): reason
        case .noPicture: "no picture lies in this folder; \(readablePictures)"
        case .otherPictures(_, let row):
            "row \(row) is of another picture; responses to the same pictures, in the same order, are expected"
        case .otherRows(_, let rows, let expected):
            "has \(rows) rows; \(expected) are expected, one for each picture"
        case .fewPictures(_, let count): "shares \(count) pictures that could be shown; 3 or more are compared"
        case .noActivations: "holds no recorded activations; give an array (.npy) or the folder of such a run"
        case .noStimuli: "lists no picture; a row with a path is expected"
        case .pictureTooLarge(_, let height, let width, let limit):
            "\(height) × \(width) pixels are more than the \(limit) that are read; make the picture smaller"
        case .truncated(_, let place, let needed, let found):
            "truncated: \(place) needs \(needed) bytes, \(found) are there; copy or download the file again"
        case .noChecksum:
            "has no checksum, as other programs' files and those of earlier versions; give one that this version wrote"
        case .otherChecksum: "is damaged: it does not hold what its checksum is of; give a copy that is whole"
        default: nil
        }
    }

    private func contentText(_ name: (WeightReading.Choice) -> String) -> String {
        switch self {
        case .malformed(_, let place, let expectation): "\(place) is malformed; \(expectation)"
        case .unsupportedType(_, let tensor, let type):
            "tensor '\(tensor)' has elements of type \(type); floats of 8 to 64 bits and integers are read"
        case .notKernels(_, let shape):
            "an array of shape \(shapeText(shape)) is no kernel set; output × input × row × column, "
                + "or output × row × column, is read"
        case .noConvolution(_, let tensors, let areOfFour): noConvolutionText(tensors, areOfFour)
        case .noImageLayer(_, let layers):
            "no layer takes image channels (1, 3 or 4), so none is the first; name one of \(listed(layers))"
        case .otherLayout(_, let layer, let shape, let layout):
            "layer '\(layer)' of shape \(shapeText(shape)) cannot be read as \(layout); leave out \(name(.layout)), or give its own"
        case .noSuchLayer(_, let name, let suggestion):
            "no layer '\(name)'; "
                + (suggestion.map { "did you mean '\($0)'?" } ?? "striate kernels \(file) lists them")
        case .noLayerAtIndex(_, let index, let count): "\(NetworkError.noLayerAtIndex(index: index, count: count))"
        case .weightsNotStored(_, let layer, let tensor, let reason):
            "layer '\(layer)' takes its weights from '\(tensor)', \(reason); name a layer with stored weights"
        case .convolutionInFunction(_, let function):
            "its convolutions lie in function '\(function)'; write its functions out first (onnx.inliner does)"
        case .outsideFolder(_, let tensor, let location):
            "tensor '\(tensor)' lies in '\(location)'; a file in the model's folder is expected"
        case .nonFinite(_, let tensor, let place, let value):
            "'\(tensor)' is \(value) at \(place); weights are finite 32-bit numbers"
        case .noGraph(_, let format):
            "this is \(format.displayName), which holds weights and no network; \(format.wayToNetwork)"
        case .notANetwork(_, let reason), .notCells(_, let reason): reason
        default: ""
        }
    }

    private var readable: String {
        "ONNX, safetensors, PyTorch, Keras, TensorFlow Lite, Caffe, .npy, .npz and .mat are read"
    }
    private var readablePictures: String { "\(ImageFormat.pictureNames) in grey or RGB, and .npy, are read" }

    private func noConvolutionText(_ tensors: [String], _ areOfFour: Bool) -> String {
        if tensors.isEmpty { return "no two-dimensional convolution; give a convolutional network" }
        if areOfFour { return "no two-dimensional convolution; its tensors of four dimensions are \(listed(tensors))" }
        return "no two-dimensional convolution; none of its tensors has four dimensions, they are \(listed(tensors))"
    }
}

/// The first names of a list, and how many more there are.
func listed(_ names: [String]) -> String {
    let shown = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
}

/// Bytes as a hex dump shows them.
private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}
