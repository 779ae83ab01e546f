public import Networks
public import Planes

/// A way to say how much each pixel, or each place of a layer, has to do with what a network says.
public enum AttributionMethod: Hashable, Sendable {
    /// ∂y/∂x: what a small change of a pixel would change (Simonyan, Vedaldi & Zisserman 2014).
    case gradient
    /// x · ∂y/∂x: to first order, what the pixel adds (Shrikumar, Greenside & Kundaje 2017).
    case inputTimesGradient
    /// (x − x′) · ∫ ∂y/∂x along the line from a baseline x′ to the picture, by the midpoint rule (Sundararajan, Taly &
    /// Yan 2017): its sum is y(x) − y(x′), up to the rule's error.
    case integratedGradients(steps: Int, baseline: Baseline)
    /// The mean gradient of pictures with Gaussian noise, whose deviation is a part of the input's range (Smilkov et al.
    /// 2017).
    case smoothGrad(samples: Int, noise: Double)
    /// The way back, on which rectifiers let only positive derivatives pass (Springenberg et al. 2015). It shows edges of
    /// the picture whatever the network has learnt, and is no measure of what the answer depends on (Adebayo et al. 2018).
    case guidedBackpropagation
    /// Σ of a layer's channels, each weighted by its mean derivative; rectified as in Selvaraju et al. (2017), or not.
    case gradCAM(MapLayer, isRectified: Bool)
    /// What the answer loses when a window of the picture is covered, averaged over the windows that cover a pixel
    /// (Zeiler & Fergus 2014).
    case occlusion(window: PixelSize, stride: PixelSize, baseline: Baseline)

    /// The kinds of methods, by the word for each.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case gradient
        case inputTimesGradient = "input-x-gradient"
        case integratedGradients = "integrated-gradients"
        case smoothGrad = "smooth-grad"
        case guidedBackpropagation = "guided-backprop"
        case gradCAM = "grad-cam"
        case occlusion
    }

    /// Which it is.
    public var kind: Kind {
        switch self {
        case .gradient: .gradient
        case .inputTimesGradient: .inputTimesGradient
        case .integratedGradients: .integratedGradients
        case .smoothGrad: .smoothGrad
        case .guidedBackpropagation: .guidedBackpropagation
        case .gradCAM: .gradCAM
        case .occlusion: .occlusion
        }
    }

    /// A word for it.
    public var name: String { kind.rawValue }

    /// Whether values of a place's channels are parts of one sum, and not derivatives of which the largest is looked at.
    public var isShareOfAnswer: Bool {
        switch self {
        case .gradient, .smoothGrad, .guidedBackpropagation: false
        case .inputTimesGradient, .integratedGradients, .gradCAM, .occlusion: true
        }
    }

    /// Runs of the network that it takes, there or there and back, on an image of a size.
    public func runs(on size: PixelSize) -> Int {
        switch self {
        case .gradient, .inputTimesGradient, .guidedBackpropagation, .gradCAM: 1
        case .integratedGradients(let steps, _): steps + 2
        case .smoothGrad(let samples, _): samples + 1
        case .occlusion(let window, let stride, _):
            1 + OcclusionWindows(of: window, every: stride, on: size).count
        }
    }
}

/// A layer whose units are maps, and where their channels lie.
public struct MapLayer: Hashable, Sendable {
    /// The node's name, for people.
    public let label: String
    /// The tensor, as named in the file.
    public let tensor: String
    /// Where the channels lie.
    public let order: MapOrder

    /// A layer.
    public init(_ label: String, tensor: String, order: MapOrder = .channelsFirst) {
        (self.label, self.tensor, self.order) = (label, tensor, order)
    }
}

/// The picture that stands for nothing: where integrated gradients begin, what covers a part of a picture, and what a
/// preferred stimulus differs from.
public enum Baseline: String, Hashable, Sendable, CaseIterable {
    /// 0 in every value that the network takes: with ImageNet's preprocessing the mean colour, with MNIST's black.
    case zero
    /// A black picture, preprocessed.
    case black
    /// Mid grey, preprocessed.
    case grey
    /// A white picture, preprocessed.
    case white

    private var shade: Float? {
        switch self {
        case .zero: nil
        case .black: 0
        case .grey: 0.5
        case .white: 1
        }
    }

    /// As the network takes it.
    ///
    /// - Throws: ``InferenceError/preprocessing(_:)``.
    public func input(of network: RunnableNetwork) throws(InferenceError) -> Tensor<Float> {
        let zeros = Tensor<Float>(shape: network.image.shape, repeating: 0)
        guard let shade else { return zeros }
        let picture = Image(grey: Plane(size: network.size) { _, _ in shade }, encoding: .sRGB)
        return try network.input(ofFitted: picture)[network.image.name] ?? zeros
    }
}
