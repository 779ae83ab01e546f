import Networks

/// A layer of a Caffe network, as far as finding kernels needs it.
struct CaffeLayer {
    /// Which fields of a layer's message hold what.
    struct Fields {
        let name, type, blobs, convolution: Int

        /// `LayerParameter`.
        static let current = Fields(name: 1, type: 2, blobs: 7, convolution: 106)
        /// `V1LayerParameter`.
        static let v1 = Fields(name: 4, type: 5, blobs: 6, convolution: 10)
    }

    /// The name.
    private(set) var name = ""
    /// The operation in ONNX's words, of a convolution.
    private(set) var op: Operator?
    /// Where the messages of its arrays lie.
    private(set) var blobs: [Range<Int>] = []
    /// How many groups the channels are parted in.
    private(set) var group = 1

    /// Reads a layer's message.
    init(_ file: LazyFile, _ range: Range<Int>, fields: Fields) throws(ArchiveError) {
        var layer = ProtobufReader(file, range, place: "a layer")
        while let field = try layer.next() {
            switch (field.number, field.value) {
            case (fields.name, .bytes(let range)): name = file.text(in: range)
            case (fields.type, .bytes(let range)):
                op = ["Convolution": .conv, "Deconvolution": .convTranspose][file.text(in: range)]
            case (fields.type, .varint(let number)): op = [4: .conv, 39: .convTranspose][number]
            case (fields.blobs, .bytes(let range)): blobs.append(range)
            case (fields.convolution, .bytes(let range)): try readGroup(file, range)
            default: continue
            }
        }
    }

    /// Reads `group` of a `ConvolutionParameter`.
    private mutating func readGroup(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var parameters = ProtobufReader(file, range, place: "a convolution's parameters")
        while let field = try parameters.next() {
            if case (5, .varint(let number)) = (field.number, field.value) { group = Int(truncatingIfNeeded: number) }
        }
    }
}
