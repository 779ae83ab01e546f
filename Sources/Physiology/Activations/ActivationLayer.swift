import Networks
public import Planes
public import ReceptiveFields

/// Which of a channel's units are recorded, and as how many numbers.
public enum ChannelPooling: String, Hashable, Sendable, CaseIterable {
    /// Every unit by itself.
    case none
    /// The mean of all units.
    case mean
    /// The largest of all units.
    case max
    /// The unit in the middle of the map.
    case centre
}

/// A layer of which some units are recorded, and where they are found in what it gives.
///
/// Units are numbered channel by channel, in each by rows and columns. Of a layer without maps every number is a channel.
public struct ActivationLayer: Sendable {
    /// One recorded number.
    public struct Unit: Sendable {
        /// The channel, from 0.
        public let channel: Int
        /// Its place on the map; `nil` without maps, and where a channel's units are pooled.
        public let place: (row: Int, column: Int)?
        /// Rows and columns of the network's image that it sees.
        public let rows, columns: PixelSet
    }

    /// Channels of a layer: some, or all without a list of them.
    public struct Channels: RandomAccessCollection, Sendable {
        let chosen: [Int]?
        let all: Int
        /// 0.
        public var startIndex: Int { 0 }
        /// How many are recorded.
        public var endIndex: Int { chosen?.count ?? all }
        /// The channel's number in the layer.
        public subscript(index: Int) -> Int { chosen?[index] ?? index }
    }

    /// The name of its node.
    public let name: String
    /// The operation.
    public let operation: String
    /// How a channel's units are put together.
    public let pooling: ChannelPooling
    /// The channels that are recorded, rising.
    public let channels: Channels
    /// Rows and columns of its maps; `nil` without maps.
    public let map: PixelSize?
    let tensor: String
    private let field: TensorField
    private let units: TensorUnits
    private let places: Places
    private let allChannels: Int

    /// What is recorded of a channel.
    private enum Places {
        /// One number for all of its units.
        case pooled
        /// The unit at one place.
        case one(row: Int, column: Int)
        /// Every unit of its map.
        case all(PixelSize)
    }

    /// Chooses units.
    ///
    /// - Parameters:
    ///   - channels: all if left out.
    ///   - point: a pixel of the network's image: of each channel the unit whose field's centre is nearest is recorded.
    /// - Throws: ``ActivationError``.
    init(
        _ field: TensorField, _ units: TensorUnits, pooling: ChannelPooling, channels: [Int]?,
        at point: (x: Double, y: Double)?
    ) throws(ActivationError) {
        name = field.node.label
        operation = field.node.op.name
        tensor = field.tensor
        (self.field, self.units, self.pooling) = (field, units, pooling)
        guard let shape = field.shape, shape.allSatisfy({ $0 > 0 }) else { throw .openShape(layer: name) }
        map =
            if field.mapOrder != nil, let height = field.height, let width = field.width, shape[0] == 1 {
                PixelSize(height: height, width: width)
            } else { nil }
        let all = Count.product(shape) / (map?.count ?? 1)
        allChannels = all
        if let channel = channels?.first(where: { $0 >= all }) {
            throw .noSuchChannel(channel, layer: name, count: all)
        }
        guard channels?.isEmpty != true else { throw .openShape(layer: name) }
        self.channels = Channels(chosen: channels, all: all)
        places =
            switch (map, pooling, point) {
            case (nil, _, _): .pooled
            case (let map?, _, let point?): Self.nearest(to: point, of: map, units)
            case (let map?, .centre, nil): .one(row: map.height / 2, column: map.width / 2)
            case (_, .mean, nil), (_, .max, nil): .pooled
            case (let map?, .none, nil): .all(map)
            }
    }

    /// How many numbers are recorded.
    public var count: Int { channels.count * placeCount }

    private var placeCount: Int { if case .all(let map) = places { map.count } else { 1 } }

    /// A place of the map that is recorded; `nil` of a number for all of them.
    private func place(_ index: Int) -> (row: Int, column: Int)? {
        switch places {
        case .pooled: nil
        case .one(let row, let column): (row, column)
        case .all(let map): (index / map.width, index % map.width)
        }
    }

    /// The size of a picture's part that the central unit sees.
    public var window: PixelSize {
        let unit = UnitField(centerOf: field)
        return PixelSize(height: Swift.max(unit.rows.size, 1), width: Swift.max(unit.columns.size, 1))
    }

    /// A recorded number.
    ///
    /// - Precondition: the index is below ``count``.
    public func unit(_ index: Int) -> Unit {
        let channel = channels[index / placeCount]
        if let place = place(index % placeCount) {
            let (rows, columns) = units.field(row: place.row, column: place.column)
            return Unit(channel: channel, place: place, rows: rows, columns: columns)
        }
        guard map != nil else {
            let whole = UnitField(centerOf: field)
            return Unit(channel: channel, place: nil, rows: whole.rows, columns: whole.columns)
        }
        return Unit(channel: channel, place: nil, rows: pooledRows, columns: pooledColumns)
    }

    /// A channel's unit at a place of the map, or in its middle; without maps the channel itself, which sees the whole.
    ///
    /// - Precondition: a channel and a place that there are.
    func unit(ofChannel channel: Int, at place: (row: Int, column: Int)?) -> Unit {
        guard let map else {
            let whole = UnitField(centerOf: field)
            return Unit(channel: channel, place: nil, rows: whole.rows, columns: whole.columns)
        }
        let place = place ?? (map.height / 2, map.width / 2)
        let (rows, columns) = units.field(row: place.row, column: place.column)
        return Unit(channel: channel, place: place, rows: rows, columns: columns)
    }

    /// Where a unit's number is among those that the layer gives for one picture.
    func index(of unit: Unit) -> Int {
        guard let map, let place = unit.place else { return unit.channel }
        let within = place.row * map.width + place.column
        return field.order == .channelsLast ? within * allChannels + unit.channel : unit.channel * map.count + within
    }

    /// What all units of a channel together see.
    private var pooledRows: PixelSet {
        let all = (0..<units.height).map { units.field(row: $0, column: units.width / 2).rows }.filter { !$0.isEmpty }
        return PixelSet(first: all.map(\.first).min() ?? 0, last: all.map(\.last).max() ?? -1)
    }
    private var pooledColumns: PixelSet {
        let all = (0..<units.width).map { units.field(row: units.height / 2, column: $0).columns }.filter {
            !$0.isEmpty
        }
        return PixelSet(first: all.map(\.first).min() ?? 0, last: all.map(\.last).max() ?? -1)
    }

    /// The recorded numbers of what the layer gave for one picture.
    ///
    /// - Throws: ``ActivationError/otherShape(layer:)`` where it gave another shape than it was to.
    func values(of activity: Tensor<Float>) throws(ActivationError) -> [Float] {
        guard activity.shape == field.shape else { throw .otherShape(layer: name) }
        guard let map else { return channels.map { activity.values[$0] } }
        let isLast = field.order == .channelsLast
        let (step, across) = isLast ? (allChannels, 1) : (1, map.count)
        return activity.values.withUnsafeBufferPointer { values in
            var found: [Float] = []
            found.reserveCapacity(count)
            for channel in channels {
                let start = channel * across
                if case .one(let row, let column) = places {
                    found.append(values[start + (row * map.width + column) * step])
                } else if case .all = places {
                    for unit in 0..<map.count { found.append(values[start + unit * step]) }
                } else if pooling == .max {
                    var largest = values[start]
                    for unit in 1..<Swift.max(map.count, 1) {
                        largest = Swift.max(largest, values[start + unit * step])
                    }
                    found.append(largest)
                } else {
                    var sum = 0.0
                    for unit in 0..<map.count { sum += Double(values[start + unit * step]) }
                    found.append(Float(sum / Double(map.count)))
                }
            }
            return found
        }
    }

    private static func nearest(
        to point: (x: Double, y: Double), of map: PixelSize, _ units: TensorUnits
    ) -> Places {
        func center(_ set: PixelSet) -> Double { set.isEmpty ? .infinity : Double(set.first + set.last) / 2 }
        // Along each axis by itself, from the middle: a field at an edge is cut, and its centre with it.
        let row = (0..<map.height).min {
            abs(center(units.field(row: $0, column: map.width / 2).rows) - point.y)
                < abs(center(units.field(row: $1, column: map.width / 2).rows) - point.y)
        }
        let column = (0..<map.width).min {
            abs(center(units.field(row: map.height / 2, column: $0).columns) - point.x)
                < abs(center(units.field(row: map.height / 2, column: $1).columns) - point.x)
        }
        return .one(row: row ?? 0, column: column ?? 0)
    }
}

/// Why activations are not recorded.
public enum ActivationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A layer whose shape is not known before the network runs, or that holds nothing.
    case openShape(layer: String)
    /// A channel that a layer does not have.
    case noSuchChannel(Int, layer: String, count: Int)
    /// Units of a layer that is not recorded.
    case noSuchLayer(String, layers: [String])
    /// A layer that gave another shape than the network announces.
    case otherShape(layer: String)
    /// More patches than are kept.
    case tooManyPatches(channels: Int, each: Int, limit: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .openShape(let layer):
            "the shape of '\(layer)' is not known before the network runs; name another layer, or set the image's size"
        case .noSuchChannel(let channel, let layer, let count):
            "there is no channel \(channel) in '\(layer)'; they are 0 to \(count - 1)"
        case .noSuchLayer(let name, let layers):
            "no layer '\(name)' is recorded; there are \(layers.joined(separator: ", "))"
        case .tooManyPatches(let channels, let each, let limit):
            "\(channels) channels with \(each) patches each are more than \(limit) patches; choose fewer channels, or fewer patches of each"
        case .otherShape(let layer): "'\(layer)' gave another shape than its network announces; name another layer"
        }
    }
}
