import Inference
import Planes

/// What is known of recorded activations besides the numbers: enough to tell of them without the network.
public struct ActivationFacts: Hashable, Sendable, Codable {
    /// A recorded layer.
    public struct Layer: Hashable, Sendable, Codable {
        /// The name of its node.
        public let name: String
        /// As its file is called, without ending.
        public let file: String
        /// The operation.
        public let operation: String
        /// Recorded numbers, and channels that they are of.
        public let units, channels: Int
        /// Rows and columns of its maps; `nil` without maps.
        public let map: [Int]?
        /// Rows and columns of the picture that its central unit sees.
        public let window: [Int]
    }

    /// What the network's file is called.
    public let model: String
    /// One line on what was done to pictures.
    public let preprocessing: String
    /// Rows and columns of the network's image.
    public let size: [Int]
    /// How the units of a channel were put together.
    public let pooling: String
    /// The pixel at which units were recorded.
    public let point: [Double]?
    /// Degrees that the network's image spans, and the pixel that is looked at.
    public let degrees: Double
    /// The pixel that is looked at.
    public let fixation: [Double]
    /// In network order.
    public let layers: [Layer]

    /// Of a recorder.
    ///
    /// - Parameters:
    ///   - recorder: of the network and its layers.
    ///   - model: the network's name.
    ///   - preprocessing: what was done to pictures; as to photographs if left out.
    ///   - pooling: how a channel's units are put together.
    ///   - point: a pixel of the network's image at which units are recorded.
    ///   - degrees: that the image's width spans.
    ///   - fixation: the pixel that is looked at.
    public init(
        _ recorder: ActivationRecorder, model: String, preprocessing: String? = nil, pooling: ChannelPooling,
        at point: (x: Double, y: Double)?, degrees: Double, fixation: (x: Double, y: Double)
    ) {
        self.model = model
        self.preprocessing = preprocessing ?? recorder.network.preprocessingSummary
        size = [recorder.network.size.height, recorder.network.size.width]
        self.pooling = pooling.rawValue
        self.point = point.map { [$0.x, $0.y] }
        self.degrees = degrees
        self.fixation = [fixation.x, fixation.y]
        let files = Self.fileNames(of: recorder.layers.map(\.name))
        layers = zip(recorder.layers, files).map { layer, file in
            let window = layer.window
            return Layer(
                name: layer.name, file: file, operation: layer.operation,
                units: layer.count, channels: layer.channels.count, map: layer.map.map { [$0.height, $0.width] },
                window: [window.height, window.width])
        }
    }

    /// What files of some layers are called, without ending; no two are alike.
    public static func fileNames(of layers: [String]) -> [String] {
        var taken: Set<String> = []
        return layers.map { fileName($0, &taken) }
    }

    /// A name of letters, digits, `.`, `-` and `_`, that no other layer has.
    private static func fileName(_ name: String, _ taken: inout Set<String>) -> String {
        let plain = String(
            name.unicodeScalars.prefix(120).map { scalar in
                let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                return isPlain || ".-_".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            })
        let base = plain.hasPrefix(".") || plain.isEmpty ? "_" + plain : plain
        var (file, number) = (base, 2)
        while !taken.insert(file.lowercased()).inserted {
            file = "\(base)-\(number)"
            number += 1
        }
        return file
    }
}

/// What a layer answered over all pictures, added up row by row: memory does not grow with their number.
public struct ActivationSummary: Hashable, Sendable {
    /// Pictures that count, and all numbers of them.
    public private(set) var pictures = 0
    /// The largest in size, with its sign.
    public private(set) var peak: Float = 0
    private var (sum, active): (Double, Int) = (0, 0)
    private var isHeard: [Bool]

    /// Of so many units, before the first picture.
    public init(units: Int) { isHeard = [Bool](repeating: false, count: units) }

    /// The mean of all numbers; 0 without pictures.
    public var mean: Double { pictures > 0 ? sum / Double(pictures * isHeard.count) : 0 }
    /// The part of all numbers above 0.
    public var activeShare: Double { pictures > 0 ? Double(active) / Double(pictures * isHeard.count) : 0 }
    /// Units that no picture brought above 0.
    public var silent: Int { isHeard.count { !$0 } }

    /// Adds a picture's numbers; a picture that could not be shown, which has none, does not count.
    public mutating func add(_ values: [Float]) {
        guard values.first?.isNaN == false else { return }
        pictures += 1
        for (unit, value) in values.enumerated() {
            sum += Double(value)
            if value > 0 {
                active += 1
                isHeard[unit] = true
            }
            if abs(value) > abs(peak) { peak = value }
        }
    }
}
