import Kernels
import Planes
import Testing

/// What stood in memory before has no part in a map, not even multiplied by 0.
@Suite struct ScratchTests {
    @Test(arguments: [Algorithm.dense, .separable, .fourier])
    func `maps made in memory full of what is no number are as in clean memory`(algorithm: Algorithm) {
        let kernel = Plane(size: PixelSize(side: 3)) { row, column in Float(row * row - 2 * column + 1) }
        let bank = KernelBank(name: "one", kernels: [Kernel(channels: [kernel])])
        let image = [Plane(size: PixelSize(height: 1, width: 19)) { _, column in Float(column % 5) }]
        let expected = bank.apply(to: image, by: .direct)[0]
        for _ in 0..<50 {
            // Memory that is given back is given out again soon.
            let litter = [8, 100, 500, 1000, 2000, 4000].map { count in
                let place = UnsafeMutablePointer<Float>.allocate(capacity: count)
                place.update(repeating: .nan, count: count)
                return place
            }
            for place in litter { place.deallocate() }
            let map = bank.apply(to: image, by: algorithm)[0]
            #expect(zip(map.values, expected.values).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }
}
