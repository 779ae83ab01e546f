import Networks
import Planes
import ReferenceData
import Testing
import Workers

@testable import Inference

@Suite struct OcclusionTests {
    @Test func `windows reach the end, where they are cut off`() {
        let windows = OcclusionWindows(
            of: PixelSize(height: 2, width: 3), every: PixelSize(height: 2, width: 2),
            on: PixelSize(height: 3, width: 6))
        #expect(windows.count == 6)
        #expect(windows[0].rows == 0..<2 && windows[0].columns == 0..<3)
        #expect(windows[5].rows == 2..<3 && windows[5].columns == 4..<6)
        // A window larger than the picture covers it all, once.
        let one = OcclusionWindows(of: PixelSize(side: 9), every: PixelSize(side: 1), on: PixelSize(side: 4))
        #expect(one.count == 1 && one[0].rows == 0..<4)
    }

    @Test func `a pixel has the mean loss of the windows that cover it, whatever the workers`() throws {
        // y = mean of x; covering pixels i, i + 1 with 0 loses (xᵢ + xᵢ₊₁) / 4.
        let input = Tensor<Float>(shape: [1, 1, 1, 4], values: [4, 8, 12, 16])
        for workers in [1, 3] {
            let net = try RunnableNetwork(
                network(
                    [Node(op: "Identity", inputs: ["x"], outputs: ["y"])], inputs: ["x": [1, 1, 1, 4]]),
                preprocessing: Preprocessing.none, workers: Workers(workers))
            var generator = Xorshift(state: 1)
            let found = try Explainer(net, target: .channel(0, MapLayer("y", tensor: "y"))).attribution(
                ofInput: input,
                by: .occlusion(
                    window: PixelSize(height: 1, width: 2), stride: PixelSize(side: 1), baseline: .zero),
                using: &generator)
            #expect(found.values.values == [3, 4, 6, 7])
        }
    }
}
