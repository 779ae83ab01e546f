import Foundation
import Planes
import Testing

@testable import Inference

@Suite struct GuessesTests {
    @Test func `scores become their softmax`() throws {
        let guesses = try #require(Guesses(Tensor(shape: [1, 3], values: [1, 3, 2])))
        #expect(guesses.isSoftmaxAdded && guesses.ranked.map(\.index) == [1, 2, 0])
        let sum = exp(-2.0) + 1 + exp(-1.0)
        for (guess, weight) in zip(guesses.ranked, [1, exp(-1.0), exp(-2.0)]) {
            #expect(abs(guess.probability - weight / sum) < 1e-12)
        }
        #expect(abs(guesses.sum - 1) < 1e-12 && guesses.ranked[0].score == 3)
    }

    @Test func `large scores do not overflow`() throws {
        let guesses = try #require(Guesses(Tensor(shape: [2], values: [6400, -4938])))
        #expect(guesses.ranked[0].probability == 1 && guesses.ranked[1].probability == 0)
    }

    @Test func `probabilities stay as they are`() throws {
        let guesses = try #require(Guesses(Tensor(shape: [1, 4, 1, 1], values: [0.25, 0.5, 0, 0.25])))
        #expect(!guesses.isSoftmaxAdded && guesses.ranked.map(\.index) == [1, 0, 3, 2])
        #expect(guesses.ranked.map(\.probability) == [0.5, 0.25, 0.25, 0] && guesses.sum == 1)
        #expect(Guesses(Tensor(shape: [2], values: [1.5, -0.5]))?.isSoftmaxAdded == true)
    }

    @Test func `a map, one number or none is no list of classes`() {
        #expect(Guesses(Tensor(shape: [1, 4, 2, 2], repeating: 1)) == nil)
        #expect(Guesses(Tensor(shape: [1, 1], values: [1])) == nil)
        #expect(Guesses(Tensor(shape: [1, 0], values: [])) == nil)
        #expect(Guesses(Tensor(shape: [1, 1, 1, 3], values: [1, 2, 3]))?.ranked[0].index == 2)
    }
}
