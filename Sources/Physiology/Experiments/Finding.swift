import Planes

/// What an experiment told of one unit.
public enum Finding: Hashable, Sendable, Codable {
    /// Answers by orientation.
    case orientation(OrientationTuning)
    /// Answers by direction of drift.
    case direction(DirectionTuning)
    /// The answer to one drifting grating.
    case drift(DriftResponse)
    /// Answers by size.
    case size(SizeTuning)
    /// Answers to bright and dark bars by place.
    case profile([Recording.BarAnswer])
    /// Answers by contrast.
    case contrast(ContrastResponse)
    /// What of an answer is left under a mask, a part of it; `nil` where there was none.
    case remainder(Double?)

    /// Answers by a rising parameter.
    public struct Curve: Hashable, Sendable {
        /// What tells it from others of its experiment: `bright`; empty where it is alone.
        public let name: String
        /// The parameter.
        public let values: [Double]
        /// The answers.
        public let responses: [Double]
    }

    /// Every answer; none where nothing was varied.
    public var curves: [Curve] {
        switch self {
        case .orientation(let tuning):
            [Curve(name: "", values: tuning.orientations.map(\.degrees), responses: tuning.responses)]
        case .direction(let tuning): [Curve(name: "", values: tuning.directions, responses: tuning.responses)]
        case .size(let tuning): [Curve(name: "", values: tuning.sizes, responses: tuning.responses)]
        case .contrast(let tuning): [Curve(name: "", values: tuning.contrasts, responses: tuning.responses)]
        case .profile(let answers):
            [
                Curve(name: "bright", values: answers.map(\.position), responses: answers.map(\.bright)),
                Curve(name: "dark", values: answers.map(\.position), responses: answers.map(\.dark)),
            ]
        case .drift, .remainder: []
        }
    }

    /// The tuning, where orientation was varied.
    public var orientation: OrientationTuning? { if case .orientation(let tuning) = self { tuning } else { nil } }
    /// The tuning, where direction was varied.
    public var direction: DirectionTuning? { if case .direction(let tuning) = self { tuning } else { nil } }
    /// The answer, where a grating drifted.
    public var drift: DriftResponse? { if case .drift(let response) = self { response } else { nil } }
    /// The tuning, where size was varied.
    public var size: SizeTuning? { if case .size(let tuning) = self { tuning } else { nil } }
    /// The curve, where contrast was varied.
    public var contrast: ContrastResponse? { if case .contrast(let response) = self { response } else { nil } }
    /// What is left, where a mask was laid over.
    public var remainder: Double? { if case .remainder(let part) = self { part } else { nil } }
}
