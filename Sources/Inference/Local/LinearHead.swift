import Planes

/// The first step of a network where that is a convolution which alone reads the image: linear but for its bias, until
/// its bounds, so that what it makes of a weighted sum of pictures is had from what it makes of each.
struct LinearHead: Sendable {
    /// The step without its bounds.
    private let step: LocalStep
    private let bounds: Bounds
    /// What it makes of the background, 1 × channel × row × column.
    private let ground: Tensor<Float>

    /// The head of some steps; `nil` where they begin otherwise.
    ///
    /// - Parameters:
    ///   - shape: of a whole map, by tensor.
    ///   - picture: the background, 1 × channel × row × column.
    init?(
        of steps: [LocalStep], shape: (String) -> [Int]?, input: String, background picture: Tensor<Float>
    ) throws(InferenceError) {
        guard let first = steps.first, first.maps == [input], first.step.known.count(where: { $0 == nil }) == 1,
            steps.dropFirst().allSatisfy({ !$0.maps.contains(input) }), let shape = shape(first.output),
            let (step, bounds) = first.unbounded
        else { return nil }
        (self.step, self.bounds) = (step, bounds)
        let whole = MapBox(rows: 0..<shape[2], columns: 0..<shape[3])
        ground = try step.run(whole, [:], over: [input: picture], pictures: 1).values
    }

    /// A box of the step's output for sums of pictures.
    ///
    /// - Parameters:
    ///   - pictures: by the input's name.
    ///   - weights: sum × picture; a sum is the background and so much of each picture's difference from it.
    ///   - background: all maps without a picture.
    func run(
        _ box: MapBox, _ pictures: [String: LocalMap], weights: Tensor<Float>, over background: [String: Tensor<Float>]
    ) throws(InferenceError) -> LocalMap {
        let (sums, count) = (weights.shape[0], weights.shape[1])
        let parts = try step.run(box, pictures, over: background, pictures: count)
        let (channels, height, width) = (ground.shape[1], box.rows.count, box.columns.count)
        let values = Tensor<Float>(shape: [1, channels, height, sums * width]) { to in
            parts.values.values.withUnsafeBufferPointer { parts_ in
                ground.values.withUnsafeBufferPointer { ground_ in
                    weights.values.withUnsafeBufferPointer { weights in
                        guard var to = to.baseAddress, let from = parts_.baseAddress, let ground_ = ground_.baseAddress
                        else { return }
                        for line in 0..<channels * height {
                            let (channel, row) = line.quotientAndRemainder(dividingBy: height)
                            let place = (channel * ground.shape[2] + box.rows.lowerBound + row) * ground.shape[3]
                            let ground = ground_ + place + box.columns.lowerBound
                            let from = from + line * parts.values.shape[3]
                            for sum in 0..<sums {
                                to.update(from: ground, count: width)
                                for part in 0..<count where weights[sum * count + part] != 0 {
                                    let (weight, from) = (weights[sum * count + part], from + part * parts.pitch)
                                    for column in 0..<width {
                                        to[column] += weight * (from[column] - ground[column])
                                    }
                                }
                                for column in 0..<width { to[column] = bounds(to[column]) }
                                to += width
                            }
                        }
                    }
                }
            }
        }
        return LocalMap(box: box, pictures: sums, pitch: width, values: values)
    }
}

extension LocalStep {
    /// A convolution without what it ends with; `nil` of other steps.
    fileprivate var unbounded: (LocalStep, Bounds)? {
        guard let (convolution, bounds) = (step.operation as? Convolution)?.unbounded else { return nil }
        return (LocalStep(self, operation: convolution), bounds)
    }
}
