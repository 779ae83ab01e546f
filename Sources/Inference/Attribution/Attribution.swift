public import Planes

/// How much each pixel, or each unit of a layer's map, has to do with a number y that a network computes.
public struct Attribution: Sendable {
    /// How it was found.
    public let method: AttributionMethod
    /// 1 × channel × row × column of the network's input, channels first; of Grad-CAM 1 × 1 × row × column of the layer.
    /// In units of y, or for derivatives y per unit of the input, as the network takes it after preprocessing.
    public let values: Tensor<Float>
    /// y of the picture.
    public let answer: Double
    /// The class whose score y is; `nil` for others.
    public let index: Int?
    /// y of the baseline; `nil` for methods without one.
    public let baselineAnswer: Double?

    /// What is attributed altogether.
    public var sum: Double { values.values.reduce(0) { $0 + Double($1) } }

    /// Of integrated gradients: how far their sum is from y(x) − y(x′), as a part of it. The midpoint rule's error, which
    /// more steps make smaller. `nil` for other methods, and where the baseline is answered alike.
    public var completenessError: Double? {
        guard case .integratedGradients = method, let baselineAnswer, answer != baselineAnswer else { return nil }
        return abs(sum - (answer - baselineAnswer)) / abs(answer - baselineAnswer)
    }

    /// One number per place: shares of the answer are added over the image's channels (of occlusion, which covers all of
    /// them, taken once); of derivatives it is the one that is largest in size, with its sign.
    public var plane: Plane {
        let planes = (0..<values.shape[1]).map { values.plane(ofChannel: $0) }
        if case .occlusion = method { return planes[0] }
        return Plane(size: planes[0].size) { row, column in
            planes.dropFirst().reduce(planes[0][row, column]) { found, plane in
                let value = plane[row, column]
                return method.isShareOfAnswer ? found + value : abs(value) > abs(found) ? value : found
            }
        }
    }
}
