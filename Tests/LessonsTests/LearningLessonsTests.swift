import Planes
import Tables
import Testing

@testable import Lessons

/// Gradient descent and backpropagation, beside numbers from numpy's matrix products and central differences.
@Suite struct LearningLessonsTests {
    @Test func `weights descend as numpy's do`() throws {
        // W = [[.5, -.5], [0, 1]]; x = [1, 2]; t = [1, 0]; four times W -= .1·outer(W @ x - t, x).
        let lesson = try GradientDescentLesson(Parameters([:], for: .gradientDescent))
        let moments = lesson.moments
        #expect(moments[0].loss == 3.125 && moments[0].slopes == [[-1.5, -3], [2, 4]])
        #expect(zip(moments[1].weights.joined(), [0.65, -0.2, -0.2, 0.6]).allSatisfy { abs($0 - $1) < 1e-12 })
        // Each step halves the errors: the loss is a quarter of the one before.
        #expect(zip(moments, moments.dropFirst()).allSatisfy { abs($1.loss / $0.loss - 0.25) < 1e-9 })
    }

    @Test(arguments: ["1, 2", "-1, 3", "0.5, -2"])
    func `slopes are those of the experiment`(input: String) throws {
        let lesson = try BackpropagationLesson(Parameters([.input: input], for: .backpropagation))
        typealias Backward = BackpropagationLesson
        func loss(_ first: [[Double]], _ second: [[Double]]) -> Double {
            Backward.Pass(lesson.input, first: first, second: second, target: Backward.target).loss
        }
        for row in 0..<2 {
            for column in 0..<2 {
                func slope(_ change: (Double) -> Double) -> Double { (change(1e-5) - change(-1e-5)) / 2e-5 }
                let early = slope { nudge in
                    var weights = Backward.first
                    weights[row][column] += nudge
                    return loss(weights, Backward.second)
                }
                let late = slope { nudge in
                    var weights = Backward.second
                    weights[row][column] += nudge
                    return loss(Backward.first, weights)
                }
                #expect(abs(lesson.pass.first[row][column] - early) < 1e-6)
                #expect(abs(lesson.pass.second[row][column] - late) < 1e-6)
            }
        }
    }

    @Test func `the example's numbers are those worked by hand`() throws {
        let pass = try BackpropagationLesson(Parameters([:], for: .backpropagation)).pass
        #expect(pass.drives == [1, -0.5] && pass.hidden == [1, 0] && pass.outputs == [1, -0.5])
        #expect(pass.errors == [1, -1.5] && pass.loss == 1.625)
        #expect(pass.second == [[1, 0], [-1.5, 0]] && pass.hiddenSlopes == [1.75, 0.5])
        #expect(pass.driveSlopes == [1.75, 0] && pass.first == [[1.75, 3.5], [0, 0]])
    }

    @Test func `a kernel given as one whole number is a size`() throws {
        let lesson = try ConvolutionLesson(Parameters([.kernel: "3"], for: .convolution))
        #expect(lesson.hand.kernel == ConvolutionLesson.kernel)
        #expect(try ConvolutionLesson(Parameters([.kernel: "2"], for: .convolution)).hand.size.width == 4)
        #expect(throws: LessonError.self) { try ConvolutionLesson(Parameters([.kernel: "33"], for: .convolution)) }
    }

    /// Windows times weights of each channel, added, and 1.
    @Test func `a volume's map is the sum of its channels' and the bias`() {
        // numpy: red [[2, 4], [0, 2]], green [[1, 0], [-2, 1]], blue [[-1, 1], [2, -2]].
        #expect(ColorVolume().map.values == [3, 6, 1, 2])
    }

    @Test func `what is no number is asked again, where that was wanted`() {
        func attempts(_ asksAgain: Bool) -> ([Int], [Quiz.Entry]) {
            var generator = SystemRandomNumberGenerator()
            var attempts: [Int] = []
            let quiz = Quiz(on: .relu, count: 2, using: &generator, asksAgain: asksAgain) { _, _, question, attempt in
                attempts.append(attempt)
                return attempt < 2 ? "many" : question.solution
            }
            return (attempts, quiz.entries)
        }
        let (once, unread) = attempts(false)
        #expect(once == [0, 0] && unread.allSatisfy { $0.mark == .unreadable })
        let (again, right) = attempts(true)
        #expect(again == [0, 1, 2, 0, 1, 2] && right.allSatisfy { $0.mark == .right })
    }
}
