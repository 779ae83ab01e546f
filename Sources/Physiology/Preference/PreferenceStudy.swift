public import Inference

/// What channels of some layers prefer, piece by piece: as many channels at a time as one looks at together.
public struct PreferenceStudy: Sendable {
    /// Channels of a layer, in their order.
    public struct Piece: Sendable {
        /// The layer, and its place among the recorder's.
        public let layer: ActivationLayer
        /// Its place.
        public let place: Int
        /// As its files are called.
        public let file: String
        /// Which of the layer's channels, by their places.
        public let channels: Range<Int>
        /// `channels 0 to 31`; `nil` where the piece is the whole layer.
        public let part: String?
        /// Channels in the pieces before it.
        public let before: Int
    }

    /// Looks for patches.
    public let search: PatchSearch
    /// In network order.
    public let pieces: [Piece]
    private let ascent: StimulusAscent?

    /// Channels in a piece.
    private static let most = 32

    /// Prepares layers.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - layers: as ``ActivationRecorder/init(_:layers:pooling:units:at:)`` finds them.
    ///   - units: channels of layers; all if empty.
    ///   - settings: of the search for patches.
    ///   - ascent: how stimuli are made; `nil` for none.
    ///   - seed: of the noise they are made from.
    /// - Throws: as ``PatchSearch/init(_:layers:units:settings:)``.
    public init(
        _ network: RunnableNetwork, layers: [String], units: [ActivationRecorder.Choice] = [],
        search settings: PatchSearch.Settings, ascent: StimulusAscent.Settings?, seed: UInt64
    ) throws {
        search = try PatchSearch(network, layers: layers, units: units, settings: settings)
        let recorder = search.recorder
        self.ascent = try ascent.map {
            try StimulusAscent(of: recorder, at: settings.place, settings: $0, seed: seed)
        }
        let files = ActivationFacts.fileNames(of: recorder.layers.map(\.name))
        var pieces: [Piece] = []
        for (place, layer) in recorder.layers.enumerated() {
            let count = layer.channels.count
            for first in stride(from: 0, to: count, by: Self.most) {
                let channels = first..<min(first + Self.most, count)
                let part = "channels \(layer.channels[first]) to \(layer.channels[channels.upperBound - 1])"
                pieces.append(
                    Piece(
                        layer: layer, place: place, file: files[place], channels: channels,
                        part: count > Self.most ? part : nil,
                        before: pieces.last.map { $0.before + $0.channels.count } ?? 0))
            }
        }
        self.pieces = pieces
    }

    /// Channels of all layers.
    public var channelCount: Int { pieces.reduce(0) { $0 + $1.channels.count } }

    /// Of each channel of a piece the pictures made for it; none where nothing is made.
    ///
    /// - Throws: `InferenceError`.
    public func stimuli(
        of piece: Piece, finished: (@Sendable (Int) -> Void)? = nil
    ) throws -> [[StimulusAscent.Stimulus]] {
        try ascent?.stimuli(
            layer: piece.place, channels: piece.channels.map { piece.layer.channels[$0] }, finished: finished) ?? []
    }
}
