public import Inference
import Networks
public import Planes
import ReceptiveFields
import Workers

/// A network that is shown one picture after another, while units of some layers are recorded: each picture goes through
/// the network once for all layers.
///
/// What a picture gives depends on it alone, and on no picture beside it: the same bytes in any order, on any number of
/// cores, in one run or in parts.
public struct ActivationRecorder: Sendable {
    /// The network.
    public let network: RunnableNetwork
    /// In network order.
    public let layers: [ActivationLayer]
    private let runner: Runner

    /// Units of a layer that are chosen by name.
    public struct Choice: Hashable, Sendable {
        /// The layer, by its name; every layer if `nil`.
        public let layer: String?
        /// Its channels; all if `nil`.
        public let channels: [Int]?

        /// Channels of a layer, or of all.
        public init(layer: String?, channels: [Int]?) { (self.layer, self.channels) = (layer, channels) }
    }

    /// Prepares layers.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - names: as ``ReceptiveFields/ReceptiveFields/tensors(namedIn:)`` finds them, of a pattern with `*` those that
    ///     can be recorded; the network's last layer if empty.
    ///   - pooling: how a channel's map becomes one number, if it does.
    ///   - units: a later choice of a layer takes the place of an earlier one.
    ///   - point: a pixel of the network's image at which units are recorded.
    /// - Throws: ``ActivationError``, `NetworkError`, `InferenceError`.
    public init(
        _ network: RunnableNetwork, layers names: [String], pooling: ChannelPooling, units: [Choice] = [],
        at point: (x: Double, y: Double)? = nil
    ) throws {
        let all = try ReceptiveFields(of: network.network, image: network.image)
        var wanted: Set<String> = []
        for name in names.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let named = try all.tensors(namedIn: name)
            // Of a pattern those that can be recorded; one that is named alone says why it cannot.
            let able = name.contains("*") ? Self.recordable(named, of: network) : []
            wanted.formUnion(able.isEmpty ? named.map(\.tensor) : able)
        }
        if names.isEmpty,
            let last = network.network.outputs.first(where: { output in
                all.tensors.contains { $0.tensor == output }
            }) ?? all.tensors.last?.tensor
        {
            wanted = [last]
        }
        let fields = try ReceptiveFields(of: network.network, image: network.image, keeping: wanted)
        let chosen = fields.tensors.filter { wanted.contains($0.tensor) }
        let names = chosen.map(\.node.label)
        for case let layer? in units.map(\.layer) where !names.contains(layer) {
            throw ActivationError.noSuchLayer(layer, layers: names)
        }
        self.network = network
        // Pictures are shared among the cores, each alone on one: a layer's work is too small to be shared well.
        // It is made first, as it asks whether the network's sizes can be had at all.
        runner = try network.runner(giving: chosen.map(\.tensor), workers: Workers(1))
        layers = try chosen.map { field in
            guard let seen = fields.units[field.tensor], field.shape != nil else {
                if let obstacle = network.network.obstacle(to: [field.tensor], of: network.image) { throw obstacle }
                throw ActivationError.openShape(layer: field.node.label)
            }
            let choice = units.last { $0.layer == nil || $0.layer == field.node.label }
            return try ActivationLayer(field, seen, pooling: pooling, channels: choice?.channels, at: point)
        }
    }

    /// Layers that the network gives, and whose shape is known before.
    private static func recordable(_ fields: [TensorField], of network: RunnableNetwork) -> [String] {
        let shaped = fields.filter { field in field.shape.map { !$0.contains(0) } ?? false }.map(\.tensor)
        let able = network.network.attainable(of: Set(shaped), of: network.image)
        return shaped.filter(able.contains)
    }

    /// The recorded numbers of each layer for a picture.
    ///
    /// - Throws: `InferenceError`, ``ActivationError``.
    public func values(of picture: NetworkPicture) throws -> [[Float]] { try values(of: network.ready(picture)) }

    /// The same for a picture that was made ready.
    public func values(of picture: ReadyPicture) throws -> [[Float]] {
        let answers = try runner.run(picture.inputs)
        return try layers.map { layer in
            guard let activity = answers[layer.tensor] else { throw ActivationError.otherShape(layer: layer.name) }
            return try layer.values(of: activity)
        }
    }
}
