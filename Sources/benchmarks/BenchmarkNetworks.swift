import Networks
import Planes

/// Networks that are timed, with random weights: what their batch normalisation does lies in the convolutions' weights,
/// as exporters leave it.
enum BenchmarkNetworks {
    /// Name and network.
    static let all: [(name: String, make: @Sendable () throws -> Network)] = [
        ("squeezenet1_1", squeezeNet), ("resnet50", resNet50), ("mobilenet_v2", mobileNetV2),
        ("shufflenet_v2", shuffleNetV2), ("vgg16", vgg16),
    ]

    /// A network that takes any number of pictures of 224 × 224.
    private static func builder(_ name: String) -> NetworkBuilder {
        var seed: UInt64 = 1
        let sizes: [Network.Dimension] = [.named("n"), .known(3), .known(224), .known(224)]
        return NetworkBuilder(name, opset: 17, image: Network.Input(name: "x", shape: sizes)) { shape in
            guard shape.count > 1 else { return .floats([Float](repeating: 0.01, count: shape[0])) }
            seed += 1
            let scale = (2 / Float(shape.dropFirst().reduce(1, *))).squareRoot() * 1.7
            return .floats(noise(shape, scale: scale, seed: seed).values)
        }
    }

    /// Simonyan & Zisserman (2015), network D.
    static func vgg16() throws -> Network {
        var builder = builder("vgg16")
        for (stage, filters) in [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]].enumerated() {
            for (index, filters) in filters.enumerated() {
                try builder.rectified("conv\(stage + 1)_\(index + 1)", filters, 3)
            }
            builder.add(.maxPool, "pool\(stage + 1)", [], .window(kernel: [2, 2], strides: [2, 2]))
        }
        for (index, units) in [4096, 4096, 1000].enumerated() { try builder.connect("fc\(index + 6)", units: units) }
        return try builder.network()
    }

    /// Iandola et al. (2016), version 1.1.
    private static func squeezeNet() throws -> Network {
        var builder = builder("squeezenet1_1")
        let pool = [String: Attribute].window(kernel: [3, 3], strides: [2, 2])
        try builder.rectified("conv1", 64, 3, stride: 2, padding: 0)
        builder.add(.maxPool, "pool1", [], pool)
        for (index, (squeezed, expanded)) in [
            (16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256),
        ].enumerated() {
            let name = "fire\(index + 2)"
            let squeeze = try builder.rectified("\(name).squeeze", squeezed, 1)
            let branches = try [1, 3].map {
                try builder.rectified("\(name).expand\($0)", expanded, $0, reading: squeeze)
            }
            builder.add(.concat, name, reading: branches, [], ["axis": .int(1)])
            if [1, 3].contains(index) { builder.add(.maxPool, "pool\(index + 2)", [], pool) }
        }
        try builder.rectified("conv10", 1000, 1)
        builder.add(.globalAveragePool, "pool10")
        return try builder.network()
    }

    /// He et al. (2016), with the stride in the middle of a block.
    private static func resNet50() throws -> Network {
        var builder = builder("resnet50")
        try builder.rectified("conv1", 64, 7, stride: 2)
        builder.add(.maxPool, "pool1", [], .window(kernel: [3, 3], strides: [2, 2], padding: [1, 1]))
        for (stage, (blocks, filters)) in [(3, 64), (4, 128), (6, 256), (3, 512)].enumerated() {
            for block in 0..<blocks {
                let (name, input) = ("layer\(stage + 1).\(block)", builder.top)
                let stride = block == 0 && stage > 0 ? 2 : 1
                try builder.rectified("\(name).conv1", filters, 1)
                try builder.rectified("\(name).conv2", filters, 3, stride: stride)
                let sum = try builder.linear("\(name).conv3", 4 * filters, 1)
                let shortcut =
                    block > 0
                    ? input : try builder.linear("\(name).downsample", 4 * filters, 1, stride: stride, reading: input)
                builder.add(.add, "\(name).sum", reading: [sum, shortcut])
                builder.add(.relu, name)
            }
        }
        builder.add(.globalAveragePool, "pool")
        try builder.connect("fc", units: 1000)
        return try builder.network()
    }

    /// Sandler et al. (2018).
    private static func mobileNetV2() throws -> Network {
        var builder = builder("mobilenet_v2")
        try builder.bounded("conv1", 32, 3, stride: 2)
        let rows = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ]
        var channels = 32
        for (row, (expansion, filters, blocks, stride)) in rows.enumerated() {
            for block in 0..<blocks {
                let (name, input) = ("block\(row).\(block)", builder.top)
                let inner = channels * expansion
                if expansion > 1 { try builder.bounded("\(name).expand", inner, 1) }
                try builder.bounded("\(name).depthwise", inner, 3, stride: block == 0 ? stride : 1, groups: inner)
                let result = try builder.linear("\(name).project", filters, 1)
                if block > 0 { builder.add(.add, name, reading: [input, result]) }
                channels = filters
            }
        }
        try builder.bounded("conv2", 1280, 1)
        builder.add(.globalAveragePool, "pool")
        try builder.connect("fc", units: 1000)
        return try builder.network()
    }

    /// Ma et al. (2018), × 1.
    private static func shuffleNetV2() throws -> Network {
        var builder = builder("shufflenet_v2")
        try builder.rectified("conv1", 24, 3, stride: 2)
        builder.add(.maxPool, "pool1", [], .window(kernel: [3, 3], strides: [2, 2], padding: [1, 1]))
        for (stage, (blocks, filters)) in [(4, 116), (8, 232), (4, 464)].enumerated() {
            for block in 0..<blocks {
                let (name, input, half) = ("stage\(stage + 2).\(block)", builder.top, filters / 2)
                var (kept, read) = (input, input)
                if block == 0 {
                    try builder.linear(
                        "\(name).left.depthwise", builder.shape(of: input)?[1] ?? 0, 3, stride: 2,
                        groups: builder.shape(of: input)?[1] ?? 1)
                    kept = try builder.rectified("\(name).left", half, 1)
                } else {
                    (kept, read) = builder.halves(name, of: input, channels: half)
                }
                try builder.rectified("\(name).first", half, 1, reading: read)
                try builder.linear("\(name).depthwise", half, 3, stride: block == 0 ? 2 : 1, groups: half)
                let last = try builder.rectified("\(name).last", half, 1)
                builder.add(.concat, "\(name).both", reading: [kept, last], [], ["axis": .int(1)])
                builder.shuffle(name, channels: filters)
            }
        }
        try builder.rectified("conv5", 1024, 1)
        builder.add(.globalAveragePool, "pool")
        try builder.connect("fc", units: 1000)
        return try builder.network()
    }

    /// Values between −scale and scale.
    static func noise(_ shape: [Int], scale: Float, seed: UInt64) -> Tensor<Float> {
        Tensor(shape: shape) { values in
            var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
            for index in values.indices {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                values[index] = scale * (Float(state >> 40) / Float(1 << 23) - 1)
            }
        }
    }
}

extension NetworkBuilder {
    /// A convolution whose output is as large as its input, or smaller by its stride.
    @discardableResult
    fileprivate mutating func linear(
        _ layer: String, _ filters: Int, _ side: Int, stride: Int = 1, padding: Int? = nil, groups: Int = 1,
        reading input: String? = nil
    ) throws -> String {
        let padding = padding ?? side / 2
        try convolve(
            layer, filters: filters, kernel: [side, side], groups: groups, reading: input.map { [$0] },
            .window(strides: [stride, stride], padding: [padding, padding]))
        return top
    }

    @discardableResult
    fileprivate mutating func rectified(
        _ layer: String, _ filters: Int, _ side: Int, stride: Int = 1, padding: Int? = nil, reading input: String? = nil
    ) throws -> String {
        try linear(layer, filters, side, stride: stride, padding: padding, reading: input)
        add(.relu, "\(layer).relu")
        return top
    }

    /// With outputs from 0 to 6.
    fileprivate mutating func bounded(
        _ layer: String, _ filters: Int, _ side: Int, stride: Int = 1, groups: Int = 1
    ) throws {
        try linear(layer, filters, side, stride: stride, groups: groups)
        let bounds = [("low", Float(0)), ("high", 6)].map { name, value in
            Constant(name: "\(layer).\(name)", shape: [], type: .float32, source: .floats([value]))
        }
        add(.clip, "\(layer).bounded", bounds)
    }

    /// The first and the last half of the channels.
    fileprivate mutating func halves(_ layer: String, of input: String, channels: Int) -> (String, String) {
        let parts = [(0, channels), (channels, 2 * channels)].map { first, end in
            let name = "\(layer).from\(first)"
            let bounds = [("starts", first), ("ends", end), ("axes", 1)].map { role, value in
                Constant(name: "\(name).\(role)", shape: [1], type: .int64, source: .integers([value]))
            }
            add(.slice, name, reading: [input], bounds)
            return name
        }
        return (parts[0], parts[1])
    }

    /// The channels of two halves in turn.
    fileprivate mutating func shuffle(_ layer: String, channels: Int) {
        guard let side = shape(of: top)?.last else { return }
        func sizes(_ name: String, _ values: [Int]) -> Constant {
            Constant(name: name, shape: [values.count], type: .int64, source: .integers(values))
        }
        add(.reshape, "\(layer).apart", [sizes("\(layer).two", [0, 2, channels / 2, side, side])])
        add(.transpose, "\(layer).turned", [], ["perm": .ints([0, 2, 1, 3, 4])])
        add(.reshape, layer, [sizes("\(layer).one", [0, channels, side, side])])
    }
}
