import Foundation
import GaborBanks
import Planes
import Testing

@testable import Physiology

/// Experiments on units whose truth is known.
@Suite struct RecordingTests {
    private static let size = PixelSize(side: 21)
    private static let search = GratingSearch(window: size, orientations: 36, frequencies: 16)

    private static func gabor(_ degrees: Double, phase: Double = 0, frequency: Double = 0.15, x: Double = 0) -> Plane {
        Gabor(
            orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: frequency),
            phase: Phase(degrees: phase), sigmaAcross: 3, sigmaAlong: 3.5, centerX: x
        ).filter(on: size)
    }

    private static let orientations = [0.0, 30, 90, 145]
    private static let planes = orientations.map { gabor($0, phase: 40) }
    private static let simple = Result { try Recording.all(of: RectifiedUnits(LinearUnits(planes)), search: search) }
    private static let pairs = orientations.map { (even: gabor($0), odd: gabor($0, phase: 90)) }
    private static let complex = Result { try Recording.all(of: EnergyUnits(pairs), search: search) }

    @Test func `gratings, bars and edges find the orientation of a Gabor`() throws {
        for (recording, degrees) in zip(try Self.simple.get(), Self.orientations) {
            let truth = Orientation(degrees: degrees)
            #expect(recording.search.orientation.preferred.distance(to: truth) < 1)
            #expect(try recording.tuning(.coarseOrientation).preferred.distance(to: truth) < 1)
            #expect(try recording.tuning(.bar).preferred.distance(to: truth) < 2.5)
            #expect(try recording.tuning(.edge).preferred.distance(to: truth) < 2.5)
            #expect(abs(recording.search.frequency.peak / 0.15 - 1) < 0.05)
        }
    }

    @Test func `a half-rectified linear unit is simple with a ratio of half of pi, and knows no direction`() throws {
        for recording in try Self.simple.get() {
            // 64 moments of the period: the mean of a half-wave is good to 0.1 %, wherever the samples lie on it.
            #expect(abs((recording.drift.ratio ?? 0) / (.pi / 2) - 1) < 0.002)
            #expect(recording.drift.isSimple)
            #expect((recording[.direction].direction?.selectivityIndex ?? 1) < 1e-5)
        }
    }

    @Test func `the energy of a quadrature pair hardly follows the drift`() throws {
        for (recording, degrees) in zip(try Self.complex.get(), Self.orientations) {
            #expect(!recording.drift.isSimple && (recording.drift.ratio ?? 1) < 0.05)
            #expect(recording.search.orientation.preferred.distance(to: Orientation(degrees: degrees)) < 1)
        }
    }

    @Test func `a linear answer grows with contrast and size, and no second grating suppresses it`() throws {
        for recording in try Self.simple.get() {
            #expect(recording[.contrast].contrast?.fit == nil)
            let answers = try #require(recording[.contrast].contrast).responses
            #expect(abs(answers[answers.count - 1] / answers[answers.count - 3] - 2) < 1e-5)
            #expect((recording.size.suppression ?? 1) < 0.02)
            #expect(abs((recording[.plaid].remainder ?? 0) - 1) < 0.05)
        }
    }

    @Test func `the summation field follows the envelope`() throws {
        let fields = try [1.5, 3].map { sigma -> Double in
            let plane = Gabor(
                orientation: Orientation(degrees: 90), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.2),
                phase: Phase(degrees: 0), sigmaAcross: sigma, sigmaAlong: sigma
            ).filter(on: Self.size)
            return try #require(
                try Recording.all(of: LinearUnits([plane]), search: Self.search)[0].size.summationField)
        }
        // Twice the envelope, twice the field, to a step of the sizes.
        #expect((1.5...2.7).contains(fields[1] / fields[0]))
    }

    @Test func `stimuli are centred on the receptive field, wherever it lies in the window`() throws {
        let recordings = try Recording.all(
            of: LinearUnits([0, 4].map { Self.gabor(90, x: $0) }), search: Self.search)
        #expect(abs(LinearUnits([Self.gabor(90, x: 4)]).center(of: 0).x - 4) < 0.3)
        let (middle, aside) = (recordings[0].size, recordings[1].size)
        // The window cuts the one aside a little.
        for (a, b) in zip(middle.responses, aside.responses).prefix(18) {
            #expect(abs(a - b) < 0.1 * middle.responses[23])
        }
    }

    @Test func `normalised units saturate with contrast and suppress each other`() throws {
        let planes =
            (0..<12).map { Self.gabor(15 * Double($0)) } + (0..<12).map { Self.gabor(15 * Double($0), phase: 90) }
        let units = RectifiedUnits(LinearUnits(planes))
        let normalized = try Recording.all(
            of: try NormalizedUnits(units, part: 0.2, search: Self.search), chosen: [0, 6], search: Self.search)
        for recording in normalized {
            let fit = try #require(recording[.contrast].contrast?.fit)
            #expect(fit.semiSaturation < 0.5)
            #expect((recording[.plaid].remainder ?? 1) < 0.9)
        }
    }

    @Test func `a pool that reaches beside a field suppresses large gratings, and leaves those without a border`()
        throws
    {
        let planes = [0.0, 45, 90, 135].flatMap { bars in [0.0, 90, 180, 270].map { Self.gabor(bars, phase: $0) } }
        let search = GratingSearch(window: Self.size, orientations: 12, frequencies: 8)
        let units = RectifiedUnits(LinearUnits(planes))
        let (alone, wide) = (
            try NormalizedUnits(units, part: 0.2, search: search),
            try NormalizedUnits(units, part: 0.2, reach: 1, search: search)
        )
        #expect(wide.window == PixelSize(side: 21 + 2 * 11))
        let near = try Recording.all(of: alone, chosen: [0], search: search)[0]
        let far = try Recording.all(of: wide, chosen: [0], search: search)[0]
        #expect((near.size.suppression ?? 1) < 0.05)
        // Half of the cells of macaque V1 have .33 and more.
        #expect((far.size.suppression ?? 0) > 0.2)
        #expect(abs(far.search.response.modulation / near.search.response.modulation - 1) < 0.05)
    }

    @Test func `an exponent at the output squares the tuning curve`() throws {
        let squared = try Recording.all(
            of: PowerUnits(LinearUnits(Self.planes), exponent: 2), chosen: [0, 2], search: Self.search)
        for (recording, linear) in zip(squared, [try Self.simple.get()[0], try Self.simple.get()[2]]) {
            let curve = OrientationTuning(responses: linear.search.orientation.responses.map { $0 * $0 })
            #expect(abs(recording.search.orientation.circularVariance - curve.circularVariance) < 1e-4)
            #expect(curve.circularVariance < linear.search.orientation.circularVariance - 0.05)
        }
    }

    /// Beside `w = 1`, where the slow filter is 2/(1 + w²) times as strong and lags by 2·atan w, the answers to both
    /// directions are √(1 + a² ± 2a·sin(2·atan w)).
    @Test(arguments: [1.0, 0.5, 2])
    func `pairs in space and time tell directions apart, most at their own rate`(rate: Double) throws {
        let pairs = [0.0, 60, 90].map {
            (even: Self.gabor($0, frequency: 0.2), odd: Self.gabor($0, phase: 90, frequency: 0.2))
        }
        let a = 2 / (1 + rate * rate)
        let (with, against) = (
            (1 + a * a + 2 * a * sin(2 * atan(rate))).squareRoot(),
            (1 + a * a - 2 * a * sin(2 * atan(rate))).squareRoot()
        )
        let expected = (with - against) / (with + against)
        let recordings = try Recording.all(
            of: RectifiedUnits(SpaceTimeUnits(pairs, rate: rate)),
            search: GratingSearch(window: Self.size, orientations: 12, frequencies: 8))
        for (recording, degrees) in zip(recordings, [0.0, 60, 90]) {
            let direction = try #require(recording[.direction].direction)
            let found = try #require(direction.selectivityIndex)
            #expect(abs(found - expected) < 0.02, "\(rate), \(degrees)")
            let best = direction.responses.indices.max { direction.responses[$0] < direction.responses[$1] } ?? 0
            #expect(abs(direction.directions[best] - Orientation(degrees: degrees).waveDirection) < 8)
        }
    }

    /// The temporal filters' transform by summing the filter itself, at its own rate, below and above it.
    @Test(arguments: [(3, 0.1), (3, 1), (3, 2.5), (5, 0.1), (5, 1), (5, 2.5)])
    func `a temporal filter's transform is that of its impulse`(n: Int, w: Double) {
        var sums = (even: 0.0, odd: 0.0)
        let step = 0.001
        for index in 0..<60_000 {
            let time = step * Double(index)
            sums.even += step * SpaceTimeUnits.impulse(n, time) * cos(w * time)
            sums.odd -= step * SpaceTimeUnits.impulse(n, time) * sin(w * time)
        }
        let transfer = SpaceTimeUnits.transfer(n, w)
        // In units of the fast filter's gain at w = 1, doubled.
        let unit = 2 * 5.0.squareRoot() / 8
        #expect(abs(transfer.gain * cos(transfer.lag) - sums.even / unit) < 1e-6)
        #expect(abs(-transfer.gain * sin(transfer.lag) - sums.odd / unit) < 1e-6)
    }

    @Test func `what gratings evoke in a linear unit is its transform`() throws {
        let check = try TransformCheck(of: Self.planes, search: Self.search)
        #expect(check.comparisons == 4 * 16 * 36)
        // Frames are drawn in single precision.
        #expect(check.largestDifference < 1e-6)
    }

    @Test func `every experiment has a name of its own, and its curves an axis`() throws {
        #expect(Set(Experiment.all.map(\.name)).count == Experiment.all.count)
        let recording = try Self.simple.get()[0]
        for experiment in Experiment.all {
            let curves = recording[experiment].curves
            #expect(curves.isEmpty == experiment.unit.isEmpty && curves.allSatisfy { $0.values == $0.values.sorted() })
            #expect(curves.isEmpty == experiment.parameter.isEmpty)
        }
    }

    @Test func `a unit of zeros is silent and breaks nothing`() throws {
        let recording = try Recording.all(of: LinearUnits([Plane(size: Self.size) { _, _ in 0 }]), search: Self.search)[
            0]
        #expect(recording.isSilent)
        #expect(recording.search.orientation.selectivityIndex == nil && recording[.plaid].remainder == nil)
        #expect(recording[.contrast].contrast?.fit == nil)
    }
}

extension Recording {
    /// The tuning that an experiment told.
    fileprivate func tuning(_ experiment: Experiment) throws -> OrientationTuning {
        try #require(self[experiment].orientation)
    }
}
