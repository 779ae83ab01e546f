extension Experiment {
    /// The best grating by contrast.
    public static let contrast = Experiment(
        "contrast", stimulus: "grating", parameter: "contrast", unit: "fraction",
        panel: Panel("contrast", axis: "contrast", legend: "measured"),
        measures: [Measure("contrast of half answer", "", 2) { $0.contrast?.fit?.semiSaturation }]
    ) { .contrast(try $0.contrastResponse()) }
}
