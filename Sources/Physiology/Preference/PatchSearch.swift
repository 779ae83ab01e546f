public import Inference
import Networks
public import Planes
public import ReceptiveFields
import Workers

/// Looks through pictures for the patches that drive each channel of some layers most: every unit of every picture is
/// looked at, and each patch is what its unit sees, by the exact receptive field.
///
/// Memory holds the best patches and a few pictures at a time, however many pictures there are.
public struct PatchSearch: Sendable {
    /// Which of a channel's units are looked at, and how many patches are kept.
    public struct Settings: Hashable, Sendable {
        /// Patches kept of each channel.
        public let kept: Int
        /// The most of them that are of one picture: neighbouring units see much the same.
        public let perPicture: Int
        /// The only unit of each map that is looked at; all if `nil`.
        public let row, column: Int?

        /// Settings; a place is a row and a column of units, from 0.
        public init(kept: Int = 9, perPicture: Int = 1, place: (row: Int, column: Int)? = nil) {
            (self.kept, self.perPicture) = (kept, perPicture)
            (row, column) = (place?.row, place?.column)
        }

        /// That unit's place.
        var place: (row: Int, column: Int)? { row.flatMap { row in column.map { (row, $0) } } }
    }

    /// A unit's answer to a picture.
    public struct Patch: Sendable {
        /// The picture, by its place among those that were looked through.
        public let picture: Int
        /// The unit's channel, its place on the map (`nil` without maps), and what it sees of the network's image.
        public let unit: ActivationLayer.Unit
        /// What it answers.
        public let value: Float
    }

    /// The patches of a channel.
    public struct Channel: Sendable {
        /// From 0.
        public let index: Int
        /// From the largest answer down; of equal ones the earlier picture, then the earlier unit by row and column.
        public let patches: [Patch]
    }

    /// The network, and the units that are looked at.
    public let recorder: ActivationRecorder
    /// Which of them, and how many patches are kept.
    public let settings: Settings

    /// The most patches of all channels together, which memory holds: some 300 MB.
    private static let mostPatches = 1 << 23

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - layers: as ``ActivationRecorder/init(_:layers:pooling:units:at:)`` finds them.
    ///   - units: channels of layers; all if empty.
    ///   - settings: at which place, and how many patches are kept of each channel.
    /// - Throws: ``ActivationError``, `NetworkError`, `InferenceError/noSuchPlace(layer:height:width:)`.
    public init(
        _ network: RunnableNetwork, layers: [String], units: [ActivationRecorder.Choice] = [], settings: Settings
    ) throws {
        recorder = try ActivationRecorder(network, layers: layers, pooling: .none, units: units)
        self.settings = settings
        let channels = Count.sum(recorder.layers.map(\.channels.count))
        guard Count.product([channels, settings.kept]) <= Self.mostPatches else {
            throw ActivationError.tooManyPatches(channels: channels, each: settings.kept, limit: Self.mostPatches)
        }
        guard let place = settings.place else { return }
        for layer in recorder.layers {
            let map = layer.map ?? PixelSize(side: 1)
            guard place.row < map.height, place.column < map.width else {
                throw InferenceError.noSuchPlace(layer: layer.name, height: map.height, width: map.width)
            }
        }
    }

    /// Shows pictures, several at once, each once for all layers.
    ///
    /// - Parameters:
    ///   - count: how many pictures there are.
    ///   - picture: one of them, made ready for the network.
    ///   - finished: hears how many are done.
    /// - Returns: of each layer its channels.
    /// - Throws: what `picture` throws; `InferenceError`, ``ActivationError``.
    public func best(
        of count: Int, shown picture: @escaping @Sendable (Int) throws -> ReadyPicture,
        finished: (Int) -> Void = { _ in }
    ) throws -> [[Channel]] {
        var leaders = recorder.layers.map { layer in
            layer.channels.map { _ in Leaders<(picture: Int, unit: Int)>(settings.kept) }
        }
        let workers = recorder.network.workers
        try workers.inOrder(count, ahead: 4 * workers.count) { index in
            Result { try answers(to: picture(index)) }
        } take: { index, found in
            for (layer, channels) in try found.get().enumerated() {
                for (channel, best) in channels.enumerated() {
                    for item in best.items { leaders[layer][channel].add(item.value, (index, item.element)) }
                }
            }
            if index % 64 == 63 { Memory.returnIdle() }
            finished(index + 1)
        }
        return recorder.layers.indices.map { layer in
            let found = recorder.layers[layer]
            return found.channels.indices.map { channel in
                Channel(
                    index: found.channels[channel],
                    patches: leaders[layer][channel].items.map { item in
                        Patch(picture: item.element.picture, unit: found.unit(item.element.unit), value: item.value)
                    })
            }
        }
    }

    /// What is seen of each patch: the part of its picture that is the unit's receptive field.
    ///
    /// - Parameters:
    ///   - channels: as ``best(of:shown:finished:)`` gave them.
    ///   - picture: as in ``best(of:shown:finished:)``; each is decoded once more.
    ///   - kept: what becomes of a patch; `nil` is a unit that sees nothing.
    /// - Returns: of each channel one for each of its patches.
    /// - Throws: what `picture` throws.
    public func views<View: Sendable>(
        of channels: some Collection<Channel> & Sendable,
        shown picture: @escaping @Sendable (Int) throws -> ReadyPicture,
        as kept: @escaping @Sendable (Image?) -> View
    ) throws -> [[View]] {
        let patches = channels.enumerated().flatMap { place, channel in
            channel.patches.enumerated().map { rank, patch in (place, rank, patch) }
        }
        let groups = Dictionary(grouping: patches) { $0.2.picture }
        let pictures = groups.keys.sorted()
        let seen = recorder.network.workers.map(pictures.count) { index in
            Result {
                let image = try picture(pictures[index]).image
                return (groups[pictures[index]] ?? []).map { place, rank, patch in
                    (place, rank, kept(image.cropped(rows: patch.unit.rows, columns: patch.unit.columns)))
                }
            }
        }
        var views: [[Int: View]] = channels.map { _ in [:] }
        for result in seen { for (place, rank, view) in try result.get() { views[place][rank] = view } }
        return views.map { ranks in ranks.keys.sorted().compactMap { ranks[$0] } }
    }

    /// The best units of each channel of each layer for one picture.
    private func answers(to picture: ReadyPicture) throws -> [[Leaders<Int>]] {
        let values = try recorder.values(of: picture)
        return zip(recorder.layers, values).map { layer, values in
            let each = layer.count / layer.channels.count
            let only = settings.place.map { $0.row * (layer.map?.width ?? 1) + $0.column }
            return layer.channels.indices.map { channel in
                var best = Leaders<Int>(min(settings.perPicture, settings.kept))
                let start = channel * each
                for unit in only.map({ start + $0..<start + $0 + 1 }) ?? start..<start + each {
                    best.add(values[unit], unit)
                }
                return best
            }
        }
    }
}

extension Image {
    /// The part of a picture that a unit sees, holes too; `nil` where it sees nothing.
    public func cropped(rows: PixelSet, columns: PixelSet) -> Image? {
        guard !rows.isEmpty, !columns.isEmpty else { return nil }
        let size = PixelSize(height: rows.size, width: columns.size)
        let parts = planes.map { plane in
            Plane(size: size) { row, column in plane[rows.first + row, columns.first + column] }
        }
        return parts.count == 3
            ? Image(red: parts[0], green: parts[1], blue: parts[2], encoding: encoding)
            : Image(grey: parts[0], encoding: encoding)
    }
}
