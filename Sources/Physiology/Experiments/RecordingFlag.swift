/// What the reader should know before believing a unit's numbers.
public enum RecordingFlag: String, Hashable, Sendable {
    /// No grating was answered.
    case silent
    /// F1 is more than F0, or there is no mean at all.
    case simple
    /// F0 is at least F1.
    case complex
    /// Answers to all orientations alike: circular variance above ``OrientationTuning/greatestVariance``.
    case untuned
    /// Two peaks, or a vector mean where the curve is low: ``OrientationTuning/isBimodal``.
    case bimodal
    /// The answer does not fall to half towards low frequencies.
    case lowPass = "low_pass"
    /// The answer does not fall to half towards high frequencies, up to the lattice's limit.
    case highPass = "high_pass"
    /// Half-width is less than two of the steps between the orientations shown: what is narrow may be narrower still.
    case undersampled
}

extension Recording {
    /// What kind of cell first.
    public var flags: [RecordingFlag] {
        guard !isSilent else { return [.silent] }
        let edges = search.frequency.cutoffs(at: 0.5)
        return (search.response.isSimple ? [.simple] : [.complex])
            + (search.orientation.circularVariance > OrientationTuning.greatestVariance ? [.untuned] : [])
            + (search.orientation.isBimodal ? [.bimodal] : [])
            + (edges.low == nil ? [.lowPass] : []) + (edges.high == nil ? [.highPass] : [])
            + (isUndersampled ? [.undersampled] : [])
    }

    private var isUndersampled: Bool {
        let step = 180 / Double(search.orientation.responses.count)
        return search.orientation.halfWidth(at: 0.5).map { $0 < 2 * step } ?? false
    }
}
