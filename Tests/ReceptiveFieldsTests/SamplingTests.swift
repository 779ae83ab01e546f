import Networks
import Testing

@testable import ReceptiveFields

@Suite struct SamplingTests {
    private func taps(_ sampling: Sampling) -> [[Int]] {
        (0..<sampling.outputs).map { output in
            let taps = sampling.present(output)
            return (0..<taps.count).map { taps.first + $0 * taps.step }
        }
    }

    private func window(_ op: String, _ inputs: Int, _ attributes: [String: Attribute]) throws -> Sampling {
        let node = Node(op: op, inputs: ["x", "w"], outputs: ["y"], attributes: attributes)
        let facts = [TensorFacts([1, 1, inputs]), TensorFacts([1, 1, 3])]
        let windows = try #require(try OperatorInstance(node: node, opset: 17, inputs: facts).windows)
        return Sampling(windows[0], inputs: inputs)
    }

    @Test func `a window reads what is there of it`() throws {
        let sampling = try window("Conv", 5, ["strides": .ints([2]), "pads": .ints([1, 1])])
        #expect(taps(sampling) == [[0, 1], [1, 2, 3], [3, 4]])
        let sparse = try window("Conv", 6, ["dilations": .ints([2]), "pads": .ints([2, 2])])
        #expect(taps(sparse) == [[0, 2], [1, 3], [0, 2, 4], [1, 3, 5], [2, 4], [3, 5]])
    }

    @Test func `a transposed window is read backwards`() throws {
        // Input v writes to 2v − 1 + j, j = 0, 1, 2.
        let sampling = try window("ConvTranspose", 3, ["strides": .ints([2]), "pads": .ints([1, 1])])
        #expect(taps(sampling) == [[0], [0, 1], [1], [1, 2], [2]])
        // A stride wider than the kernel leaves outputs that read nothing.
        let wide = try window("ConvTranspose", 2, ["strides": .ints([5])])
        #expect(taps(wide) == [[0], [0], [0], [], [], [1], [1], [1]])
        let dilated = try window("ConvTranspose", 3, ["strides": .ints([2]), "dilations": .ints([3])])
        let written = (0..<3).flatMap { v in (0..<3).map { (2 * v + 3 * $0, v) } }
        #expect(taps(dilated) == (0..<dilated.outputs).map { u in written.filter { $0.0 == u }.map(\.1).sorted() })
    }

    @Test func `edges stand in as the mode says`() {
        #expect(taps(Sampling(before: 2, after: 2, inputs: 4, edge: .nothing)) == [[], [], [0], [1], [2], [3], [], []])
        #expect(taps(Sampling(before: 2, after: 1, inputs: 3, edge: .nearest)) == [[0], [0], [0], [1], [2], [2]])
        #expect(taps(Sampling(before: 2, after: 2, inputs: 3, edge: .mirror)) == [[2], [1], [0], [1], [2], [1], [0]])
        #expect(taps(Sampling(before: 1, after: 1, inputs: 3, edge: .around)) == [[2], [0], [1], [2], [0]])
        #expect(taps(Sampling(before: -1, after: -1, inputs: 4, edge: .nothing)) == [[1], [2]])
    }

    @Test func `scales are read as the simplest fractions they can mean`() {
        for (scale, p, q) in [(2, 2, 1), (0.5, 1, 2), (1.5, 3, 2), (0.75, 3, 4), (1 / 3, 1, 3), (8, 8, 1)]
            as [(Float, Int, Int)]
        {
            let fraction = Fraction(scale)
            #expect(fraction.numerator == p && fraction.denominator == q)
        }
        #expect(Fraction(6, 4).numerator == 3 && floorDivision(-1, 4) == -1 && greatestCommonDivisor(12, 18) == 6)
    }
}
