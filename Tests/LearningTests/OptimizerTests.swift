import Planes
import Testing

@testable import Learning

@Suite struct OptimizerTests {
    private func path(_ optimizer: Optimizer, slopes: [Float], of steps: Int) -> [Float] {
        var parameters: Parameters = ["w": Tensor(shape: [1], values: [1])]
        var moments = optimizer.moments(of: parameters)
        return slopes.enumerated().map { step, slope in
            let gradient: Parameters = ["w": Tensor(shape: [1], values: [slope])]
            optimizer.move(&parameters, &moments, along: gradient, step: step, of: steps)
            return parameters["w"]?.values[0] ?? .nan
        }
    }

    @Test func `momentum by hand, and a rate that falls to nothing`() {
        // v = 1, then 0.5·1 + 2 = 2.5; rates 0.1 and 0.05.
        let path = path(Optimizer(.sgd, rate: 0.1, momentum: 0.5), slopes: [1, 2], of: 2)
        #expect(abs(path[0] - 0.9) < 1e-6 && abs(path[1] - 0.775) < 1e-6)
    }

    @Test(arguments: [Float(1e-3), 1, 1e3]) func `Adam's first step is the rate, however steep it is`(slope: Float) {
        let path = path(Optimizer(.adam, rate: 0.1), slopes: [slope], of: 1_000_000)
        #expect(abs(path[0] - 0.9) < 1e-4)
    }

    @Test func `Adam's second step by hand`() {
        // m = 0.9·0.1·1 + 0.1·3 = 0.39, over 1 − 0.81 gives 2.0526; v = 0.999·0.001 + 0.001·9 = 0.009999, over
        // 1 − 0.998001 gives 5.0020, whose root is 2.23652; 0.1·2.0526/2.23652 = 0.091779.
        let path = path(Optimizer(.adam, rate: 0.1), slopes: [1, 3], of: 1_000_000)
        #expect(abs(path[1] - (0.9 - 0.091779)) < 1e-4)
    }
}
