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
    /// Whether the network leaves the size open and none was given, so that ``customarySide`` is assumed.
    public let isAssumed: Bool

    /// Rows of the image.
    public var height: Int { shape[rowAxis] }
    /// Columns of the image.
    public var width: Int { shape[columnAxis] }

    /// Sides beyond this are not followed.
    public static let largestSide = 1 << 16
    /// Rows and columns where nothing says how many: those of ImageNet's networks.
    public static let customarySide = 224

    /// The first input of a network that is an image.
    ///
    /// That is one of four axes (batch, channels, rows, columns; channels last where the file says so) or of three.
    /// - Parameters:
    ///   - height: rows, if not those of the file.
    ///   - width: columns, if not those of the file.
    /// - Throws: ``NetworkError``: no image, a side that is too large.
    public init(of network: Network, height: Int? = nil, width: Int? = nil) throws(NetworkError) {
        guard let input = network.image, let shape = input.shape else {
            throw .noImage(inputs: network.inputs.map(\.described))
        }
        let first = shape.count - 3
        let isChannelsLast = Self.hasChannelsLast(shape, input.name, network)
        name = input.name
        rowAxis = isChannelsLast ? first : first + 1
        columnAxis = rowAxis + 1
        let channelAxis = isChannelsLast ? first + 2 : first
        var sizes = shape.map { if case .known(let size) = $0 { size } else { 1 } }
        if case .named = shape[channelAxis] { sizes[channelAxis] = Self.channels(of: input.name, network) ?? 3 }
        var isAssumed = false
        for (axis, given) in [(rowAxis, height), (columnAxis, width)] {
            if let given {
                sizes[axis] = given
            } else if case .named = shape[axis] {
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

    /// Channels come last where only the last size is that of colours, or where the first thing done is to bring them
    /// forward.
    private static func hasChannelsLast(_ shape: [Network.Dimension], _ name: String, _ network: Network) -> Bool {
        let readers = network.nodes.filter { $0.inputs.contains(name) }
        if shape.count == 4, readers.contains(where: { $0.op == .transpose && $0.ints("perm") == [0, 3, 1, 2] }) {
            return true
        }
        let colors: Set<Network.Dimension> = [.known(1), .known(3), .known(4)]
        return colors.contains(shape[shape.count - 1]) && !colors.contains(shape[shape.count - 3])
            && !readers.contains { $0.op == .conv }
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
    /// The first input of an image's shape; `nil` without one.
    var image: Input? {
        let candidates = inputs.filter { ![.text, .bool].contains($0.type) }
        return candidates.first { $0.shape?.count == 4 }
            ?? candidates.first { $0.shape?.count == 3 && $0.type.isFloat }
    }
}

extension Network.Input {
    /// `'x' (1 × 3 × ? × ?)`, for messages.
    fileprivate var described: String {
        let sizes = shape.map { $0.map { if case .known(let size) = $0 { String(size) } else { "?" } } } ?? ["?"]
        return "'\(name)' (\(sizes.joined(separator: " × ")))"
    }
}
