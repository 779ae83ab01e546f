import Foundation
import GSL
import Planes
import Stimuli
import Workers

/// One unit as a physiologist records it: the best grating, then one property after the other.
public struct Recording: Hashable, Sendable, Codable {
    /// Which unit.
    public let unit: Int
    /// The answer to the grey screen.
    public let blank: Double
    /// The best grating, and the curves through it.
    public let search: GratingSearch.Result
    /// What each of ``Experiment/all`` told, by its name.
    private let findings: [String: Finding]

    /// The answers to a bright and a dark bar at one place.
    public struct BarAnswer: Hashable, Sendable, Codable {
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
        let session = try RecordingSession(units, unit: unit, blank: blank, search: search)
        self.unit = unit
        self.blank = blank
        self.search = search
        findings = Dictionary(
            uniqueKeysWithValues: try Experiment.all.map { ($0.name, try $0.perform(session)) })
    }

    /// What an experiment told.
    ///
    /// - Precondition: it is one of ``Experiment/all``.
    public subscript(experiment: Experiment) -> Finding {
        guard let finding = findings[experiment.name] else { preconditionFailure("every experiment is performed") }
        return finding
    }

    /// Records from units.
    ///
    /// - Parameters:
    ///   - chosen: the units to record from after the search; all of them otherwise.
    ///   - finished: hears how many steps are done: one for each frequency of the search, one for each unit.
    ///   - take: hears of each unit as soon as it is recorded.
    static func forEach(
        of units: some Units, chosen: [Int]? = nil, search: GratingSearch, finished: (Int) -> Void = { _ in },
        take: (Recording) throws -> Void
    ) throws {
        let grey = try units.responses(to: [Plane(size: units.window) { _, _ in 0 }])
        let blank = (0..<units.count).map { grey[0, $0] }
        let chosen = chosen ?? Array(0..<units.count)
        let results = try search.results(of: units, blank: blank, finished: finished)
        // One unit's work is shared badly: a few stimuli after the other, each after what is known of those before it.
        let (workers, single) = (units.workers, units.onOneCore)
        try workers.inOrder(chosen.count, ahead: 2 * workers.count) { place in
            Result {
                let unit = chosen[place]
                return try Recording(single, unit: unit, blank: blank[unit], search: results[unit])
            }
        } take: { place, recording in
            try take(recording.get())
            finished(search.frequencies.count + place + 1)
        }
    }

    /// Records from all units.
    ///
    /// - Parameters:
    ///   - units: what is recorded from.
    ///   - chosen: the units to record from after the search; all of them otherwise.
    ///   - search: the gratings that each unit's best one is looked for among.
    ///   - finished: hears how many steps are done: one for each frequency of the search, one for each unit.
    public static func all(
        of units: some Units, chosen: [Int]? = nil, search: GratingSearch, finished: (Int) -> Void = { _ in }
    ) throws -> [Recording] {
        var recordings: [Recording] = []
        try forEach(of: units, chosen: chosen, search: search, finished: finished) { recordings.append($0) }
        return recordings
    }

    /// Whether no grating was answered, beyond rounding beside the answer to the grey screen.
    public var isSilent: Bool { !search.response.isHeard(beside: blank) }
}
