import Archives
import Inference
import Networks
import Testing
import Workers

@testable import Physiology

@Suite struct MapLayersTests {
    private static func layers() throws -> MapLayers {
        let path = try #require(References.kernels("lenet/lenet-5.onnx"))
        return try MapLayers(of: RunnableNetwork(Network(path: path), workers: Workers(1)))
    }

    @Test func `Grad-CAM looks at the last maps of the last convolution's size`() throws {
        let layers = try Self.layers()
        let whole = try layers.last(before: "output")
        #expect(whole.order == .channelsFirst && whole.label == "C3.relu")
        #expect(try layers.last(before: whole.tensor).label == "C3")
        #expect(throws: InferenceError.noMaps(before: "scaled")) { try layers.last(before: "scaled") }
    }

    @Test func `units look where their fields have their centres`() throws {
        let layers = try Self.layers()
        let centers = try layers.centers(of: layers.layer(named: "C3"))
        #expect(centers.y == (0..<10).map { 4.5 + 2 * Double($0) } && centers.x == centers.y)
    }
}
