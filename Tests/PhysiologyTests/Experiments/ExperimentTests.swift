import GaborBanks
import Planes
import Stimuli
import Testing

@testable import Physiology

extension Experiment {
    /// All that an experiment is: a value in a file of its own.
    fileprivate static let dimmed = Experiment("dimmed", stimulus: "grating") { session in
        .drift(try session.drift(session.best.dimmed(to: 0.5), moments: 8))
    }
}

@Suite struct ExperimentTests {
    @Test func `an experiment is a value that is performed on a unit at its best`() throws {
        let size = PixelSize(side: 15)
        let gabor = Gabor(
            orientation: Orientation(degrees: 30), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.15),
            phase: Phase(degrees: 0), sigmaAcross: 2, sigmaAlong: 3
        ).filter(on: size)
        let units = LinearUnits([gabor])
        let search = GratingSearch(window: size, orientations: 12, frequencies: 6)
        let result = try #require(try search.results(of: units, blank: [0]).first)
        let session = try RecordingSession(units, unit: 0, blank: 0, search: result)
        let whole = try session.drift(session.best, moments: 8).modulation
        guard case .drift(let half) = try Experiment.dimmed.perform(session) else {
            Issue.record("a drift is what comes of it")
            return
        }
        // Contrasts are 32-bit numbers.
        #expect(whole > 0 && abs(half.modulation / whole - 0.5) < 1e-6)
    }

    @Test func `names of experiments are their own`() {
        #expect(Set(Experiment.all.map(\.name)).count == Experiment.all.count)
    }
}
