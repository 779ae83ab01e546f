public import ArgumentParser
public import Learning

/// Which network learns, and how.
struct LearnerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The layers: \(Architecture.Kind.names).", valueName: "name"))
    var network = Architecture.Kind.lenet5

    @Option(help: ArgumentHelp("Behind each layer: \(Architecture.Activation.names).", valueName: "name"))
    var activation = Architecture.Activation.relu

    @Option(help: ArgumentHelp("What makes LeNet-5's maps smaller: \(Architecture.Pooling.names).", valueName: "name"))
    var pooling = Architecture.Pooling.max

    @Option(help: ArgumentHelp("The rule that changes weights: \(Optimizer.Rule.names).", valueName: "name"))
    var optimizer = Optimizer.Rule.adam

    @Option(help: ArgumentHelp("Of the first step (default: adam 0.002, sgd 0.05); it falls to 0.", valueName: "n"))
    var rate: Double?

    @Option(help: ArgumentHelp("Of sgd: how much of a change goes on.", valueName: "n"))
    var momentum = 0.9

    @Option(help: ArgumentHelp("Digits of a step.", valueName: "n"))
    var batch = 16

    @Option(help: ArgumentHelp("Passes over the digits.", valueName: "n"))
    var epochs = 10

    private static let rates: [Optimizer.Rule: Double] = [.adam: 0.002, .sgd: 0.05]

    func validate() throws {
        if let rate, !(rate > 0 && rate <= 100) { try refuse("--rate", rate, "above 0") }
        if !(0..<1).contains(momentum) { try refuse("--momentum", momentum, "0 to below 1") }
        try expect("--batch", batch, 1...10_000)
        try expect("--epochs", epochs, 1...1000)
    }

    /// What decides how the network learns, or another one by the same rules.
    func settings(of kind: Architecture.Kind? = nil, seed: UInt64) -> Learner.Settings {
        Learner.Settings(
            architecture: Architecture(kind ?? network, activation: activation, pooling: pooling),
            optimizer: Optimizer(optimizer, rate: rate ?? Self.rates[optimizer] ?? 0.01, momentum: momentum),
            batch: batch,
            epochs: epochs, seed: seed)
    }
}

extension Architecture.Kind: ExpressibleByArgument {}
extension Architecture.Activation: ExpressibleByArgument {}
extension Architecture.Pooling: ExpressibleByArgument {}
extension Optimizer.Rule: ExpressibleByArgument {}

extension CaseIterable where Self: RawRepresentable<String> {
    /// All choices, for help.
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
