import Inference
import Networks
import Planes

/// A layer's activations as walls of maps show them: channel × row × column, whatever the order of the file.
///
/// Units that are no maps are channels of one place; tensors of other axes (tokens × features) are one map.
struct LayerArray: Sendable {
    let channels, height, width: Int
    /// The last axis fastest.
    let values: [Float]
    /// Where channels lie in the file.
    let order: MapOrder
    private let shape: [Int]

    /// A tensor of a layer.
    ///
    /// - Parameter order: where its channels lie, of a tensor of four axes.
    init(_ tensor: Tensor<Float>, order: MapOrder?) {
        shape = tensor.shape
        let isMap = tensor.shape.count == 4 && tensor.shape[0] == 1
        self.order = isMap ? order ?? .channelsFirst : .channelsFirst
        let first = isMap ? tensor.channelsFirst(from: self.order) : tensor
        values = first.values
        if isMap {
            (channels, height, width) = (first.shape[1], first.shape[2], first.shape[3])
        } else if tensor.shape.count(where: { $0 > 1 }) <= 1 {
            (channels, height, width) = (tensor.count, 1, 1)
        } else {
            (channels, height, width) = (1, tensor.count / max(tensor.shape.last ?? 1, 1), tensor.shape.last ?? 1)
        }
    }

    /// The values of another tensor of the same shape, in the same order: derivatives beside activations.
    func arranged(_ tensor: Tensor<Float>) -> [Float] { tensor.channelsFirst(from: order).values }

    /// Whether both have the same axes, in the same order of the file.
    func isLaidOut(as other: LayerArray) -> Bool {
        (channels, height, width, order) == (other.channels, other.height, other.width, other.order)
    }

    /// Number of units.
    var count: Int { values.count }

    /// The channel, row and column of a unit.
    func place(_ index: Int) -> (channel: Int, row: Int, column: Int) {
        let area = height * width
        return (index / area, index % area / width, index % width)
    }

    /// The unit at a channel, row and column.
    func index(_ channel: Int, _ row: Int, _ column: Int) -> Int { (channel * height + row) * width + column }

    /// A tensor that is 1 at one unit and 0 elsewhere, in the file's order.
    func oneHot(_ index: Int) -> Tensor<Float> {
        var values = [Float](repeating: 0, count: count)
        values[native(index)] = 1
        return Tensor(shape: shape, values: values)
    }

    /// Units numbered from 1, in the file's order.
    var numbered: Tensor<Float> {
        var values = [Float](repeating: 0, count: count)
        for index in 0..<count { values[native(index)] = Float(index + 1) }
        return Tensor(shape: shape, values: values)
    }

    /// 1 at every unit.
    var ones: Tensor<Float> { Tensor(shape: shape, repeating: 1) }

    /// Where a unit lies in the file's order.
    func native(_ index: Int) -> Int {
        guard order == .channelsLast else { return index }
        let (channel, row, column) = place(index)
        return (row * width + column) * channels + channel
    }

    /// The unit that lies at a place of the file's order.
    func index(ofNative place: Int) -> Int {
        guard order == .channelsLast else { return place }
        return self.index(place % channels, place / channels / width, place / channels % width)
    }
}
