/// Where the channels of maps lie: before rows and columns, as in ONNX, or after them, as in TensorFlow.
public enum MapOrder: Hashable, Sendable {
    /// Batch × channel × row × column.
    case channelsFirst
    /// Batch × row × column × channel.
    case channelsLast

    /// The axis of the channels among so many axes.
    public func channelAxis(of rank: Int) -> Int { self == .channelsFirst ? min(1, rank) : max(rank - 1, 0) }

    /// The place of an element of the first map, one index per axis.
    public func place(channel: Int, row: Int, column: Int) -> [Int] {
        self == .channelsFirst ? [0, channel, row, column] : [0, row, column, channel]
    }

    /// Which axis of a tensor with channels last becomes each axis of one with channels first.
    package static func toFirst(_ rank: Int) -> [Int] {
        rank < 3 ? Array(0..<rank) : [0, rank - 1] + (1..<rank - 1)
    }

    /// Which axis of a tensor with channels first becomes each axis of one with channels last.
    package static func toLast(_ rank: Int) -> [Int] {
        rank < 3 ? Array(0..<rank) : [0] + (2..<rank) + [1]
    }
}

extension Operator {
    /// Whether channels are its second axis by definition, and by no setting.
    var placesChannels: Bool {
        switch kind {
        case .convolution, .pool, .globalPool, .acrossChannels, .withinChannel: true
        default: [.batchNormalization, .depthToSpace, .spaceToDepth].contains(self)
        }
    }
}

/// Operators that place channels have rules for channels first. A node may say by TensorFlow's setting `data_format`,
/// `NHWC`, that its maps lie the other way: what knows of axes then brings its first input to channels first, and what it
/// gives back.
extension Node {
    /// Whether the maps it reads and gives have the channels last.
    public var isChannelsLast: Bool { op.placesChannels && string("data_format") == "NHWC" }

    /// The same operation on maps with the channels first.
    package var channelsFirst: Node {
        Node(
            name: name, op: op, inputs: inputs, outputs: outputs,
            attributes: attributes.filter { $0.key != "data_format" })
    }
}

extension [Int] {
    /// The shape of maps with channels last as one with channels first.
    package var channelsFirst: [Int] { MapOrder.toFirst(count).map { self[$0] } }
    /// The shape of maps with channels first as one with channels last.
    package var channelsLast: [Int] { MapOrder.toLast(count).map { self[$0] } }
}
