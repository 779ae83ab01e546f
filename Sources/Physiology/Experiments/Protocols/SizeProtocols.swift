extension Experiment {
    /// Discs of the best grating.
    public static let disc = Experiment(
        "disc", parameter: "diameter", unit: "pixel",
        panel: Panel("size", axis: "pixels across", legend: "disc of grating"),
        measures: [
            Measure("summation field", "pixels", 1) { $0.size?.summationField },
            Measure("surround suppression", "", 2) { $0.size?.suppression },
        ]
    ) { .size(try $0.sizeTuning()) }

    /// Bars of the best orientation, by length.
    public static let barLength = Experiment(
        "bar_length", stimulus: "bar", parameter: "length", unit: "pixel",
        panel: Panel("size", axis: "pixels across", legend: "bar, by length"),
        measures: [Measure("end-stopping", "", 2) { $0.size?.suppression }]
    ) { session in
        let best = session.bestBar
        return .size(try session.lengthTuning(position: best.position, polarity: best.polarity))
    }
}

extension Recording {
    /// Discs of the best grating.
    public var size: SizeTuning {
        guard let size = self[.disc].size else { preconditionFailure("discs have sizes") }
        return size
    }
}
