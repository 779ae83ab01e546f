extension Experiment {
    /// The best grating with another of the orthogonal orientation laid over it, each at half contrast, over that without;
    /// below 1 the other one suppresses.
    public static let plaid = Experiment(
        "plaid", measures: [Measure("answer left under plaid", "", 2) { $0.remainder }]
    ) { .remainder(try $0.crossOrientation()) }
}
