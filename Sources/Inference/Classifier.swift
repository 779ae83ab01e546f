import Networks
public import Planes

/// A network made ready to say what it takes pictures for.
public struct Classifier: Sendable {
    /// The network.
    public let network: RunnableNetwork
    /// The tensor that is the answer.
    public let output: String
    private let runner: Runner

    /// A network's answer.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - layer: as ``Networks/TensorNames`` finds it; the network's first output if left out.
    /// - Throws: ``InferenceError``: no such layer, no output, an operation that is not run.
    public init(_ network: RunnableNetwork, layer: String? = nil) throws(InferenceError) {
        self.network = network
        let tensor = if let layer { try network.tensor(named: layer) } else { network.network.outputs.first }
        guard let tensor else { throw .noOutput }
        output = tensor
        runner = try network.runner(giving: [tensor])
    }

    /// What a picture is taken for.
    ///
    /// - Throws: ``InferenceError``: ``InferenceError/noClasses(tensor:shape:)``, and as ``RunnableNetwork/run(_:on:)``.
    public func predictions(on picture: NetworkPicture) throws(InferenceError) -> Predictions {
        let answer = try network.run(runner, on: picture)[output]
        guard let answer, let predictions = Predictions(answer) else {
            throw .noClasses(tensor: output, shape: answer?.shape ?? [])
        }
        return predictions
    }
}
