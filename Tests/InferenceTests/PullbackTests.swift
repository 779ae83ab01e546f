import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// Derivatives against differences, (f(x + h) − f(x − h)) / 2h, of the operations that have one.
@Suite struct PullbackTests {
    /// Differences across a step are none.
    static let steps = Set(
        ["Floor", "Ceil", "Round", "Sign"].map { Operator($0) } + [.quant, Operator("FAKE_QUANT", domain: "tflite")])
    static let cases = OperatorCase.all.filter { reference in
        let op = reference.node.op
        return op.execution == .differentiable && !steps.contains(op) && reference.inputs.first??.floats != nil
            && reference.outputs.allSatisfy { $0.floats != nil }
    }

    @Test(arguments: cases)
    func `a derivative is the limit of differences`(reference: OperatorCase) throws {
        try check(reference, try reference.operation(weightsKnown: true))
    }

    @Test(arguments: cases.filter { ["Conv", "Gemm", "MatMul"].contains($0.op) })
    func `weights that are not known have derivatives too`(reference: OperatorCase) throws {
        let found = try check(reference, try reference.operation(weightsKnown: false))
        let inputs = reference.inputs.map { $0 != nil } + [false, false, false]
        #expect(found.indices.allSatisfy { inputs[$0] == (found[$0] != nil) })
    }

    @discardableResult
    private func check(_ reference: OperatorCase, _ operation: any Computation) throws -> [Tensor<Float>?] {
        let workers = Workers(1)
        var inputs = reference.values
        let outputs = try operation.run(&inputs, workers)
        // Any weights will do, as long as none is 0.
        let cotangents = outputs.map { output in
            Tensor(shape: output.shape, values: output.numbers.values.indices.map { Float($0 % 5) * 0.3 - 0.7 })
        }
        let found = try operation.pullback(cotangents, reference.values, outputs, workers)
        for (index, input) in reference.inputs.enumerated() where index < found.count {
            guard case .floats(let tensor) = input?.value, let gradient = found[index] else { continue }
            #expect(gradient.shape == tensor.shape)
            for place in stride(from: 0, to: tensor.count, by: max(tensor.count / 24, 1)) {
                let difference =
                    try [0.01, -0.01].reduce(0.0) { sum, step in
                        sum + Double(step > 0 ? 1 : -1)
                            * (try weighted(operation, reference, cotangents, moving: (index, place, Float(step))))
                    } / 0.02
                // Rounding of sums near 10 over twice a step of 0.01, and curvature over the step.
                #expect(abs(Double(gradient.values[place]) - difference) < 3e-3 * max(1, abs(difference)))
            }
        }
        #expect(found.first ?? nil != nil)
        return found
    }

    private func weighted(
        _ operation: any Computation, _ reference: OperatorCase, _ cotangents: [Tensor<Float>],
        moving: (input: Int, place: Int, by: Float)
    ) throws -> Double {
        var inputs = Inputs(
            reference.inputs.enumerated().map { index, stored in
                guard index == moving.input, case .floats(var tensor) = stored?.value else { return stored?.value }
                tensor.update { $0[moving.place] += moving.by }
                return .floats(tensor)
            })
        let remade = moving.input == 0 ? operation : try reference.operation(weightsKnown: false)
        let outputs = try remade.run(&inputs, Workers(1))
        return zip(outputs, cotangents).reduce(0) { sum, pair in
            sum + zip(pair.0.numbers.values, pair.1.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
    }
}
