import GSL
import Planes
import Testing
import Workers

@testable import Learning

@Suite struct PatchTrainingTests {
    static func settings(_ goal: PatchSettings.Goal, rate: Double = 0.1, seed: UInt64 = 3) -> PatchSettings {
        PatchSettings(
            goal: goal, side: 4, count: 12, steps: 9, batch: 120, penalty: 0.5, rate: rate, seed: seed)
    }

    static func training(_ settings: PatchSettings, workers: Int = 1) throws -> PatchTraining {
        let random = MersenneTwister(seed: 1)
        let picture = Plane(size: PixelSize(height: 40, width: 44)) { _, _ in Float(random.gaussian()) }
        let white = try WhitenedPhotographs([("noise", picture)], patch: PixelSize(height: 4, width: 4))
        return try PatchTraining(settings, on: white, workers: Workers(workers))
    }

    static func finished(_ settings: PatchSettings, workers: Int = 1) throws -> PatchTraining {
        var training = try training(settings, workers: workers)
        while !training.isFinished { try training.advance { _ in } }
        return training
    }

    @Test(arguments: PatchSettings.Goal.allCases)
    func `a seed gives the same kernels whatever the number of workers`(goal: PatchSettings.Goal) throws {
        let courses = try [1, 2, 3].map { try Self.finished(Self.settings(goal), workers: $0) }
        #expect(courses[0].snapshots == courses[1].snapshots && courses[0].snapshots == courses[2].snapshots)
        #expect(try Self.finished(Self.settings(goal, seed: 4)).snapshots != courses[0].snapshots)
    }

    @Test(arguments: PatchSettings.Goal.allCases)
    func `learning lowers the cost`(goal: PatchSettings.Goal) throws {
        let losses = try Self.finished(Self.settings(goal)).snapshots.compactMap(\.loss)
        #expect(losses.count > 2 && losses[losses.count - 1] < losses[0])
    }

    @Test func `sparse kernels keep a norm of 1`() throws {
        for snapshot in try Self.finished(Self.settings(.sparse)).snapshots {
            #expect(snapshot.kernels.shape == [12, 1, 4, 4])
            for row in 0..<12 {
                let square = snapshot.kernels.values[row * 16..<(row + 1) * 16].reduce(0) { $0 + $1 * $1 }
                #expect(abs(square - 1) < 1e-5)
            }
        }
    }

    @Test func `too large a rate is said`() throws {
        #expect(throws: LearningError.self) { _ = try Self.finished(Self.settings(.ica, rate: 1e9)) }
    }

    @Test func `snapshots come twice as late each time`() {
        func steps(_ steps: Int) -> [Int] {
            PatchSettings(
                goal: .sparse, side: 4, count: 1, steps: steps, batch: 1, penalty: 1, rate: 1, seed: 0
            ).snapshotSteps
        }
        #expect(steps(640) == [0, 10, 20, 40, 80, 160, 320, 640])
        #expect(steps(1) == [0, 1])
    }
}
