import Kernels
import Planes
import Testing

@Suite struct KernelsExampleTests {
    @Test func `nine pixels of 2 add up to 18`() {
        let sums = KernelBank(
            name: "sums", outputs: 1, inputs: 1, size: PixelSize(height: 3, width: 3),
            weights: [Float](repeating: 1, count: 9))
        let even = Plane(size: PixelSize(height: 6, width: 6)) { _, _ in 2 }
        let maps = sums.apply(to: even, boundary: .reflect)  // 18 everywhere, edges too
        #expect(maps.count == 1 && maps[0].values.count == 36)
        #expect(maps[0].values.allSatisfy { abs($0 - 18) < 1e-4 })
    }
}
