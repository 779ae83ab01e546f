import Planes
import Retinotopy
import Testing
import Workers

@Suite struct LiCircuitTests {
    // The same integration in another language: what is left is rounding, over 120 steps.
    @Test(arguments: BarScene.Kind.allCases)
    func `a published scene has the reference's map`(kind: BarScene.Kind) throws {
        let input = BarScene(kind).input
        let circuit = LiCircuit(sums: FourierSums(size: input.size))
        let map = SaliencyMap(of: circuit.response(to: input, workers: Workers(2))).values
        let reference = try LiReference.map(of: kind)
        #expect(zip(map, reference).map { abs($0 - $1) }.max() ?? 1 < 1e-11)
    }

    @Test func `direct sums give the same response`() {
        let input = BarScene(.popout90).input
        let direct = LiCircuit(sums: DirectSums(size: input.size)).response(to: input, workers: Workers(2))
        let fourier = LiCircuit(sums: FourierSums(size: input.size)).response(to: input, workers: Workers(1))
        #expect(zip(direct.values.joined(), fourier.values.joined()).map { abs($0 - $1) }.max() ?? 1 < 1e-11)
    }

    @Test func `without input V1 is silent`() {
        let size = PixelSize(height: 6, width: 9)
        let silence = HypercolumnSheet(
            size: size, values: [[Double]](repeating: [Double](repeating: 0, count: size.count), count: 12))
        #expect(
            SaliencyMap(of: LiCircuit(sums: FourierSums(size: size)).response(to: silence)).values.allSatisfy {
                $0 == 0
            })
    }
}
