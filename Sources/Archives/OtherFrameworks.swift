internal import Files

/// Files of TensorFlow, TensorFlow.js and Flax, which are not read: what they are, and the way to a file that is.
enum OtherFrameworks {
    static let savedModel =
        "a TensorFlow SavedModel (python -m tf2onnx.convert --saved-model FOLDER --output m.onnx makes an ONNX file of it)"
    static let frozenGraph =
        "a frozen graph of TensorFlow (python -m tf2onnx.convert --graphdef m.pb --inputs NAME:0 --outputs NAME:0 --output m.onnx makes an ONNX file of it)"
    static let layersModel =
        "a model of TensorFlow.js (tensorflowjs_converter --input_format tfjs_layers_model --output_format keras model.json m.h5 makes a Keras file of it)"
    static let graphModel =
        "a graph of TensorFlow.js (convert the SavedModel that it was made from: python -m tf2onnx.convert --saved-model FOLDER --output m.onnx)"
    static let flax =
        "a MessagePack file, as Flax writes weights (safetensors.flax.save_file keeps the kernels; jax2onnx or jax2tf the network)"

    /// What a file is, if it is one of these.
    static func kind(of file: LazyFile) -> String? {
        let head = file.bytes(first: 1 << 12)
        if isSavedModel(file) { return savedModel }
        if isGraph(head) { return frozenGraph }
        if head.first == UInt8(ascii: "{") {
            let text = String(decoding: head, as: UTF8.self)
            if text.contains("\"graph-model\"") { return graphModel }
            if text.contains("\"modelTopology\"") || text.contains("\"weightsManifest\"") { return layersModel }
        }
        return isNamedValues(head) ? flax : nil
    }

    /// Whether a folder is a SavedModel.
    static func isSavedModel(folder path: String) -> Bool { FileKind(at: "\(path)/saved_model.pb") == .file }

    /// Version 1, then a graph with what it is for, where a model of ONNX names its producer in letters.
    static func isSavedModel(_ file: LazyFile) -> Bool {
        let head = file.bytes(first: 16)
        guard head.starts(with: [0x08, 0x01, 0x12]) else { return false }
        let length = head.dropFirst(3).prefix { $0 >= 0x80 }.count + 1
        return head.count > 3 + length && head[3 + length] == 0x0A
    }

    /// Whether a message begins with a node: its name, and an operation as TensorFlow names them, `Conv2D`.
    private static func isGraph(_ head: [UInt8]) -> Bool {
        guard head.first == 0x0A else { return false }
        let name = 1 + head.dropFirst().prefix { $0 >= 0x80 }.count + 1
        guard head.count > name + 1, head[name] == 0x0A, head[name + 1] < 0x80 else { return false }
        let op = name + 2 + Int(head[name + 1])
        guard head.count > op + 2, head[op] == 0x12, head.count >= op + 2 + Int(head[op + 1]) else { return false }
        let letters = head[(op + 2)..<(op + 2 + Int(head[op + 1]))]
        return !letters.isEmpty && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letters[op + 2])
            && letters.allSatisfy { Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber }
    }

    /// Whether a map of MessagePack begins with a key in letters.
    private static func isNamedValues(_ head: [UInt8]) -> Bool {
        guard let first = head.first, (0x81...0x8F).contains(first) || first == 0xDE else { return false }
        let start = first == 0xDE ? 3 : 1
        guard head.count > start, (0xA1...0xBF).contains(head[start]) else { return false }
        let key = head.dropFirst(start + 1).prefix(Int(head[start] & 0x1F))
        return key.count == Int(head[start] & 0x1F) && key.allSatisfy { (0x20..<0x7F).contains($0) }
    }
}
