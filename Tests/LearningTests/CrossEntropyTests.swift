import Foundation
import Planes
import Testing

@testable import Learning

@Suite struct CrossEntropyTests {
    @Test func `two classes by hand`() {
        // Scores 0 and log 3: probabilities 1/4 and 3/4.
        let answers = Tensor<Float>(shape: [2, 2], values: [0, Float(log(3.0)), 0, Float(log(3.0))])
        let entropy = CrossEntropy(answers, labels: [1, 0])
        #expect(abs(entropy.loss - (log(4.0 / 3) + log(4.0)) / 2) < 1e-6)
        let expected: [Float] = [0.125, -0.125, -0.375, 0.375]
        #expect(zip(entropy.derivative.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `the derivative is the limit of differences`() {
        let answers = Tensor<Float>(shape: [3, 4], values: (0..<12).map { Float($0 * 7 % 5) - 2 })
        let labels = [0, 3, 2]
        let derivative = CrossEntropy(answers, labels: labels).derivative
        for place in 0..<answers.count {
            let sides = [Float(0.01), -0.01].map { step in
                var moved = answers
                moved.update { $0[place] += step }
                return CrossEntropy(moved, labels: labels).loss
            }
            #expect(abs(Double(derivative.values[place]) - (sides[0] - sides[1]) / 0.02) < 1e-4)
        }
    }

    @Test func `large scores do not overflow`() {
        let entropy = CrossEntropy(Tensor(shape: [1, 2], values: [3e38, -3e38]), labels: [0])
        #expect(entropy.loss == 0 && entropy.derivative.values.allSatisfy { $0 == 0 })
    }
}
