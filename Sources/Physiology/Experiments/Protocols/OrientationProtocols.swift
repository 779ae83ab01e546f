extension Experiment {
    /// 12 orientations of 15°, as the recorded cells had.
    public static let coarseOrientation = Experiment(
        "grating_15_deg", parameter: "orientation", unit: "degree"
    ) { .orientation(OrientationTuning(responses: try $0.turned(count: 12, over: 180))) }

    /// The best bar, turned.
    public static let bar = Experiment(
        "bar", parameter: "orientation", unit: "degree", panel: Panel("a bar, turned"),
        measures: [Measure("the same by bars", "degrees", 1) { $0.orientation?.halfWidth(at: 0.5) }]
    ) { session in
        let best = session.bestBar
        return .orientation(try session.barTuning(position: best.position, polarity: best.polarity))
    }

    /// The best edge, turned likewise.
    public static let edge = Experiment("edge", parameter: "orientation", unit: "degree") {
        .orientation(try $0.edgeTuning())
    }

    /// 24 directions of 15°.
    public static let direction = Experiment(
        "direction", stimulus: "grating", parameter: "direction", unit: "degree",
        panel: Panel("gratings by direction")
    ) { .direction(DirectionTuning(responses: try $0.turned(count: 24, over: 360))) }
}
