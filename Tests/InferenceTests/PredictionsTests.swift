import Foundation
import Planes
import Testing

@testable import Inference

@Suite struct PredictionsTests {
    @Test func `scores become their softmax`() throws {
        let predictions = try #require(Predictions(Tensor(shape: [1, 3], values: [1, 3, 2])))
        #expect(predictions.isSoftmaxAdded && predictions.ranked.map(\.index) == [1, 2, 0])
        let sum = exp(-2.0) + 1 + exp(-1.0)
        for (prediction, weight) in zip(predictions.ranked, [1, exp(-1.0), exp(-2.0)]) {
            #expect(abs(prediction.probability - weight / sum) < 1e-12)
        }
        #expect(abs(predictions.sum - 1) < 1e-12 && predictions.ranked[0].score == 3)
    }

    @Test func `large scores do not overflow`() throws {
        let predictions = try #require(Predictions(Tensor(shape: [2], values: [6400, -4938])))
        #expect(predictions.ranked[0].probability == 1 && predictions.ranked[1].probability == 0)
    }

    @Test func `probabilities stay as they are`() throws {
        let predictions = try #require(Predictions(Tensor(shape: [1, 4, 1, 1], values: [0.25, 0.5, 0, 0.25])))
        #expect(!predictions.isSoftmaxAdded && predictions.ranked.map(\.index) == [1, 0, 3, 2])
        #expect(predictions.ranked.map(\.probability) == [0.5, 0.25, 0.25, 0] && predictions.sum == 1)
        #expect(Predictions(Tensor(shape: [2], values: [1.5, -0.5]))?.isSoftmaxAdded == true)
    }

    @Test func `a map, one number or none is no list of classes`() {
        #expect(Predictions(Tensor(shape: [1, 4, 2, 2], repeating: 1)) == nil)
        #expect(Predictions(Tensor(shape: [1, 1], values: [1])) == nil)
        #expect(Predictions(Tensor(shape: [1, 0], values: [])) == nil)
        #expect(Predictions(Tensor(shape: [1, 1, 1, 3], values: [1, 2, 3]))?.ranked[0].index == 2)
    }

    @Test(arguments: [[1, 1600, 1], [1, 1, 1600], [1600, 1], [1, 1, 40, 1], [1, 1, 1, 40, 1], [40, 1, 1, 1]])
    func `a list of anchors or boxes, of whatever length, is no class vector`(shape: [Int]) {
        #expect(Predictions(Tensor(shape: shape, repeating: 1)) == nil)
        let error = InferenceError.noClasses(tensor: "scores", shape: shape)
        #expect("\(error)".contains("'scores' is ") && "\(error)".contains(", not one number for each class; "))
    }
}
