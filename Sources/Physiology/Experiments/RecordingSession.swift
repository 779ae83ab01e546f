import Foundation
import GSL
import Planes
import Stimuli
import Workers

/// What a unit answered to stimuli that were shown to it; a class, so that one experiment knows what another showed.
private final class KnownAnswers {
    var answers: [AnyHashable: Double] = [:]
}

/// What is shown to one unit after its best grating is known, centred on its receptive field.
struct RecordingSession {
    /// The best grating.
    let best: Grating
    /// Bars of the best orientation across the receptive field, bright and dark.
    private(set) var profile: [Recording.BarAnswer] = []
    private let units: any Units
    private let unit: Int
    private let blank: Double
    private let isSimple: Bool
    /// The largest answer that the unit is known to give.
    private let largest: Double
    private let known = KnownAnswers()

    /// Moments of each drift.
    private static var moments: Int { 16 }

    init(_ units: any Units, unit: Int, blank: Double, search: GratingSearch.Result) throws {
        self.units = units
        self.unit = unit
        self.blank = blank
        best = search.preferred
        isSimple = search.response.isSimple
        largest = max(abs(blank), search.response.size)
        profile = try barProfile()
    }

    /// Where the best bar is, pixels along the wave vector, and whether it is bright (1) or dark (−1).
    var bestBar: (position: Double, polarity: Double) {
        let best = profile.max { max($0.bright, $0.dark) < max($1.bright, $1.dark) }
        return (best?.position ?? 0, best.map { $0.bright >= $0.dark } ?? true ? 1 : -1)
    }

    /// The unit's answers, as they are. Nothing is shown twice: a drift and its reverse are the same pictures.
    func answers(to stimuli: [any Stimulus]) throws -> [Double] {
        let keys = stimuli.map(Self.key)
        var asked: Set<AnyHashable> = []
        let new = stimuli.indices.filter { known.answers[keys[$0]] == nil && asked.insert(keys[$0]).inserted }
        if !new.isEmpty {
            let responses = try responses(to: new.map { stimuli[$0] })
            for (row, index) in new.enumerated() { known.answers[keys[index]] = responses[row, unit] }
        }
        return keys.map { known.answers[$0] ?? 0 }
    }

    private static func key(_ stimulus: any Stimulus) -> AnyHashable {
        (stimulus as? any Hashable).map { AnyHashable($0) } ?? AnyHashable(stimulus.summary)
    }

    /// All units' answers, by what stimuli are sums of where that is faster.
    private func responses(to stimuli: [any Stimulus]) throws -> Matrix {
        guard units.addsUp else { return try units.responses(to: planes(of: stimuli)) }
        var (patterns, places) = ([any Stimulus](), [AnyHashable: Int]())
        let sums = stimuli.map { stimulus in
            stimulus.parts.map { pattern, weight in
                let key = Self.key(pattern)
                if places[key] == nil {
                    places[key] = patterns.count
                    patterns.append(pattern)
                }
                return PatternWeight(pattern: places[key] ?? 0, weight: weight)
            }
        }
        return try units.responses(toSums: sums, of: planes(of: patterns))
    }

    /// The unit's answers to drifts, each in so many moments.
    private func answers(toDrifts frames: [any Stimulus], moments: Int) throws -> [Double] {
        guard units.hasMemory else { return try answers(to: frames) }
        let responses = try units.responses(toDrifts: planes(of: frames), moments: moments)
        return frames.indices.map { responses[$0, unit] }
    }

    private func planes(of stimuli: [any Stimulus]) -> [Plane] {
        let (center, window) = (units.center(of: unit), units.window)
        return units.workers.map(stimuli.count) { index in
            stimuli[index].drawn(on: window, centerX: center.x, centerY: center.y)
        }
    }

    /// Answers to flashed stimuli above that to the grey screen, never below 0.
    func flashes(_ stimuli: [any Stimulus]) throws -> [Double] {
        try answers(to: stimuli).map { heard(max($0 - blank, 0)) }
    }

    /// The answer, or none where it is no more than rounding.
    private func heard(_ answer: Double) -> Double {
        Silence.isHeard(answer, ofLargest: largest) ? answer : 0
    }

    func drift(_ grating: Grating, moments: Int) throws -> DriftResponse {
        DriftResponse(try answers(toDrifts: grating.frames(moments), moments: moments), blank: blank)
    }

    /// F1 of a simple, F0 of a complex cell, to each of some gratings.
    func strengths(_ gratings: [(grating: Grating, isReversed: Bool)]) throws -> [Double] {
        let frames = gratings.flatMap { $0.grating.frames(Self.moments, isReversed: $0.isReversed) }
        let answers = try answers(toDrifts: frames, moments: Self.moments)
        return gratings.indices.map { index in
            heard(
                DriftResponse(answers[index * Self.moments..<(index + 1) * Self.moments], blank: blank)
                    .strength(ofSimple: isSimple))
        }
    }

    /// The best grating turned in equal steps from bars at 0°: over 180° by orientation, over 360° by direction.
    ///
    /// A direction δ has bars at δ − 90°, whose wave direction is δ below 180°, and from there on points the other way.
    func turned(count: Int, over turn: Double) throws -> [Double] {
        try strengths(
            (0..<count).map { index in
                let angle = turn * Double(index) / Double(count)
                let orientation = Orientation(degrees: turn > 180 ? angle - 90 : angle)
                return (try carried(at: orientation), angle >= 180)
            })
    }

    /// The best frequency at another orientation, lowered where the lattice does not carry it there.
    private func carried(at orientation: Orientation) throws(StimulusError) -> Grating {
        let angle = orientation.imageWaveAngle
        let limit = 0.5 / max(abs(cos(angle)), abs(sin(angle)))
        let frequency = min(best.frequency.cyclesPerPixel, limit)
        return try Grating(orientation: orientation, frequency: SpatialFrequency(cyclesPerPixel: frequency))
    }

    /// Sizes from 1 pixel to the circle around the window, 24 of equal ratio.
    private var sizes: [Double] {
        let largest = hypot(Double(units.window.height), Double(units.window.width))
        return (0..<24).map { pow(largest, Double($0 + 1) / 24) }
    }

    func sizeTuning() throws -> SizeTuning {
        let gratings = try sizes.map { (best.seen(through: try Aperture(diameter: $0)), false) }
        return SizeTuning(sizes: sizes, responses: try strengths(gratings))
    }

    func contrastResponse() throws -> ContrastResponse {
        // From 1/32 to 1 in half-octaves.
        let contrasts = (0...10).map { pow(2, Double($0 - 10) / 2) }
        return ContrastResponse(
            contrasts: contrasts, responses: try strengths(contrasts.map { (best.dimmed(to: $0), false) }))
    }

    /// Half a period of the best grating, as bars are of the width of one stripe.
    private var barWidth: Double { max(best.frequency.wavelength / 2, 1) }

    private func barProfile() throws -> [Recording.BarAnswer] {
        let reach = hypot(Double(units.window.height), Double(units.window.width)) / 2
        let places = (0..<33).map { reach * (Double($0) / 16 - 1) }
        // A bright bar and the dark one at its place stand together, as they are one pattern.
        let bars = try places.flatMap { position in
            try [1.0, -1].map {
                try Bar(orientation: best.orientation, width: barWidth, position: position, polarity: $0)
            }
        }
        let answers = try flashes(bars)
        return places.indices.map {
            Recording.BarAnswer(position: places[$0], bright: answers[2 * $0], dark: answers[2 * $0 + 1])
        }
    }

    func lengthTuning(position: Double, polarity: Double) throws -> SizeTuning {
        let bars = try sizes.map {
            try Bar(
                orientation: best.orientation, width: barWidth, length: $0, position: position, polarity: polarity)
        }
        return SizeTuning(sizes: sizes, responses: try flashes(bars))
    }

    /// The best bar turned about the middle of the receptive field.
    func barTuning(position: Double, polarity: Double) throws -> OrientationTuning {
        let answers = try turnedFlashes { orientation in
            // Half a turn brings a bar to the other side: on this side it stays where the best one is.
            let isFlipped =
                cos(orientation.imageWaveAngle - best.orientation.imageWaveAngle) < 0
            return [
                try Bar(
                    orientation: orientation, width: barWidth, position: isFlipped ? -position : position,
                    polarity: polarity)
            ]
        }
        return OrientationTuning(responses: answers)
    }

    /// Edges of both polarities through the middle of the receptive field; the larger answer counts.
    func edgeTuning() throws -> OrientationTuning {
        let answers = try turnedFlashes { [try Edge(orientation: $0), try Edge(orientation: $0, polarity: -1)] }
        return OrientationTuning(
            responses: stride(from: 0, to: answers.count, by: 2).map { max(answers[$0], answers[$0 + 1]) })
    }

    /// Answers to the stimuli of each orientation of bars and edges, one orientation after the other.
    private func turnedFlashes(_ stimuli: (Orientation) throws -> [any Stimulus]) throws -> [Double] {
        let count = Recording.barOrientations
        return try flashes(
            try (0..<count).flatMap { try stimuli(Orientation(degrees: 180 * Double($0) / Double(count))) })
    }

    func crossOrientation() throws -> Double? {
        let half = best.dimmed(to: 0.5)
        let mask = try carried(at: Orientation(degrees: best.orientation.degrees + 90)).dimmed(to: 0.5)
        // The mask stands still in none of the moments: it drifts as the best grating does.
        let plaids = try zip(half.frames(Self.moments), mask.frames(Self.moments)).map { try Plaid($0, $1) }
        let alone = try drift(half, moments: Self.moments).strength(ofSimple: isSimple)
        let masked = DriftResponse(try answers(toDrifts: plaids, moments: Self.moments), blank: blank)
            .strength(ofSimple: isSimple)
        return alone > 0 ? masked / alone : nil
    }
}
