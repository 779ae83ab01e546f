extension Experiment {
    /// The best grating at 64 moments: of a half-rectified sine the mean over so many is within 0.1 % of 1/π, over 16 of
    /// them 1.3 %.
    public static let drift = Experiment(
        "drift", stimulus: "grating", measures: [Measure("F1/F0", "", 2) { $0.drift?.ratio }]
    ) { .drift(try $0.drift($0.best, moments: 64)) }
}

extension Recording {
    /// The answer to the best grating at 64 moments.
    public var drift: DriftResponse {
        guard let drift = self[.drift].drift else { preconditionFailure("a grating drifts") }
        return drift
    }
}
