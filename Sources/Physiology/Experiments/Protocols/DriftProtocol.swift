extension Experiment {
    /// The best grating at 16 moments.
    public static let drift = Experiment(
        "drift", stimulus: "grating", measures: [Measure("F1/F0", "", 2) { $0.drift?.ratio }]
    ) { .drift(try $0.drift($0.best, moments: 16)) }
}

extension Recording {
    /// The answer to the best grating at 16 moments.
    public var drift: DriftResponse {
        guard let drift = self[.drift].drift else { preconditionFailure("a grating drifts") }
        return drift
    }
}
