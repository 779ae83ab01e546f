public import Planes

/// One picture with the activity that it evokes, for tables, arrays and pictures.
public struct MapStudy: Sendable {
    /// As tables call the picture: its file's name.
    public let name: String
    /// As files made from it begin.
    public let stem: String
    /// `PNG, colour, 8 bits`.
    public let kind: String
    /// As it is shown to the model: after foveation, say.
    public let image: Image
    /// As tables call the layer: the bank, or the network's layer.
    public let layer: String
    /// What its units do with what their filters give: `linear`, `simple`, `complex`, or a network's operation.
    public let cells: String
    /// What its activity is measured in.
    public let quantity: ActivityQuantity
    /// Whether fields grow outwards, so that channels bear the frequency that they have at fixation.
    public let isGrowing: Bool
    /// Every channel.
    public let map: ActivationMap
    /// What all channels of a place prefer together.
    public let orientations: OrientationMap
    /// Every unit of a channel, with its places.
    public let units: [ActivationMap.Unit]
    /// The flattened cortex of each hemisphere that sees something of the picture, the left one first.
    public let sheets: [CorticalGrid]

    /// Millimetres between the points of the regular grids.
    public static let pitch = 0.5

    /// A picture and its activity.
    ///
    /// - Parameters:
    ///   - name: as tables call the picture.
    ///   - stem: as files made from it begin.
    ///   - kind: such as `PNG, colour, 8 bits`.
    ///   - image: what the model was shown, in colour if it has any.
    ///   - layer: the bank's name, or the layer's.
    ///   - cells: what its units do with what their filters give.
    ///   - map: every channel.
    ///   - quantity: what its activity is measured in.
    ///   - isGrowing: whether fields grow outwards: see ``GrowingV1``.
    public init(
        name: String, stem: String, kind: String, image: Image, layer: String, cells: String, map: ActivationMap,
        quantity: ActivityQuantity, isGrowing: Bool = false
    ) {
        self.name = name
        self.stem = stem
        self.kind = kind
        self.image = image
        self.layer = layer
        self.cells = cells
        self.map = map
        self.quantity = quantity
        self.isGrowing = isGrowing
        orientations = OrientationMap(of: map)
        units = map.units
        sheets = Hemisphere.allCases.compactMap {
            CorticalGrid(of: map.field, on: map.cortex, hemisphere: $0, pitch: Self.pitch)
        }
    }

    /// Whether its channels prefer orientations, as a bank's do and a network's do not say.
    public var isOriented: Bool { map.channels.contains { $0.orientation != nil } }

    /// The channels of one frequency, or of one octave where there are many frequencies; the highest first.
    public var bands: [FrequencyBand] { FrequencyBand.bands(of: map.channels) }

    /// The places of some channels, or of all.
    public func places(of channels: [Int]?) -> [Int] { channels ?? Array(map.channels.indices) }

    /// What a place of the visual field shows: energy, the preferred orientation and how much it is preferred; `nil` where
    /// no unit looks.
    public func view(of point: VisualPoint) -> (energy: Double, orientation: Orientation?, selectivity: Double?)? {
        guard let energy = map.value(of: orientations.energy, at: point),
            let cosine = map.value(of: orientations.cosine, at: point),
            let sine = map.value(of: orientations.sine, at: point),
            let total = map.value(of: orientations.total, at: point)
        else { return nil }
        return (
            energy, OrientationMap.orientation(cosine: cosine, sine: sine, total: total),
            OrientationMap.selectivity(cosine: cosine, sine: sine, total: total)
        )
    }
}

/// Channels of about one spatial frequency.
public struct FrequencyBand: Hashable, Sendable, Codable {
    /// The lowest and the highest of them.
    public let lowest, highest: SpatialFrequency
    /// Places in the map's channels.
    public let channels: [Int]

    /// Frequencies as they are, or up to this many, octaves.
    static let most = 8

    static func bands(of channels: [Channel]) -> [FrequencyBand] {
        let known = channels.indices.compactMap { index in channels[index].spatialFrequency.map { (index, $0) } }
        let isFew = Set(known.map(\.1)).count <= most
        let groups = Dictionary(grouping: known) { _, frequency in
            isFew ? frequency.cyclesPerPixel : Double(frequency.cyclesPerPixel.exponent)
        }
        return groups.sorted { $0.key > $1.key }.compactMap { _, members in
            guard let low = members.map(\.1).min(), let high = members.map(\.1).max() else { return nil }
            return FrequencyBand(lowest: low, highest: high, channels: members.map(\.0))
        }
    }
}
