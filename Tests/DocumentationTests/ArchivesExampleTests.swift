import Archives
import Foundation
import Kernels
import Planes
import Testing

@Suite struct ArchivesExampleTests {
    @Test func `the bundled LeNet-5 begins with six kernels of 5 by 5`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../data/lenet/lenet-5.onnx").path
        let file = try ModelFile(path: path)
        let layer = try file.choice(of: nil).layer
        let kernels = try file.kernels(of: layer)
        let (count, size) = (kernels.count, layer.kernelSize)  // 6 kernels of 5 × 5
        // LeCun, Bottou, Bengio & Haffner (1998), C1.
        #expect(count == 6 && size == PixelSize(height: 5, width: 5))
    }
}
