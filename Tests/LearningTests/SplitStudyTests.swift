import Testing
import Workers

@testable import Learning

@Suite struct SplitStudyTests {
    private func settings(_ kind: Architecture.Kind, seed: UInt64) -> Learner.Settings {
        Learner.Settings(
            architecture: Architecture(kind), optimizer: Optimizer(.adam, rate: 0.002), batch: 4, epochs: 1, seed: seed)
    }

    private func parts(_ seed: UInt64) -> SplitStudy.Parts {
        SplitStudy.Parts(training: sample(8), validation: sample(3), test: sample(5), testRows: [Int(seed)])
    }

    @Test func `every split learns anew with the next seed, a learner and its baseline on the same digits`() throws {
        var heard: [(kind: Architecture.Kind, seed: UInt64, rows: [Int], isFirst: Bool)] = []
        let study = try SplitStudy(
            settings(.lenet1989, seed: 7), beside: settings(.dense, seed: 7), splits: 3, movingBy: 2, parts: parts
        ) { settings, parts, isFirst in
            heard.append((settings.architecture.kind, settings.seed, parts.testRows, isFirst))
            var training = Training(
                settings, training: parts.training, validation: parts.validation, workers: Workers(1))
            while !training.isFinished { try training.advance() }
            return training
        }
        #expect(heard.map(\.seed) == [7, 7, 8, 8, 9, 9] && heard.map(\.rows) == [[7], [7], [8], [8], [9], [9]])
        #expect(heard.map(\.isFirst) == [true, false, false, false, false, false])
        #expect(heard.map(\.kind) == [.lenet1989, .dense, .lenet1989, .dense, .lenet1989, .dense])
        #expect(study.learner.results.map(\.seed) == [7, 8, 9] && study.baseline?.results.map(\.seed) == [7, 8, 9])
        #expect(study.learner.training.learner.settings.seed == 7 && study.testRows == [7])
    }
}
