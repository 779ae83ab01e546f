extension Experiment {
    /// Bars of the best orientation, by place across it.
    public static let barProfile = Experiment(
        "bar_profile", stimulus: "bar", parameter: "position", unit: "pixel",
        panel: Panel("a bar, moved across", axis: "pixels")
    ) { .profile($0.profile) }
}
