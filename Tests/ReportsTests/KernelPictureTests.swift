import Figures
import Kernels
import Planes
import Testing

@testable import Reports

@Suite struct KernelPictureTests {
    /// Channels of large weights whose mean is small.
    @Test(arguments: [1, 2, 3, 64])
    func `a kernel's picture reaches black or white, of however many channels`(channels: Int) {
        let size = PixelSize(side: 3)
        let kernel = Kernel(
            channels: (0..<channels).map { channel in
                Plane(size: size) { row, column in
                    Float(channel % 2 == 0 ? 1 : -1) * (channels == 1 ? 1 : 5) + Float(row - column) * 0.01
                }
            })
        let bytes = kernel.picture(limit: kernel.largest).bytes
        #expect(bytes.contains(0) || bytes.contains(255))
        #expect(Set(bytes).count > 1 || channels == 1)
    }

    @Test func `a kernel of zeros is mid grey`() {
        let kernel = Kernel(channels: (0..<64).map { _ in Plane(size: PixelSize(side: 3)) { _, _ in 0 } })
        #expect(Set(kernel.picture(limit: kernel.largest).bytes).count == 1)
    }

    @Test func `what is drawn of many channels is said`() {
        #expect(KernelBank.scaleNote(channels: 64).hasPrefix("Shown is the mean of a kernel's 64 channels"))
        #expect(KernelBank.scaleNote(channels: 3).contains("its own largest |weight|"))
    }
}
