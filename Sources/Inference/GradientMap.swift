public import Networks
public import Planes

/// The mean size of units' derivatives by each pixel, over pictures and channels of a layer.
public struct GradientMap: Sendable {
    private var absolute: [Double]
    private var squared: [Double]
    private let size: PixelSize
    /// Units whose derivative was not 0 everywhere; only these are counted.
    public private(set) var count = 0
    /// Units whose derivative was 0 everywhere: rectified ones that were silent.
    public private(set) var silent = 0

    /// A map of no units yet.
    public init(size: PixelSize) {
        self.size = size
        absolute = [Double](repeating: 0, count: size.count)
        squared = absolute
    }

    /// Adds the units at one place of a layer, one per channel.
    ///
    /// - Parameters:
    ///   - recording: a run on one picture.
    ///   - layer: the tensor's name.
    ///   - channels: of the layer; each is one unit.
    ///   - row: of the units on the layer's map.
    ///   - column: of the units on the layer's map.
    ///   - orders: where the channels of the layer and of the image lie.
    /// - Throws: ``InferenceError`` as ``RecordedRun/gradient(of:at:)``; a layer that is no map.
    public mutating func add(
        _ recording: RecordedRun, layer: String, channels: [Int], row: Int, column: Int,
        orders: (layer: MapOrder, image: MapOrder) = (.channelsFirst, .channelsFirst)
    ) throws(InferenceError) {
        for channel in channels {
            let place = orders.layer.place(channel: channel, row: row, column: column)
            let gradient = try recording.gradient(of: layer, at: place).channelsFirst(from: orders.image)
            guard gradient.values.contains(where: { $0 != 0 }) else {
                silent += 1
                continue
            }
            count += 1
            gradient.values.withUnsafeBufferPointer { values in
                for start in stride(from: 0, to: values.count, by: size.count) {
                    for place in 0..<size.count {
                        let value = Double(values[start + place])
                        absolute[place] += abs(value)
                        squared[place] += value * value
                    }
                }
            }
        }
    }

    /// The mean of |∂ unit/∂ pixel|, summed over the image's channels.
    public var meanAbsolute: Plane { mean(of: absolute) }
    /// The mean of its square.
    public var meanSquare: Plane { mean(of: squared) }

    private func mean(of sums: [Double]) -> Plane {
        Plane(size: size, values: sums.map { count == 0 ? 0 : Float($0 / Double(count)) })
    }
}
