import Networks
import Testing
import Workers

@testable import Learning

@Suite struct TestResultTests {
    @Test func `a spread is the mean and the standard deviation of a sample`() {
        let spread = Spread(of: [2, 4, 4, 4, 5, 5, 7, 9])
        #expect(spread.mean == 5 && abs((spread.deviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-12)
        #expect(Spread(of: [3]) == Spread(of: [3]) && Spread(of: [3]).deviation == nil)
    }

    @Test func `choices are made by validation digits, and others are tested on at the end`() throws {
        let settings = Learner.Settings(
            architecture: Architecture(.dense), optimizer: Optimizer(.adam, rate: 0.002), batch: 4, epochs: 1, seed: 9)
        var training = Training(settings, training: sample(8), validation: sample(3), workers: Workers(1))
        while !training.isFinished { try training.advance() }
        let result = try training.tested(on: sample(5), movingBy: 2)
        #expect(training.snapshots.allSatisfy { $0.accuracy.count == 3 })
        #expect(result.seed == 9 && result.validation == training.snapshots.last?.accuracy)
        #expect(result.test.count == 5 && result.moved.count == 20)
    }

    @Test func `a network's file says which digits it never saw`() throws {
        let unseen = UnseenDigits(digest: "abc", rows: [7, 2, 40])
        let network = Architecture(.lenet5).network(seed: 0)
        #expect(UnseenDigits(of: network) == nil)
        #expect(UnseenDigits(of: network.noting(unseen.metadata)) == unseen)
        #expect(unseen.metadata["striate.unseen_rows"] == "2,7,40")
    }
}
