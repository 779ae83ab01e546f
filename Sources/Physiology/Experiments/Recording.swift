import Foundation
import GSL
import Planes
import Stimuli

/// One unit as a physiologist records it: the best grating, then one property after the other.
public struct Recording: Hashable, Sendable {
    /// Which unit.
    public let unit: Int
    /// The answer to the grey screen.
    public let blank: Double
    /// The best grating, and the curves through it.
    public let search: GratingSearch.Result
    /// The answer to the best grating at 16 moments.
    public let drift: DriftResponse
    /// 12 orientations of 15°, as the recorded cells had.
    public let coarseOrientation: OrientationTuning
    /// 24 directions of 15°.
    public let direction: DirectionTuning
    /// Discs of the best grating.
    public let size: SizeTuning
    /// Bars of the best orientation, by length.
    public let length: SizeTuning
    /// The best grating by contrast.
    public let contrast: ContrastResponse
    /// Bars of the best orientation, by place across it.
    public let profile: [BarAnswer]
    /// The best bar, turned: orientations of ``barOrientations`` over half a turn.
    public let bar: OrientationTuning
    /// The best edge, turned likewise.
    public let edge: OrientationTuning
    /// Answer to the best grating with another of the orthogonal orientation laid over it, each at half contrast, over
    /// that without; below 1 the other one suppresses.
    public let crossOrientation: Double?

    /// The answers to a bright and a dark bar at one place.
    public struct BarAnswer: Hashable, Sendable {
        /// Pixels along the wave vector from the middle of the receptive field.
        public let position: Double
        /// Above that to the grey screen.
        public let bright, dark: Double
    }

    /// Orientations that bars and edges are shown at.
    public static let barOrientations = 36

    /// Records from one unit whose best grating is known.
    ///
    /// - Throws: what the units throw; a stimulus that cannot be drawn.
    init(_ units: some Units, unit: Int, blank: Double, search: GratingSearch.Result) throws {
        let session = RecordingSession(units, unit: unit, blank: blank, search: search)
        self.unit = unit
        self.blank = blank
        self.search = search
        drift = try session.drift(search.preferred, moments: 16)
        coarseOrientation = OrientationTuning(responses: try session.turned(count: 12, over: 180))
        direction = DirectionTuning(responses: try session.turned(count: 24, over: 360))
        size = try session.sizeTuning()
        contrast = try session.contrastResponse()
        profile = try session.barProfile()
        let best = profile.max { max($0.bright, $0.dark) < max($1.bright, $1.dark) }
        let isBright = best.map { $0.bright >= $0.dark } ?? true
        let position = best?.position ?? 0
        length = try session.lengthTuning(position: position, polarity: isBright ? 1 : -1)
        bar = try session.barTuning(position: position, polarity: isBright ? 1 : -1)
        edge = try session.edgeTuning()
        crossOrientation = try session.crossOrientation()
    }

    /// Records from all units.
    ///
    /// - Parameters:
    ///   - chosen: the units to record from after the search; all of them otherwise.
    ///   - finished: hears how many steps are done: one for each frequency of the search, one for each unit.
    public static func all(
        of units: some Units, chosen: [Int]? = nil, search: GratingSearch, finished: (Int) -> Void = { _ in }
    ) throws -> [Recording] {
        let grey = try units.responses(to: [Plane(size: units.window) { _, _ in 0 }])
        let blank = (0..<units.count).map { grey[0, $0] }
        let chosen = chosen ?? Array(0..<units.count)
        let results = try search.results(of: units, blank: blank, finished: finished)
        return try chosen.enumerated().map { place, unit in
            defer { finished(search.frequencies.count + place + 1) }
            return try Recording(units, unit: unit, blank: blank[unit], search: results[unit])
        }
    }

    /// Whether no grating was answered.
    public var isSilent: Bool { max(search.response.mean, search.response.modulation) <= 0 }
}
