import Kernels
import Planes
import Testing

@Suite struct KernelTests {
    private let kernel = Kernel(
        channels: [
            Plane(size: PixelSize(height: 1, width: 2), values: [1, 2]),
            Plane(size: PixelSize(height: 1, width: 2), values: [-3, 4]),
        ])

    @Test func `norm and mean are over all channels`() {
        #expect(kernel.values == [1, 2, -3, 4])
        #expect(abs(kernel.norm - 30.squareRoot()) < 1e-12)
        #expect(kernel.mean == 1)
    }

    @Test func `a colour weighs the channels`() {
        #expect(kernel.seen(through: [0.5, -1]).values == [3.5, -3])
    }

    @Test func `weights in the order output, input, row, column find their places`() {
        let size = PixelSize(height: 2, width: 3)
        let bank = KernelBank(name: "conv1", outputs: 2, inputs: 3, size: size, weights: (0..<36).map(Float.init))
        #expect(bank.count == 2 && bank.channelCount == 3 && bank.size == size && bank.name == "conv1")
        // ((1 · 3 + 2) · 2 + 1) · 3 + 2 = 35; ((0 · 3 + 1) · 2 + 1) · 3 + 0 = 9.
        #expect(bank.kernels[1].channels[2][1, 2] == 35)
        #expect(bank.kernels[0].channels[1][1, 0] == 9)
    }
}
