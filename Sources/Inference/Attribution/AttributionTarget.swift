import Networks
import Planes

/// What of a network is explained: a number y that it computes.
public enum AttributionTarget: Hashable, Sendable {
    /// The score of each picture's likeliest class.
    case likeliest
    /// The score of a class, by its place in the answer.
    case score(ofClass: Int)
    /// The mean of a channel over its map; of a layer without maps a unit.
    case channel(Int, MapLayer)
    /// One unit of a map.
    case unit(channel: Int, row: Int, column: Int, MapLayer)

    /// The layer it is in; `nil` for the answer.
    public var layer: MapLayer? {
        switch self {
        case .likeliest, .score: nil
        case .channel(_, let layer), .unit(_, _, _, let layer): layer
        }
    }
}

/// Units of one tensor and their weights: y = Σ weight · unit.
struct WeightedUnits: Sendable {
    /// Places among the tensor's values, in the file's order.
    let places: [Int]
    /// Of each of them.
    let weight: Float
    /// The class, of an answer.
    let index: Int?

    private init(_ places: [Int], index: Int? = nil) {
        self.places = places
        self.index = index
        weight = 1 / Float(max(places.count, 1))
    }

    /// The units of a target in the tensor that a network gave for one picture.
    ///
    /// - Throws: ``InferenceError``: a class, channel or place that there is not.
    init(_ target: AttributionTarget, in tensor: Tensor<Float>, named name: String) throws(InferenceError) {
        switch target {
        case .likeliest, .score:
            guard tensor.count > 1, Predictions.isClassVector(tensor.shape) else {
                throw .noClasses(tensor: name, shape: tensor.shape)
            }
            let likeliest = tensor.values.indices.reduce(0) { tensor.values[$1] > tensor.values[$0] ? $1 : $0 }
            let index = if case .score(let index) = target { index } else { likeliest }
            guard tensor.values.indices.contains(index) else { throw .noSuchClass(index, count: tensor.count) }
            self.init([index], index: index)
        case .channel(let channel, let layer):
            let (axis, shape) = try Self.axis(channel, of: layer, in: tensor)
            let inner = shape[(axis + 1)...].reduce(1, *)
            self.init(tensor.values.indices.filter { $0 / inner % shape[axis] == channel })
        case .unit(let channel, let row, let column, let layer):
            let shape = try Self.axis(channel, of: layer, in: tensor).shape
            guard shape.count == 4 else { throw .noMap(layer: layer.label) }
            let place = layer.order.place(channel: channel, row: row, column: column)
            let (rows, columns) = layer.order == .channelsFirst ? (shape[2], shape[3]) : (shape[1], shape[2])
            guard (0..<rows).contains(row), (0..<columns).contains(column) else {
                throw .noSuchPlace(layer: layer.label, height: rows, width: columns)
            }
            self.init([zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }])
        }
    }

    /// The axis that a channel is one of, in the values of one picture.
    private static func axis(
        _ channel: Int, of layer: MapLayer, in tensor: Tensor<Float>
    ) throws(InferenceError) -> (axis: Int, shape: [Int]) {
        let shape = tensor.shape
        guard (1...4).contains(shape.count), shape.count == 1 || shape[0] == 1 else { throw .noMap(layer: layer.label) }
        let axis = shape.count == 1 ? 0 : layer.order.channelAxis(of: shape.count)
        guard (0..<shape[axis]).contains(channel) else {
            throw .noSuchChannel(channel, layer: layer.label, count: shape[axis])
        }
        return (axis, shape)
    }

    /// y.
    func value(in tensor: Tensor<Float>) -> Double {
        places.reduce(0) { $0 + Double(tensor.values[$1]) } * Double(weight)
    }

    /// ∂y by the tensor.
    func cotangent(_ shape: [Int]) -> Tensor<Float> {
        var cotangent = Tensor<Float>(shape: shape, repeating: 0)
        cotangent.update { values in for place in places { values[place] = weight } }
        return cotangent
    }
}
