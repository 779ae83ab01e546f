import Foundation
import GSL
public import Planes
public import Stimuli

/// The search that opens every recording: gratings of all orientations and spatial frequencies drift over all units at
/// once, and each unit's best one is found.
public struct GratingSearch: Hashable, Sendable {
    /// Orientations over half a turn, from 0°.
    public let orientations: Int
    /// Rising frequencies.
    public let frequencies: [SpatialFrequency]
    /// Moments of each drift.
    public let moments: Int

    /// A search from half a cycle per window to the lattice's limit along an axis, 0.5 cycles per pixel.
    ///
    /// - Precondition: an orientation count of at least 4, at least 3 frequencies and 3 moments.
    public init(window: PixelSize, orientations: Int = 90, frequencies: Int = 40, moments: Int = 16) {
        precondition(orientations >= 4 && frequencies >= 3 && moments >= 3, "a search has something to compare")
        self.orientations = orientations
        self.moments = moments
        let low = 0.5 / Double(max(window.height, window.width, 2))
        self.frequencies = (0..<frequencies).map {
            SpatialFrequency(cyclesPerPixel: low * pow(0.5 / low, Double($0) / Double(frequencies - 1)))
        }
    }

    /// What one unit answered to the whole search.
    public struct Result: Hashable, Sendable, Codable {
        /// The grating of the largest answer, without a border, at full contrast.
        public let preferred: Grating
        /// The answer to it.
        public let response: DriftResponse
        /// At the preferred frequency.
        public let orientation: OrientationTuning
        /// At the preferred orientation, cycles per pixel.
        public let frequency: FrequencyTuning
        /// Answers `[frequency][orientation]`; they are not kept when the result is written down.
        private(set) var drifts: [[DriftResponse]] = []

        private enum CodingKeys: CodingKey { case preferred, response, orientation, frequency }
    }

    /// Shows every grating to every unit.
    ///
    /// - Parameters:
    ///   - units: all are shown every grating at once.
    ///   - blank: each unit's answer to the grey screen.
    ///   - finished: hears how many of `frequencies.count` rounds are done.
    public func results(
        of units: some Units, blank: [Double], finished: (Int) -> Void = { _ in }
    ) throws -> [Result] {
        // drifts[unit][frequency][orientation]
        var drifts = [[[DriftResponse]]](repeating: [], count: units.count)
        for (round, frequency) in frequencies.enumerated() {
            let gratings = try (0..<orientations).map { try grating($0, frequency) }
            let frames = gratings.flatMap { $0.frames(moments).map { $0.drawn(on: units.window) } }
            let answers = try units.responses(toDrifts: frames, moments: moments)
            for unit in 0..<units.count {
                drifts[unit].append(
                    (0..<orientations).map { turn in
                        DriftResponse(
                            (0..<moments).map { answers[turn * moments + $0, unit] }, blank: blank[unit])
                    })
            }
            finished(round + 1)
        }
        return try drifts.map { try result($0) }
    }

    private func grating(_ turn: Int, _ frequency: SpatialFrequency) throws(StimulusError) -> Grating {
        try Grating(
            orientation: Orientation(degrees: 180 * Double(turn) / Double(orientations)), frequency: frequency)
    }

    /// Strength is F1 or F0 as the best grating, by the larger of the two, says.
    private func result(_ drifts: [[DriftResponse]]) throws -> Result {
        var best = (frequency: 0, turn: 0, value: -Double.infinity)
        for frequency in drifts.indices {
            for turn in drifts[frequency].indices {
                let drift = drifts[frequency][turn]
                let value = max(drift.mean, drift.modulation)
                if value > best.value { best = (frequency, turn, value) }
            }
        }
        let response = drifts[best.frequency][best.turn]
        /// What is no more than rounding beside the best answer is none.
        func strength(_ drift: DriftResponse) -> Double {
            let strength = drift.strength(ofSimple: response.isSimple)
            return Silence.isHeard(strength, ofLargest: best.value) ? strength : 0
        }
        return Result(
            preferred: try grating(best.turn, frequencies[best.frequency]), response: response,
            orientation: OrientationTuning(responses: drifts[best.frequency].map(strength)),
            frequency: FrequencyTuning(
                frequencies: frequencies.map(\.cyclesPerPixel), responses: drifts.map { strength($0[best.turn]) }),
            drifts: drifts)
    }
}
