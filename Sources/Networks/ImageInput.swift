/// Which input of a network is the image, and how it lies in it.
public struct ImageInput: Hashable, Sendable {
    /// The input's name.
    public let name: String
    /// Its shape, all sizes fixed.
    public let shape: [Int]
    /// The axis of the rows.
    public let rowAxis: Int
    /// The axis of the columns.
    public let columnAxis: Int
    /// The axis of the channels.
    public let channelAxis: Int
    /// Whether the network leaves the size open and none was given, so that ``customarySide`` is assumed.
    public let isAssumed: Bool

    /// Rows of the image.
    public var height: Int { shape[rowAxis] }
    /// Columns of the image.
    public var width: Int { shape[columnAxis] }
    /// Channels of the image.
    public var channels: Int { shape[channelAxis] }
    /// Where the channels lie.
    public var order: MapOrder { channelAxis > columnAxis ? .channelsLast : .channelsFirst }

    /// Sides beyond this are not followed.
    public static let largestSide = 1 << 16
    /// Rows and columns where nothing says how many: those of ImageNet's networks.
    public static let customarySide = 224

    /// The first input of a network that is an image.
    ///
    /// That is one of four axes (batch, channels, rows, columns; channels last where the file says so), else one of floats of
    /// three, else one of floats of two (batch, columns), which is one row of one channel.
    /// - Parameters:
    ///   - network: whose inputs are looked through.
    ///   - height: rows, if not those of the file.
    ///   - width: columns, if not those of the file.
    /// - Throws: ``NetworkError``: no image, a side that is too large.
    public init(of network: Network, height: Int? = nil, width: Int? = nil) throws(NetworkError) {
        guard let input = network.image, let shape = input.shape else {
            throw .noImage(inputs: network.inputs.map(\.described))
        }
        name = input.name
        (channelAxis, rowAxis, columnAxis) = Self.axes(of: input.name, shape, network)
        var sizes = shape.map { if case .known(let size) = $0 { size } else { 1 } }
        if case .named = shape[channelAxis], shape.count == 4 {
            sizes[channelAxis] = Self.channels(of: input.name, network) ?? 3
        }
        var isAssumed = false
        for (axis, given) in [(rowAxis, height), (columnAxis, width)] {
            if let given {
                sizes[axis] = given
            } else if case .named = shape[axis], axis != channelAxis, !Self.isBatch(axis, of: shape) {
                sizes[axis] = Self.customarySide
                isAssumed = true
            }
            guard (1...Self.largestSide).contains(sizes[axis]) else {
                throw .tooLarge(input: input.name, size: sizes[axis], limit: Self.largestSide)
            }
        }
        self.shape = sizes
        self.isAssumed = isAssumed
    }

    /// Whether the first of three axes holds rows one at a time, each of a known length.
    private static func isBatch(_ axis: Int, of shape: [Network.Dimension]) -> Bool {
        guard axis == 0, shape.count == 3, case .known = shape[1] else { return false }
        return true
    }

    /// The axes of channels, rows and columns. Of two axes the first, of which one is run at a time, stands for channels and
    /// rows.
    private static func axes(
        of name: String, _ shape: [Network.Dimension], _ network: Network
    ) -> (channels: Int, rows: Int, columns: Int) {
        guard shape.count > 2 else { return (0, 0, 1) }
        let first = shape.count - 3
        let order = network.order(of: name, rank: shape.count) ?? Self.order(by: shape)
        return order == .channelsLast ? (first + 2, first, first + 1) : (first, first + 1, first + 2)
    }

    /// Channels come last where only the last size is that of colours.
    private static func order(by shape: [Network.Dimension]) -> MapOrder {
        let colors: Set<Network.Dimension> = [.known(1), .known(3), .known(4)]
        let isLast = colors.contains(shape[shape.count - 1]) && !colors.contains(shape[shape.count - 3])
        return isLast ? .channelsLast : .channelsFirst
    }

    /// The channels that the first convolution of the image takes.
    private static func channels(of name: String, _ network: Network) -> Int? {
        network.nodes.lazy.filter { $0.op == .conv && $0.inputs.first == name }
            .compactMap { node in
                node.input(1).flatMap { network.constants[$0] }.map { $0.shape.dropFirst().first ?? 1 }
            }.first
    }
}

extension Network {
    /// Where the channels of an input lie, as the first operators say that know; `nil` where none does.
    fileprivate func order(of input: String, rank: Int) -> MapOrder? {
        var alike: Set<String> = [input]
        for node in nodes where node.inputs.contains(where: alike.contains) {
            if node.op == .transpose, rank == 4 {
                switch node.ints("perm") {
                case [0, 3, 1, 2]: return .channelsLast
                case [0, 2, 3, 1]: return .channelsFirst
                default: continue
                }
            }
            if node.op.placesChannels {
                guard node.input(0).map(alike.contains) ?? false else { continue }
                return node.isChannelsLast ? .channelsLast : .channelsFirst
            }
            if node.op.keepsAxes { alike.formUnion(node.outputs) }
        }
        return nil
    }

    /// The first input of an image's shape that is not the first state of a recurrent layer; `nil` without one.
    var image: Input? {
        let candidates = inputs.filter { ![.text, .bool].contains($0.type) && !isState($0.name) }
        return candidates.first { $0.shape?.count == 4 }
            ?? candidates.first { $0.shape?.count == 3 && $0.type.isFloat }
            ?? candidates.first { $0.type.isFloat && $0.isRow }
    }
}

extension Network.Input {
    /// Whether it is one row of numbers behind a batch.
    fileprivate var isRow: Bool {
        guard let shape, shape.count == 2 else { return false }
        return if case .known(let batch) = shape[0] { batch == 1 } else { true }
    }

    /// `'x' (1 × 3 × ? × ?)`, for messages.
    fileprivate var described: String {
        let sizes = shape.map { $0.map { if case .known(let size) = $0 { String(size) } else { "?" } } } ?? ["?"]
        return "'\(name)' (\(sizes.joined(separator: " × ")))"
    }
}

extension Operator {
    /// Whether what it gives has the axes of what it reads.
    fileprivate var keepsAxes: Bool {
        switch kind {
        case .pointwise, .adjusted, .resampling: true
        default: [.pad, .slice, .concat, .split].contains(self)
        }
    }
}
