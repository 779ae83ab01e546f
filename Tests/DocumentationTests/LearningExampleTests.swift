import Learning
import Planes
import Testing
import Workers

@Suite struct LearningExampleTests {
    @Test func `LeNet-5 learns 61706 numbers`() {
        let settings = Learner.Settings(
            architecture: Architecture(.lenet5, activation: .tanh, pooling: .average),
            optimizer: Optimizer(.sgd, rate: 0.01), batch: 2, epochs: 1, seed: 1)
        let digits = Digits(images: Tensor(shape: [2, 1, 28, 28], repeating: 0), labels: [3, 7])
        let training = Training(settings, training: digits, validation: digits, workers: Workers(1))
        let count = training.parameterCount  // 61706
        // C1, C3 (which reads all of S2), C5, F6 and the answer, each with its biases.
        #expect(count == 6 * 26 + 16 * 151 + 120 * 401 + 84 * 121 + 10 * 85)
    }
}
