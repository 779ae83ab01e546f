import Kernels
import Planes
import Testing
import Workers

@testable import Reports

@Suite struct KernelSeriesTests {
    /// Sets of one dead kernel.
    private func series(_ names: [String]) -> KernelSeries {
        let bank = KernelBank(
            name: "conv", outputs: 1, inputs: 1, size: PixelSize(side: 3), weights: [Float](repeating: 0, count: 9))
        return KernelSeries(names.map { ($0, bank) }, seed: 0, nullCount: 1, workers: Workers(1))
    }

    @Test(
        arguments: [
            (["step 0", "step 24", "step 1500"], [0, 24, 1500]), (["0000", "0188"], [0, 188]), (["a2", "a1"], nil),
            (["begin", "step 3"], nil), (["5"], nil), (["3", "3"], nil),
        ] as [([String], [Double]?)])
    func `a series has steps where all names end in numbers that rise`(names: [String], steps: [Double]?) {
        #expect(series(names).steps == steps)
    }
}
