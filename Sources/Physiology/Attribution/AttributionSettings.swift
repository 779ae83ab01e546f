public import Inference
public import Planes

/// What methods of attribution need beside their kind, and what is taken where nobody says.
public struct AttributionSettings: Hashable, Sendable {
    /// Of integrated gradients.
    public var steps = 50
    /// Noisy pictures of SmoothGrad, and the noise's deviation as a part of the input's range.
    public var samples = 25
    /// As ``samples``.
    public var noise = 0.15
    /// Where integrated gradients begin, and what covers a part of a picture.
    public var baseline = Baseline.zero
    /// What occlusion covers at a time; 1/7 of the picture if `nil`.
    public var window: PixelSize?
    /// From one window to the next; half a window if `nil`.
    public var stride: PixelSize?
    /// The layer that Grad-CAM looks at, as ``MapLayers/layer(named:)`` finds it; if `nil`,
    /// ``MapLayers/last(before:)``.
    public var layer: String?

    /// The usual ones.
    public init() {}

    /// A method of a kind, on a network, of a tensor.
    ///
    /// - Throws: ``Inference/InferenceError``: no such layer, or none with maps.
    public func method(
        _ kind: AttributionMethod.Kind, on network: RunnableNetwork, explaining tensor: String
    ) throws(InferenceError) -> AttributionMethod {
        switch kind {
        case .gradient: return .gradient
        case .inputTimesGradient: return .inputTimesGradient
        case .integratedGradients: return .integratedGradients(steps: steps, baseline: baseline)
        case .smoothGrad: return .smoothGrad(samples: samples, noise: noise)
        case .guidedBackpropagation: return .guidedBackpropagation
        case .occlusion:
            let size = network.size
            let covered = window ?? PixelSize(height: max(size.height / 7, 1), width: max(size.width / 7, 1))
            let step = stride ?? PixelSize(height: max(covered.height / 2, 1), width: max(covered.width / 2, 1))
            return .occlusion(window: covered, stride: step, baseline: baseline)
        case .gradCAM:
            let layers = try MapLayers(of: network)
            if let layer { return .gradCAM(try layers.layer(named: layer), isRectified: true) }
            return .gradCAM(try layers.last(before: tensor), isRectified: true)
        }
    }
}
