import Networks

/// A layer of a Caffe network: its name, what it does, what it reads and gives, and its arrays.
struct CaffeLayer {
    let name, type: String
    let bottoms, tops: [String]
    /// Where the messages of its arrays lie, where they are stored.
    var blobs: [Range<Int>]
    let settings: CaffeMessage

    init(_ message: CaffeMessage) {
        name = message.text("name") ?? ""
        type = Self.type(message.text("type") ?? "")
        bottoms = message.texts("bottom")
        tops = message.texts("top")
        blobs = message.all("blobs").compactMap { if case .array(let range) = $0 { range } else { nil } }
        settings = message
    }

    /// The layers of a network, in its order.
    static func all(in net: CaffeMessage) -> [CaffeLayer] { net.messages("layer").map(CaffeLayer.init) }

    /// How many groups the channels are parted in.
    var group: Int { settings.message("convolution_param").int("group") ?? 1 }

    /// The operation in ONNX's words, of a convolution.
    var convolution: Operator? { ["Convolution": .conv, "Deconvolution": .convTranspose][type] }

    /// Whether the layer is there when a trained network runs.
    var isRun: Bool {
        func holds(_ rules: [CaffeMessage]) -> Bool { rules.contains { ($0.text("phase") ?? "TEST") == "TEST" } }
        if settings.has("include") { return holds(settings.messages("include")) }
        return !holds(settings.messages("exclude").filter { $0.has("phase") })
    }

    /// Older descriptions have types in capitals, `INNER_PRODUCT`.
    private static func type(_ word: String) -> String {
        guard word == word.uppercased(), word.contains(where: \.isLetter) else { return word }
        let others = ["RELU": "ReLU", "TANH": "TanH", "SOFTMAX_LOSS": "SoftmaxWithLoss", "ABSVAL": "AbsVal"]
        if let known = others[word] ?? ["LRN", "MVN", "BNLL", "ELU"].first(where: { $0 == word }) { return known }
        return word.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
    }
}
