import Archives
import Foundation
import Kernels
import Testing

/// Layers that somebody has trained, and one that nobody has.
@Suite struct WeightOriginFilesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Model files in a folder of the repository or beside it; none where it is absent.
    private static func files(_ folder: String) -> [String] {
        let folder = root.appending(path: folder).standardized.path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            .filter { $0.hasSuffix(".npy") || $0.hasSuffix(".onnx") }.map { "\(folder)/\($0)" }
    }

    private static let bundled = ["data/kernels", "data/alexnet", "data/lenet"].flatMap(files)
    private static let others = files("../shared/reference/kernels").filter { !$0.contains("openface") }

    @Test func `there are files to look at`() { #expect(Self.bundled.count >= 5) }

    @Test(arguments: bundled) func `no trained layer is called untouched or constant`(path: String) throws {
        try check(path)
    }

    @Test(.needs("kernels"), arguments: others)
    func `no trained layer of other projects is called untouched or constant`(path: String) throws {
        try check(path)
    }

    private func check(_ path: String) throws {
        let file = try ModelFile(path: path)
        for layer in file.layers { #expect(WeightOrigin(of: try file.kernels(of: layer)) == .shaped, "\(layer.name)") }
    }

    // It is uniform within √(6/(147 + 3136)), and was found so by hand.
    @Test(.needs("kernels/openface_nn4small2_conv1.npy"))
    func `OpenFace's first layer is initial noise`() throws {
        let file = try ModelFile(path: #require(beside("kernels/openface_nn4small2_conv1.npy")))
        guard case .noise(let initializer) = WeightOrigin(of: try file.kernels(of: file.layers[0])) else {
            Issue.record("it was missed")
            return
        }
        #expect(initializer.family == .uniform && initializer.rule == "Glorot")
    }

    @Test func `a graph without weights has one constant`() throws {
        let file = try ModelFile(path: Self.root.appending(path: "data/networks/tv_resnet50.onnx").path)
        guard case .constant = WeightOrigin(of: try file.kernels(of: file.layers[0])) else {
            Issue.record("it was missed")
            return
        }
    }
}
