import Networks
public import Planes

/// A network made ready to say why it answers as it does.
///
///     let explainer = try Explainer(network)
///     let map = try explainer.attribution(of: picture, by: .gradient, using: &generator).plane
public struct Explainer: Sendable {
    /// The network.
    public let network: RunnableNetwork
    /// What is explained.
    public let target: AttributionTarget
    /// The tensor that it is in.
    public let tensor: String
    /// Whether the answer is taken before the softmax that ends the network, whose derivatives vanish where it is sure.
    public let isBeforeSoftmax: Bool
    private let runner: Runner

    /// Prepares a network; weights are read now.
    ///
    /// - Throws: ``InferenceError``: no such layer, no output, an operation that is not run.
    public init(_ network: RunnableNetwork, target: AttributionTarget = .likeliest) throws(InferenceError) {
        (self.network, self.target) = (network, target)
        if let layer = target.layer {
            (tensor, isBeforeSoftmax) = (layer.tensor, false)
        } else {
            guard let output = network.network.outputs.first else { throw .noOutput }
            let last = network.network.nodes.first { $0.outputs.first == output }
            let isSoftmax = last.map { [.softmax, .logSoftmax].contains($0.op) } ?? false
            tensor = isSoftmax ? last?.input(0) ?? output : output
            isBeforeSoftmax = isSoftmax
        }
        runner = try Runner(
            network.network, giving: [tensor], on: [network.image.name: network.image.shape], by: .precise,
            isRecorded: true, workers: network.workers)
    }

    /// Explains what the network makes of a picture.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - method: how it is explained.
    ///   - generator: of SmoothGrad's noise.
    ///   - finished: hears how many of ``AttributionMethod/runs(on:)`` are done; what it throws ends the work.
    /// - Throws: ``InferenceError``: a target that there is not, an operation without a derivative, what a method cannot do
    ///   on the network; what `finished` throws.
    public func attribution(
        of picture: Image, by method: AttributionMethod, using generator: inout some RandomNumberGenerator,
        finished: @escaping @Sendable (Int) throws(InferenceError) -> Void = { _ in }
    ) throws(InferenceError) -> Attribution {
        let input = try network.input(ofFitted: network.fitted(picture))
        guard let tensor = input[network.image.name] else { throw .inputMissing(input: network.image.name) }
        return try attribution(ofInput: tensor, by: method, using: &generator, finished: finished)
    }

    /// The same of a picture as the network takes it, in the order of its axes.
    public func attribution(
        ofInput input: Tensor<Float>, by method: AttributionMethod, using generator: inout some RandomNumberGenerator,
        finished: @escaping @Sendable (Int) throws(InferenceError) -> Void = { _ in }
    ) throws(InferenceError) -> Attribution {
        let first = try record(input)
        let units = try WeightedUnits(target, in: first.tensor(tensor), named: tensor)
        let answer = try units.value(in: first.tensor(tensor))
        try finished(1)
        var baselineAnswer: Double?
        let values: Tensor<Float>
        switch method {
        case .gradient: values = try gradient(first, units)
        case .inputTimesGradient: values = try gradient(first, units).times(input)
        case .guidedBackpropagation: values = try guided(first, units)
        case .gradCAM(let layer, let isRectified):
            values = try gradCAM(first, units, layer, isRectified: isRectified)
        case .smoothGrad(let samples, let noise):
            values = try smoothed(input, units, samples, noise, using: &generator) { done throws(InferenceError) in
                try finished(1 + done)
            }
        case .integratedGradients(let steps, let baseline):
            let start = try baseline.input(of: network)
            baselineAnswer = try units.value(in: record(start).tensor(tensor))
            values = try integrated(from: start, to: input, units, steps) { done throws(InferenceError) in
                try finished(2 + done)
            }
        case .occlusion(let window, let stride, let baseline):
            let cover = try baseline.input(of: network)
            values = try occluded(
                input, by: cover, units, answer, OcclusionWindows(of: window, every: stride, on: network.size)
            ) { done throws(InferenceError) in try finished(1 + done) }
        }
        let isOfLayer = if case .gradCAM = method { true } else { false }
        return Attribution(
            method: method, values: isOfLayer ? values : values.channelsFirst(from: network.image.order),
            answer: answer, index: units.index, baselineAnswer: baselineAnswer)
    }

    /// How many numbers the tensor holds: of an answer, its classes.
    ///
    /// - Throws: ``InferenceError``.
    /// - Complexity: one run.
    public var answerCount: Int {
        get throws(InferenceError) {
            try record(Tensor(shape: network.image.shape, repeating: 0)).tensor(tensor).count
        }
    }

    /// A run of a picture that one can go back through.
    func record(_ input: Tensor<Float>) throws(InferenceError) -> RecordedRun {
        try RecordedRun(runner, [network.image.name: input])
    }

    /// ∂y/∂x.
    func gradient(_ run: RecordedRun, _ units: WeightedUnits) throws(InferenceError) -> Tensor<Float> {
        try run.gradient(
            of: tensor, weighted: units.cotangent(run.tensor(tensor).shape), by: network.image.name)
    }
}
