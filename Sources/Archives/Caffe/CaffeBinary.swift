/// Caffe's messages as bytes: the fields that are read, by their numbers.
///
/// - SeeAlso: `caffe.proto` in github.com/BVLC/caffe.
indirect enum CaffeSchema {
    case word
    /// Whole numbers, one or packed.
    case number
    /// Numbers of 32 bits, one or packed.
    case float
    /// Names of values, by number.
    case choice([Int: String])
    case array
    case message([Int: (name: String, schema: CaffeSchema)])

    /// Reads a message in a range of a file; fields of other numbers are stepped over.
    static func read(
        _ fields: [Int: (name: String, schema: CaffeSchema)], _ file: LazyFile, _ range: Range<Int>, place: String,
        _ count: inout Int
    ) throws(ArchiveError) -> CaffeMessage {
        var message = CaffeMessage()
        var reader = ProtobufReader(file, range, place: place)
        while let field = try reader.next() {
            guard let (name, schema) = fields[field.number] else { continue }
            count += 1
            guard count <= CaffeMessage.mostFields else {
                throw .malformed(file: file.path, place: "the network", expectation: "a network has fewer settings")
            }
            switch (schema, field.value) {
            case (.word, .bytes(let range)):
                message.append(.text(file.text(in: range.prefix(512))), to: name)
            case (.number, .varint(let bits)): message.append(.text("\(Int64(bitPattern: bits))"), to: name)
            case (.number, .bytes(let range)):
                var numbers = ProtobufReader(file, range, place: place)
                while let bits = try numbers.nextVarint(), count <= CaffeMessage.mostFields {
                    count += 1
                    message.append(.text("\(Int64(bitPattern: bits))"), to: name)
                }
            case (.float, .fixed32(let range)), (.float, .bytes(let range)):
                count += range.count / 4
                guard count <= CaffeMessage.mostFields else { continue }
                for value: Float in ElementType.float32.elements(in: range.prefix(range.count / 4 * 4), of: file) {
                    message.append(.text("\(value)"), to: name)
                }
            case (.choice(let names), .varint(let bits)):
                message.append(.text(Int(exactly: bits).flatMap { names[$0] } ?? "\(bits)"), to: name)
            case (.array, .bytes(let range)): message.append(.array(range), to: name)
            case (.message(let fields), .bytes(let range)):
                message.append(.message(try read(fields, file, range, place: "a layer", &count)), to: name)
            default: continue
            }
        }
        return message
    }
}

extension CaffeMessage {
    /// Reads a `NetParameter`.
    ///
    /// - Throws: ``ArchiveError``: truncated or malformed.
    init(net file: LazyFile) throws(ArchiveError) {
        var count = 0
        self = try CaffeSchema.read(Self.net, file, 0..<file.count, place: "the network", &count)
    }

    private typealias Fields = [Int: (name: String, schema: CaffeSchema)]

    private static let net: Fields = [
        1: ("name", .word), 2: ("layer", .message(older)), 3: ("input", .word), 4: ("input_dim", .number),
        8: ("input_shape", .message(dimensions)), 100: ("layer", .message(layer)),
    ]

    private static let dimensions: Fields = [1: ("dim", .number)]
    private static let phases = CaffeSchema.choice([0: "TRAIN", 1: "TEST"])
    private static let rule = CaffeSchema.message([1: ("phase", phases)])

    /// `LayerParameter`.
    private static let layer: Fields = [
        1: ("name", .word), 2: ("type", .word), 3: ("bottom", .word), 4: ("top", .word), 7: ("blobs", .array),
        8: ("include", rule), 9: ("exclude", rule), 10: ("phase", phases),
        100: ("transform_param", .message([3: ("crop_size", .number)])), 104: ("concat_param", .message(concat)),
        106: ("convolution_param", .message(convolution)), 110: ("eltwise_param", .message(eltwise)),
        111: ("exp_param", .message([1: ("base", .float), 2: ("scale", .float), 3: ("shift", .float)])),
        117: ("inner_product_param", .message(product)), 118: ("lrn_param", .message(lrn)),
        121: ("pooling_param", .message(pooling)), 122: ("power_param", .message(power)),
        123: ("relu_param", .message([1: ("negative_slope", .float)])),
        125: ("softmax_param", .message([2: ("axis", .number)])),
        126: ("slice_param", .message([1: ("slice_dim", .number), 2: ("slice_point", .number), 3: ("axis", .number)])),
        131: ("prelu_param", .message([2: ("channel_shared", .number)])),
        133: (
            "reshape_param",
            .message([1: ("shape", .message(dimensions)), 2: ("axis", .number), 3: ("num_axes", .number)])
        ),
        135: ("flatten_param", .message([1: ("axis", .number), 2: ("end_axis", .number)])),
        138: ("tile_param", .message([1: ("axis", .number), 2: ("tiles", .number)])),
        139: ("batch_norm_param", .message([3: ("eps", .float)])),
        140: ("elu_param", .message([1: ("alpha", .float)])),
        141: ("bias_param", .message([1: ("axis", .number)])),
        142: ("scale_param", .message([1: ("axis", .number), 2: ("num_axes", .number), 4: ("bias_term", .number)])),
        143: ("input_param", .message([1: ("shape", .message(dimensions))])),
        144: ("crop_param", .message([1: ("axis", .number), 2: ("offset", .number)])),
    ]

    /// `V1LayerParameter`.
    private static let older: Fields = [
        2: ("bottom", .word), 3: ("top", .word), 4: ("name", .word), 5: ("type", .choice(olderTypes)),
        6: ("blobs", .array), 9: ("concat_param", .message(concat)), 10: ("convolution_param", .message(convolution)),
        17: ("inner_product_param", .message(product)), 18: ("lrn_param", .message(lrn)),
        19: ("pooling_param", .message(pooling)), 21: ("power_param", .message(power)),
        24: ("eltwise_param", .message(eltwise)), 30: ("relu_param", .message([1: ("negative_slope", .float)])),
        31: ("slice_param", .message([1: ("slice_dim", .number), 2: ("slice_point", .number), 3: ("axis", .number)])),
        32: ("include", rule), 33: ("exclude", rule), 36: ("transform_param", .message([3: ("crop_size", .number)])),
        39: ("softmax_param", .message([2: ("axis", .number)])),
    ]

    private static let concat: Fields = [1: ("concat_dim", .number), 2: ("axis", .number)]
    private static let convolution: Fields = [
        1: ("num_output", .number), 2: ("bias_term", .number), 3: ("pad", .number), 4: ("kernel_size", .number),
        5: ("group", .number), 6: ("stride", .number), 9: ("pad_h", .number), 10: ("pad_w", .number),
        11: ("kernel_h", .number), 12: ("kernel_w", .number), 13: ("stride_h", .number), 14: ("stride_w", .number),
        18: ("dilation", .number),
    ]
    private static let eltwise: Fields = [
        1: ("operation", .choice([0: "PROD", 1: "SUM", 2: "MAX"])), 2: ("coeff", .float),
    ]
    private static let product: Fields = [
        1: ("num_output", .number), 2: ("bias_term", .number), 5: ("axis", .number), 6: ("transpose", .number),
    ]
    private static let lrn: Fields = [
        1: ("local_size", .number), 2: ("alpha", .float), 3: ("beta", .float),
        4: ("norm_region", .choice([0: "ACROSS_CHANNELS", 1: "WITHIN_CHANNEL"])), 5: ("k", .float),
    ]
    private static let pooling: Fields = [
        1: ("pool", .choice([0: "MAX", 1: "AVE", 2: "STOCHASTIC"])), 2: ("kernel_size", .number),
        3: ("stride", .number), 4: ("pad", .number), 5: ("kernel_h", .number), 6: ("kernel_w", .number),
        7: ("stride_h", .number), 8: ("stride_w", .number), 9: ("pad_h", .number), 10: ("pad_w", .number),
        12: ("global_pooling", .number), 13: ("round_mode", .choice([0: "CEIL", 1: "FLOOR"])),
    ]
    private static let power: Fields = [1: ("power", .float), 2: ("scale", .float), 3: ("shift", .float)]

    /// `V1LayerParameter.LayerType`, as its layers are called today.
    static let olderTypes: [Int: String] = [
        1: "Accuracy", 2: "BNLL", 3: "Concat", 4: "Convolution", 5: "Data", 6: "Dropout", 7: "EuclideanLoss",
        8: "Flatten", 9: "HDF5Data", 10: "HDF5Output", 11: "Im2col", 12: "ImageData", 13: "InfogainLoss",
        14: "InnerProduct", 15: "LRN", 16: "MultinomialLogisticLoss", 17: "Pooling", 18: "ReLU", 19: "Sigmoid",
        20: "Softmax", 21: "SoftmaxWithLoss", 22: "Split", 23: "TanH", 24: "WindowData", 25: "Eltwise", 26: "Power",
        27: "SigmoidCrossEntropyLoss", 28: "HingeLoss", 29: "MemoryData", 30: "ArgMax", 31: "Threshold",
        32: "DummyData", 33: "Slice", 34: "MVN", 35: "AbsVal", 36: "Silence", 37: "ContrastiveLoss", 38: "Exp",
        39: "Deconvolution",
    ]
}
